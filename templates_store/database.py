"""The database: one engine a process, and sessions to read and to write with.

SQLite in a file by default, PostgreSQL by URL. Every reader sees one consistent state; writers queue up
instead of failing, also between processes.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from templates_store import sqlite

_POSTGRESQL = "postgresql"
_POOL_SIZE = 8
_POOL_OVERFLOW = 24


class DatabaseUrlError(ValueError):
    """A database URL that cannot be used; the message says why and what would do."""


def default_url(data_dir: Path) -> str:
    """Name the SQLite database in a data folder."""
    return URL.create("sqlite", database=str(data_dir / "sealstack.db")).render_as_string()


class Database:
    """One database and the connections of this process to it.

    May be opened before a server forks its workers: connections never pass into a child process.

    Attributes:
        engine: the SQLAlchemy engine, for migrations and for tests.
    """

    def __init__(self, url: str) -> None:
        """Prepare to connect; nothing is opened yet but the folder of an SQLite file is made.

        Args:
            url: `sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://user:password@host/name`.

        Raises:
            DatabaseUrlError: the URL names no SQLite file and no PostgreSQL database.
        """
        self._url = _parse(url)
        if self.is_sqlite:
            self.engine = sqlite.create_file_engine(self._url, _POOL_SIZE, _POOL_OVERFLOW)
        else:
            self.engine = _create_postgresql_engine(self._url)
        _close_before_fork(self.engine)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is an SQLite file; otherwise it is PostgreSQL."""
        return self._url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """The SQLite file, None for PostgreSQL."""
        return Path(self._url.database or "") if self.is_sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that sees one consistent state of the database and changes nothing."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """Open a bare connection that changes nothing: takes half as long, for what every request asks."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session whose changes are kept when the block ends well, and none of them otherwise.

        On SQLite the block waits here, at its beginning, until no other writer is at work; what it reads
        can then not be changed by others before it writes. On PostgreSQL it begins a plain transaction:
        say `with_for_update()` to the same end.

        Raises:
            sqlalchemy.exc.OperationalError: the database stayed busy for 30 seconds, or is out of reach.
        """
        with Session(self.engine.execution_options(**sqlite.WRITING)) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close the idle connections of this process; the next session opens new ones."""
        self.engine.dispose()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseUrlError("the database URL cannot be read: it should begin with sqlite:///") from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            raise DatabaseUrlError("an SQLite database needs a file, as in sqlite:///data/sealstack.db")
        return parsed.set(drivername="sqlite+pysqlite")
    if backend in (_POSTGRESQL, "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    raise DatabaseUrlError(f"the database must be SQLite or PostgreSQL, not {backend}")


def _create_postgresql_engine(url: URL) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True, pool_size=_POOL_SIZE, max_overflow=_POOL_OVERFLOW)
    except ModuleNotFoundError as error:
        raise DatabaseUrlError(
            "PostgreSQL needs the psycopg package: install sealstack with its `scale` extra"
        ) from error


def _close_before_fork(engine: Engine) -> None:
    # Neither an SQLite nor a PostgreSQL connection survives being used on both sides of a fork.
    kept = weakref.ref(engine)

    def close() -> None:
        alive = kept()
        if alive is not None:
            alive.dispose()

    os.register_at_fork(before=close)
