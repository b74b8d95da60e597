"""Looking after the database by hand: what revision its tables have, and bringing them to another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from service.opening import plain_reason
from service.setting_values import SettingsError
from service.settings import Settings
from templates_store import migration
from templates_store.database import Database, DatabaseUrlError, default_url


@dataclass(frozen=True)
class DatabaseState:
    """What is known of a database.

    Attributes:
        name: where it is, without its password.
        exists: whether there are tables in it.
        current: the revision of its tables; None when there are none.
        latest: the newest revision that this version knows.
    """

    name: str
    exists: bool
    current: str | None
    latest: str | None

    @property
    def is_current(self) -> bool:
        """Whether the tables are those of this version."""
        return self.current == self.latest


def database_state(settings: Settings) -> DatabaseState:
    """Look at the database without changing it; an SQLite file that is not there is not made.

    Raises:
        SettingsError: it is out of reach; the message says why.
    """
    latest = migration.LATEST
    file = None
    if not settings.database_url:
        file = settings.data_dir.expanduser() / "sealstack.db"
        if not file.exists():
            return DatabaseState(str(file), False, None, latest)
    with _opened(settings) as database:
        current = migration.current_revision(database)
        name = str(file) if file is not None else database.engine.url.render_as_string(hide_password=True)
    return DatabaseState(name, current is not None, current, latest)


def upgrade_database(settings: Settings) -> None:
    """Bring the tables up to this version, making them where there are none.

    Raises:
        SettingsError: that cannot be done; the message says why.
    """
    with _opened(settings) as database:
        migration.upgrade(database)


def downgrade_database(settings: Settings, revision: str) -> None:
    """Take the tables down to a revision; what only newer ones hold is lost.

    Raises:
        SettingsError: that cannot be done; the message says why.
    """
    with _opened(settings) as database:
        migration.downgrade(database, revision)


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    try:
        database = Database(settings.database_url or default_url(settings.data_dir.expanduser()))
        try:
            yield database
        finally:
            database.close()
    except DatabaseUrlError as error:
        raise SettingsError(f"OCR_DATABASE_URL: {error}") from error
    except migration.MigrationError as error:
        raise SettingsError(str(error)) from error
    except (OSError, SQLAlchemyError) as error:
        raise SettingsError(f"the database cannot be used: {plain_reason(error)}") from error
