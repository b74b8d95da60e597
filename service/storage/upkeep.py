"""Looking after the database by hand: what revision its tables have, and bringing them to another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sealstack.service.settings.settings import Settings
from sealstack.service.storage.opening import database_name, database_url, readable_opening_errors
from sealstack.templates_store import migration
from sealstack.templates_store.database import Database


@dataclass(frozen=True)
class DatabaseState:
    """What is known of a database.

    Attributes:
        name: where it is, without its password.
        exists: whether there are tables in it.
        current: the revision of its tables; None when there are none.
        latest: the newest revision that this version knows.
        is_newer: whether a newer version made the tables.
        is_held: whether they were taken down by hand, and stay so until they are brought up by hand.
    """

    name: str
    exists: bool
    current: str | None
    latest: str
    is_newer: bool = False
    is_held: bool = False

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
        is_held = current != latest and migration.is_held(database)
    is_newer = migration.is_newer(current)
    return DatabaseState(
        database_name(settings), current is not None or is_held, current, latest, is_newer, is_held
    )


def upgrade_database(settings: Settings) -> None:
    """Bring the tables up to this version, making them where there are none, also when they were taken down.

    Raises:
        SettingsError: that cannot be done; the message says why.
    """
    with _opened(settings) as database:
        migration.release(database)
        migration.upgrade(database)


def downgrade_database(settings: Settings, revision: str) -> None:
    """Take the tables down to a revision, where they stay; what only newer ones hold is lost.

    Raises:
        SettingsError: that cannot be done; the message says why.
    """
    with _opened(settings) as database:
        # held beforehand: killed in between, it would be brought up again by the next process
        migration.hold(database, revision)
        try:
            migration.downgrade(database, revision)
        finally:
            migration.release(database) if _is_latest(database) else migration.hold(database)


def _is_latest(database: Database) -> bool:
    return migration.current_revision(database) == migration.LATEST


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    with readable_opening_errors(settings):
        database = Database(database_url(settings))
        try:
            yield database
        finally:
            database.close()
