"""Bringing a database to the tables of this version, once, however many processes start together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import text

from templates_store import sqlite
from templates_store.database import Database

_LOCK_KEY = 0x5EA15ACC
"""The number of the advisory lock on PostgreSQL: any constant, the same in every version."""


class MigrationError(Exception):
    """The database cannot be brought to this version's tables; the message says why."""


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables up to a revision; does nothing when they are there already.

    Safe to call from any number of processes at once: one migrates, the others wait. A migration that
    fails leaves the tables as they were.

    Raises:
        MigrationError: the database was last used by a newer version of this software.
        sqlalchemy.exc.SQLAlchemyError: the database is out of reach, or a migration failed.
    """
    if revision == "head" and current_revision(database) == latest_revision():
        return
    _migrate(database, command.upgrade, revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back down to a revision (`base` removes them all), losing what only newer ones hold.

    Raises:
        MigrationError: there is no such revision.
        sqlalchemy.exc.SQLAlchemyError: the database is out of reach, or a migration failed.
    """
    _migrate(database, command.downgrade, revision)


def current_revision(database: Database) -> str | None:
    """Tell the revision that the database's tables have, None for a database without any."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def latest_revision() -> str | None:
    """Tell the newest revision that this version knows."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def configuration(database: Database | None = None) -> Config:
    """Make Alembic's configuration, with the scripts of the installed `migrations` package.

    Args:
        database: what the scripts shall run on; None when only they themselves are looked at.
    """
    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    if database is not None:
        config.attributes["database"] = database
    return config


def _migrate(database: Database, direction: Callable[[Config, str], None], revision: str) -> None:
    with _locked(database):
        try:
            direction(configuration(database), revision)
        except CommandError as error:
            raise MigrationError(f"the database cannot be migrated: {error}") from error


@contextmanager
def _locked(database: Database) -> Iterator[None]:
    if database.file is not None:
        with sqlite.locked(database.file, "migration"):
            yield
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK_KEY})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK_KEY})
