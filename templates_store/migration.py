"""Bringing a database to the tables of this version, once, however many processes start together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from sealstack.templates_store import postgresql, sqlite
from sealstack.templates_store.database import Database

# Alembic is imported where it is used: most starts find the tables as they should be
if TYPE_CHECKING:
    from alembic.config import Config

LATEST = "0003"
"""The newest revision that this version knows: the last of the scripts in `migrations/versions`."""

_HELD = "held_revision"
"""The table by which a database is held; there is none in any other."""

_HOLD = f"INSERT INTO {_HELD} VALUES (:revision)"  # nosec B608 # a constant
_WHERE_HELD = f"SELECT revision FROM {_HELD}"  # nosec B608 # a constant

_NOTHING = "base"
"""What Alembic calls the revision of a database without tables."""

_LOCK_KEY = 0x5EA15ACC
"""The number of the advisory lock on PostgreSQL: any constant, the same in every version."""


class MigrationError(Exception):
    """The database cannot be brought to this version's tables; the message goes on after its name."""


def upgrade(database: Database, revision: str = LATEST) -> None:
    """Bring the tables up to a revision; does nothing when they are there already.

    Safe to call from any number of processes at once: one migrates, the others wait. A migration that
    fails leaves the tables as they were.

    Raises:
        MigrationError: the database was last used by a newer version of this software, or is held.
        sqlalchemy.exc.SQLAlchemyError: the database is out of reach, or a migration failed.
    """
    current = current_revision(database)
    if current == revision:
        return
    if is_held(database):
        raise MigrationError(
            f"was taken down to revision {current or _NOTHING} by hand and is left there: "
            "`sealstack db upgrade` brings it up again"
        )
    if is_newer(current):
        raise MigrationError(
            f"was last used by a newer version: its tables are at revision {current}, this one knows them "
            f"up to {LATEST}; install the newer version, or go back to a backup"
        )
    from alembic import command

    _migrate(database, command.upgrade, revision)


def require_latest(database: Database) -> None:
    """Make sure that the tables are those of this version, and change nothing.

    Raises:
        MigrationError: they are not.
        sqlalchemy.exc.SQLAlchemyError: the database is out of reach.
    """
    current = current_revision(database)
    if current != LATEST:
        raise MigrationError(
            f"is at revision {current or _NOTHING}, and this version needs {LATEST}: nothing is migrated at "
            "a start here, `sealstack db upgrade` does it"
        )


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back down to a revision (`base` removes them all), losing what only newer ones hold.

    Raises:
        MigrationError: there is no such revision.
        sqlalchemy.exc.SQLAlchemyError: the database is out of reach, or a migration failed.
    """
    known = _known_revisions()
    if revision not in (_NOTHING, *known):
        names = ", ".join([_NOTHING, *sorted(known)])
        raise MigrationError(f"cannot be taken down to {revision}: there is no such revision, but {names}")
    from alembic import command

    _migrate(database, command.downgrade, revision)


def current_revision(database: Database) -> str | None:
    """The revision that the database's tables have, None for a database without any."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def is_newer(revision: str | None) -> bool:
    """Whether a revision is none that this version knows."""
    if revision is None or revision == LATEST:
        return False
    return revision not in _known_revisions()


def hold(database: Database, revision: str | None = None) -> None:
    """Let the tables stay at a revision: while they are at it, `upgrade` refuses until `release` is called.

    For a database that is taken down by hand; else the next process that opens it would bring it up again.

    Args:
        database: to be held.
        revision: where to hold it once it is there; None where it is now.
    """
    revision = revision or current_revision(database) or _NOTHING
    with database.writing() as session:
        session.execute(text(f"DROP TABLE IF EXISTS {_HELD}"))
        session.execute(text(f"CREATE TABLE {_HELD} (revision VARCHAR(32) NOT NULL)"))
        session.execute(text(_HOLD), {"revision": revision})


def release(database: Database) -> None:
    """Let `upgrade` work again."""
    with database.writing() as session:
        session.execute(text(f"DROP TABLE IF EXISTS {_HELD}"))


def is_held(database: Database) -> bool:
    """Whether the tables are held where they are; not when another version has moved them since."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table(_HELD):
            return False
        held: str | None = connection.scalar(text(_WHERE_HELD))
    return held == (current_revision(database) or _NOTHING)


def configuration(database: Database | None = None) -> Config:
    """Make Alembic's configuration, with the scripts of the installed `migrations` package.

    Args:
        database: what the scripts shall run on; None when only they themselves are looked at.
    """
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("sealstack.migrations")).replace("%", "%%"))
    if database is not None:
        config.attributes["database"] = database
    return config


def _known_revisions() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()}


def _migrate(database: Database, direction: Callable[[Config, str], None], revision: str) -> None:
    from alembic.util.exc import CommandError

    with postgresql.without_deadline(), _locked(database):
        try:
            direction(configuration(database), revision)
        except CommandError as error:
            raise MigrationError(f"cannot be migrated: {error}") from error


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
