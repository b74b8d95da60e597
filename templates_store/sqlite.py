"""SQLite set up for many readers and writers at once.

With its defaults, a transaction that reads before it writes fails at once with `database is locked` when
another has written in between, and the driver begins transactions later than they are asked for. Here
transactions begin when asked, writers take the write lock first and wait for it, and readers never wait.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

WRITING = {"sealstack_writing": True}
"""Execution options of a connection whose transactions write."""

BUSY_SECONDS = 30
"""How long a writer waits for the others."""


def create_file_engine(url: URL, pool_size: int, max_overflow: int) -> Engine:
    """Make an engine on an SQLite file, making its folder (for this user only) where there is none.

    Raises:
        OSError: the folder cannot be made.
    """
    Path(url.database or "").absolute().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        url, pool_size=pool_size, max_overflow=max_overflow, connect_args={"timeout": BUSY_SECONDS}
    )
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


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
    with open(f"{file}.{purpose}.lock", "a", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepare_connection(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # the driver begins no transactions by itself
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # what was answered survives a power cut
    use_write_ahead_log(connection)


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("sealstack_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
