"""The database: one engine a process, and sessions to read and to write with.

SQLite in a file by default, PostgreSQL by URL. Every reader sees one consistent state; writers queue up
instead of failing, also between processes.
"""

from __future__ import annotations

import os
import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from sealstack.templates_store import postgresql, sqlite
from sealstack.templates_store.trouble import DatabaseTroubleError, Trouble, trouble_of

_POSTGRESQL = "postgresql"
_POOL_SIZE = 8
_POOL_OVERFLOW = 24
_POOL_SECONDS = 5  # how long a call waits for a connection that others use
_CHECK_SECONDS = 1.0  # how long a check waits for a writer
_SPARE_BYTES = 4 * 1024 * 1024  # with less room than this, a disk counts as full


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
        pool: dict[str, Any] = {
            "pool_size": _POOL_SIZE,
            "max_overflow": _POOL_OVERFLOW,
            "pool_timeout": _POOL_SECONDS,
        }
        if self.is_sqlite:
            self.engine = sqlite.create_file_engine(self._url, **pool)
        else:
            self.engine = _create_postgresql_engine(self._url, pool_pre_ping=True, **pool)
        self._failed_write: DatabaseTroubleError | None = None
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
        """Open a session that sees one consistent state of the database and changes nothing.

        Raises:
            DatabaseTroubleError: the database cannot be used at present.
        """
        with _as_trouble(), Session(self.engine) as session:
            yield session

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """Open a bare connection that changes nothing: takes half as long, for what every request asks.

        Raises:
            DatabaseTroubleError: the database cannot be used at present.
        """
        with _as_trouble(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session whose changes are kept when the block ends well, and none of them otherwise.

        On SQLite the block waits here, at its beginning, until no other writer is at work; what it reads
        can then not be changed by others before it writes. On PostgreSQL it begins a plain transaction:
        say `with_for_update()` to the same end.

        Raises:
            DatabaseTroubleError: the database stayed busy for some seconds, or cannot be used at present.
        """
        try:
            with _as_trouble():
                opened = self._file_identity()
                with Session(self.engine.execution_options(**sqlite.WRITING)) as session, session.begin():
                    yield session
                if opened is not None and self._file_identity() != opened:
                    raise DatabaseTroubleError(Trouble.GONE, "the file went while it was written to")
        except DatabaseTroubleError as trouble:
            self._failed_write = trouble
            raise
        self._failed_write = None

    def check(self) -> None:
        """Make sure that templates and accounts could be read and written now, within about a second.

        A check costs no writing, unless the last attempt to write has failed: then it tries again.

        Raises:
            DatabaseTroubleError: they could not.
        """
        with _as_trouble():
            self._require_room()
            engine = self._engine_of_one()
            try:
                with engine.execution_options(**sqlite.WRITING).connect() as connection, connection.begin():
                    connection.execute(text("SELECT version_num FROM alembic_version"))
                    if not self.is_sqlite:
                        _require_writable(connection)
                    elif self._failed_write is not None:
                        connection.execute(text("PRAGMA user_version = 0"))  # writes a page
            finally:
                engine.dispose()

    def close(self) -> None:
        """Close the idle connections of this process; the next session opens new ones."""
        self.engine.dispose()

    def _file_identity(self) -> tuple[int, int] | None:
        return sqlite.identity(self.file) if self.file is not None else None

    def _require_room(self) -> None:
        if self.file is None:
            return
        if not self.file.exists():
            raise DatabaseTroubleError(Trouble.GONE, f"{self.file} is not there")
        free = shutil.disk_usage(self.file.absolute().parent).free
        if free < _SPARE_BYTES:
            raise DatabaseTroubleError(Trouble.FULL, f"{free} bytes are free")

    def _engine_of_one(self) -> Engine:
        """Make an engine whose connections are not those that calls may all be using."""
        if self.is_sqlite:
            return sqlite.create_file_engine(
                self._url, busy_seconds=_CHECK_SECONDS, makes_file=False, poolclass=NullPool
            )
        return _create_postgresql_engine(self._url, poolclass=NullPool)


def _require_writable(connection: Connection) -> None:
    """Raise `DatabaseTroubleError` on a PostgreSQL that takes no writes, such as a standby."""
    if connection.scalar(text("SHOW transaction_read_only")) == "on":
        raise DatabaseTroubleError(Trouble.READ_ONLY, "the server takes no writes")


@contextmanager
def _as_trouble() -> Iterator[None]:
    """Raise `DatabaseTroubleError` in place of the errors by which drivers report that kind of trouble."""
    try:
        yield
    except DatabaseTroubleError:
        raise
    except SQLAlchemyError as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise trouble from error


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


def _create_postgresql_engine(url: URL, **options: Any) -> Engine:
    try:
        return postgresql.create_server_engine(url, **options)
    except ModuleNotFoundError as error:
        raise DatabaseUrlError(
            "PostgreSQL needs the psycopg package: install sealstack with its `fleet` extra"
        ) from error


def _close_before_fork(engine: Engine) -> None:
    # Neither an SQLite nor a PostgreSQL connection survives being used on both sides of a fork.
    kept = weakref.ref(engine)

    def close() -> None:
        alive = kept()
        if alive is not None:
            alive.dispose()

    os.register_at_fork(before=close)
