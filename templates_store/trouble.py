"""What keeps a database from being used for a while, known from what its driver says."""

from __future__ import annotations

import errno
import sqlite3
from enum import Enum

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_PRIMARY = 0xFF  # SQLite's extended codes have the primary one in their lowest byte


class Trouble(Enum):
    """Why a database cannot be used at present."""

    FULL = "full"
    """Its disk has no room left."""

    READ_ONLY = "read-only"
    """It may be read, not written."""

    BUSY = "busy"
    """Others held it, or all connections to it, for longer than is waited."""

    GONE = "gone"
    """Its file or its tables are not where they were."""

    FAILING = "failing"
    """Its disk fails, or what is on it is damaged."""

    UNREACHABLE = "unreachable"
    """Its server does not answer, or not in time."""


class DatabaseTroubleError(SQLAlchemyError):
    """The database cannot be used at present; nothing has been changed. It may well be usable again later.

    Attributes:
        trouble: why.
    """

    def __init__(self, trouble: Trouble, said: str) -> None:
        """Make an error of a trouble.

        Args:
            trouble: why the database cannot be used.
            said: what the driver or the operating system said, in one line.
        """
        super().__init__(f"{trouble.value}: {said}")
        self.trouble = trouble


_OF_SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_CANTOPEN: Trouble.GONE,
    sqlite3.SQLITE_IOERR: Trouble.FAILING,
    sqlite3.SQLITE_CORRUPT: Trouble.FAILING,
    sqlite3.SQLITE_NOTADB: Trouble.FAILING,
}

_OF_SYSTEM = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
    errno.EACCES: Trouble.READ_ONLY,
    errno.EPERM: Trouble.READ_ONLY,
    errno.ENOENT: Trouble.GONE,
}

_OF_POSTGRESQL = {
    "53100": Trouble.FULL,  # disk_full
    "25006": Trouble.READ_ONLY,  # read_only_sql_transaction
    "53300": Trouble.BUSY,  # too_many_connections
    "55P03": Trouble.BUSY,  # lock_not_available
    "57014": Trouble.BUSY,  # query_canceled, by a timeout
    "42P01": Trouble.GONE,  # undefined_table
    "3D000": Trouble.GONE,  # invalid_catalog_name
}


def trouble_of(error: Exception) -> DatabaseTroubleError | None:
    """What keeps the database from being used; None when the error is of another kind.

    Args:
        error: what SQLAlchemy, the driver of SQLite or, for its file, the operating system raised.
    """
    if isinstance(error, DatabaseTroubleError):
        return error
    if isinstance(error, PoolTimeoutError):
        return DatabaseTroubleError(Trouble.BUSY, "every connection is in use")
    if isinstance(error, IntegrityError):
        return None
    if isinstance(error, OSError):
        found_by_system = _OF_SYSTEM.get(error.errno or 0, Trouble.FAILING)
        return DatabaseTroubleError(found_by_system, _first_line(error))
    cause = error.orig if isinstance(error, DBAPIError) else error
    found = _of_sqlite(cause) if isinstance(cause, sqlite3.Error) else _of_postgresql(error, cause)
    return None if found is None else DatabaseTroubleError(found, _first_line(cause))


def _of_sqlite(error: sqlite3.Error) -> Trouble | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    if code == sqlite3.SQLITE_ERROR and "no such table" in str(error):
        return Trouble.GONE
    return _OF_SQLITE.get(code)


def _of_postgresql(error: Exception, cause: BaseException | None) -> Trouble | None:
    code = getattr(cause, "sqlstate", None)
    if code in _OF_POSTGRESQL:
        return _OF_POSTGRESQL[code]
    is_lost = isinstance(error, DBAPIError) and (
        error.connection_invalidated or type(cause).__name__ in ("OperationalError", "InterfaceError")
    )
    return Trouble.UNREACHABLE if is_lost else None


def _first_line(cause: BaseException | None) -> str:
    return str(cause).strip().partition("\n")[0]
