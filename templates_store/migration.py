"""Bringing a database to the tables of this version, once, however many processes start together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from templates_store import sqlite
from templates_store.database import Database

# Alembic is imported where it is used: most starts find the tables as they should be
if TYPE_CHECKING:
    from alembic.config import Config

LATEST = "0002"
"""The newest revision that this version knows: the last of the scripts in `migrations/versions`."""

_LOCK_KEY = 0x5EA15ACC
"""The number of the advisory lock on PostgreSQL: any constant, the same in every version."""


class MigrationError(Exception):
    """The database cannot be brought to this version's tables; the message says why."""


def upgrade(database: Database, revision: str = LATEST) -> None:
    """Bring the tables up to a revision; does nothing when they are there already.

    Safe to call from any number of processes at once: one migrates, the others wait. A migration that
    fails leaves the tables as they were.

    Raises:
        MigrationError: the database was last used by a newer version of this software.
        sqlalchemy.exc.SQLAlchemyError: the database is out of reach, or a migration failed.
    """
    if current_revision(database) == revision:
        return
    from alembic import command

    _migrate(database, command.upgrade, revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back down to a revision (`base` removes them all), losing what only newer ones hold.

    Raises:
        MigrationError: there is no such revision.
        sqlalchemy.exc.SQLAlchemyError: the database is out of reach, or a migration failed.
    """
    from alembic import command

    _migrate(database, command.downgrade, revision)


def current_revision(database: Database) -> str | None:
    """Tell the revision that the database's tables have, None for a database without any."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def configuration(database: Database | None = None) -> Config:
    """Make Alembic's configuration, with the scripts of the installed `migrations` package.

    Args:
        database: what the scripts shall run on; None when only they themselves are looked at.
    """
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    if database is not None:
        config.attributes["database"] = database
    return config


def _migrate(database: Database, direction: Callable[[Config, str], None], revision: str) -> None:
    from alembic.util.exc import CommandError

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
