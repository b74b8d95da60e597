"""SQLite set up for many readers and writers at once.

With its defaults, a transaction that reads before it writes fails at once with `database is locked` when
another has written in between, and the driver begins transactions later than they are asked for. Here
transactions begin when asked, writers take the write lock first and wait for it, and readers never wait.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

WRITING = {"sealstack_writing": True}
"""Execution options of a connection whose transactions write."""

BUSY_SECONDS = 5
"""How long a writer waits for the others, unless it is set otherwise."""

_FILE = "sealstack_file"
_OWNER_ONLY = 0o600


def create_file_engine(
    url: URL, *, busy_seconds: float | None = None, makes_file: bool = True, **options: Any
) -> Engine:
    """Make an engine on an SQLite file, making its folder (for this user only) where there is none.

    The file is made by the first connection. Later ones find it or fail: were they to make it anew when it
    has gone, what it held would be taken for forgotten. A connection whose file was removed or replaced
    since it was opened is not used again, as what it writes would be lost with the file.

    Args:
        url: of the file.
        busy_seconds: how long a writer waits for the others, `BUSY_SECONDS` unless given.
        makes_file: whether the file and its folder are made where there are none.
        options: of `sqlalchemy.create_engine`.

    Raises:
        OSError: the folder cannot be made.
    """
    file = Path(url.database or "").absolute()
    if makes_file:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(url, creator=_opener(file, busy_seconds or BUSY_SECONDS, makes_file), **options)
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "connect", lambda _, record: record.info.update({_FILE: identity(file)}))
    event.listen(engine, "checkout", lambda _, record, __: _require_file(file, record.info[_FILE]))
    event.listen(engine, "begin", _begin)
    return engine


def keep_from_others(file: Path) -> None:
    """Let only this user read and write a database file, which is made empty where there is none.

    SQLite gives its write-ahead log and its index the permissions of the database. What cannot be changed is
    left as it is: the connection that follows says what is wrong.
    """
    with suppress(OSError):
        # never opened where there is one: closing it would take away the locks of this process on it
        if not file.exists():
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY))
    with suppress(OSError):
        for one in (file, *(file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm"))):
            if one.exists() and one.stat().st_mode & ~_OWNER_ONLY & 0o777:
                one.chmod(_OWNER_ONLY)


def identity(file: Path) -> tuple[int, int] | None:
    """Which file lies at a path, so that another of the same name is known; None when there is none."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Let readers and a writer of this connection's file work side by side, from now on.

    Raises:
        sqlite3.Error: the file cannot be used.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    # Done once in the life of a file; two connections doing it at once would fail despite the timeout.
    file = connection.execute("PRAGMA database_list").fetchone()[2]
    with locked(Path(file), "journal"):
        connection.execute("PRAGMA journal_mode = WAL")


@contextmanager
def locked(file: Path, purpose: str) -> Iterator[None]:
    """Keep every other process and thread waiting that asks for the same lock beside a database file."""
    descriptor = os.open(f"{file}.{purpose}.lock", os.O_WRONLY | os.O_CREAT | os.O_APPEND, _OWNER_ONLY)
    with open(descriptor, "a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _opener(file: Path, busy_seconds: float, makes_file: bool) -> Callable[[], sqlite3.Connection]:
    modes = ["rwc" if makes_file else "rw"]  # the former makes the file where there is none; once only

    def connect() -> sqlite3.Connection:
        if modes[0] == "rwc":
            keep_from_others(file)
        uri = f"file:{quote(str(file))}?mode={modes[0]}"
        connection = sqlite3.connect(uri, uri=True, timeout=busy_seconds, check_same_thread=False)
        modes[0] = "rw"
        return connection

    return connect


def _require_file(file: Path, opened: tuple[int, int] | None) -> None:
    if identity(file) != opened:
        raise DisconnectionError(f"{file} is not the file that was opened")


def _prepare_connection(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # the driver begins no transactions by itself
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # what was answered survives a power cut
    use_write_ahead_log(connection)


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("sealstack_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
