"""Moving windows shared by the processes of one machine: a storage for the `limits` library.

`limits` keeps windows in the memory of one process or on a server such as Redis. The workers of one machine
have neither in common, but they have a file: this storage counts in an SQLite file of its own, where one
transaction removes what has left the window, counts what is in it, and adds to it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from limits.storage import MovingWindowSupport, Storage

from sealstack.templates_store import sqlite

SCHEME = "sealstack+file"
_BUSY_SECONDS = 5
_NANOSECONDS = 1_000_000_000

_TABLE = "CREATE TABLE IF NOT EXISTS entry (key TEXT NOT NULL, moment INTEGER NOT NULL)"
_INDEX = "CREATE INDEX IF NOT EXISTS entry_by_key ON entry (key, moment)"
# What lies far ahead was counted before the machine was started anew, on a clock that began again since.
_FORGET = "DELETE FROM entry WHERE key = ? AND (moment <= ? OR moment > ?)"
_COUNT = "SELECT COUNT(*), MIN(moment) FROM entry WHERE key = ? AND moment > ?"


class MachineWindows(Storage, MovingWindowSupport):
    """Moving windows in a file of this machine.

    Time is the machine's monotonic clock, read while the file is locked: all processes agree on it, and
    setting the time of day opens no window. At most `limit` entries lie in any stretch of `expiry` seconds.
    The file must be on a local disk and holds nothing worth keeping: it may be removed when nothing runs.
    """

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - the registry of `limits` asks for a list

    def __init__(
        self,
        uri: str,
        wrap_exceptions: bool = False,
        clock: Callable[[], int] = time.monotonic_ns,
        **options: float | str | bool,
    ) -> None:
        """Prepare to open a file; it is opened, and made where there is none, on first use.

        Args:
            uri: the file, as written by `uri_of`.
            wrap_exceptions: raise `limits.errors.StorageError` instead of `sqlite3.Error`.
            clock: nanoseconds that never go back, the same in all processes that share the file.
            options: ignored; other storages have some.
        """
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._file = Path(unquote(urlsplit(uri).path))
        self._clock = clock
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._lock = threading.Lock()
        _close_before_fork(self)

    @staticmethod
    def uri_of(file: Path) -> str:
        """Write the URI under which `limits` finds the storage in a file."""
        return f"{SCHEME}://{quote(str(file.absolute()))}"

    @property
    def base_exceptions(self) -> type[Exception]:
        """What goes wrong here."""
        return sqlite3.Error

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Add entries to a window if there is room for all of them.

        Args:
            key: the window's name.
            limit: how many entries may lie in the window.
            expiry: the window's length in seconds.
            amount: how many entries to add.

        Returns:
            Whether they were added.

        Raises:
            sqlite3.Error: the file cannot be used, or stayed locked for some seconds.
        """
        with self._writing() as connection:
            now = self._clock()
            length = expiry * _NANOSECONDS
            connection.execute(_FORGET, (key, now - length, now + length))
            count, _ = connection.execute(_COUNT, (key, now - length)).fetchone()
            if count + amount > limit:
                return False
            connection.executemany("INSERT INTO entry VALUES (?, ?)", [(key, now)] * amount)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Look at a window.

        Returns:
            When its oldest entry was added (Unix seconds; now when it is empty), and how many it has.
        """
        with self._writing() as connection:
            now = self._clock()
            count, oldest = connection.execute(_COUNT, (key, now - expiry * _NANOSECONDS)).fetchone()
        age = (now - oldest) / _NANOSECONDS if count else 0.0
        return time.time() - age, min(count, limit)

    def check(self) -> bool:
        """Whether the file can be used."""
        try:
            with self._writing():
                return True
        except sqlite3.Error:
            return False

    def clear(self, key: str) -> None:
        """Empty a window."""
        with self._writing() as connection:
            connection.execute("DELETE FROM entry WHERE key = ?", (key,))

    def reset(self) -> int:
        """Empty all windows, and return how many entries they had."""
        with self._writing() as connection:
            return connection.execute("DELETE FROM entry").rowcount

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Refuse: here are moving windows only.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("this storage has moving windows only")

    def get(self, key: str) -> int:
        """Refuse: here are moving windows only.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("this storage has moving windows only")

    def get_expiry(self, key: str) -> float:
        """Refuse: here are moving windows only.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("this storage has moving windows only")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        # The threads of a process queue up here, so that only processes have to wait for the file.
        with self._lock:
            connection = self._opened()
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # after some failures SQLite has rolled back already
                    connection.execute("ROLLBACK")
                raise

    def _opened(self) -> sqlite3.Connection:
        """Give the connection, opened anew when its file was removed: others count in a new one."""
        if self._connection is not None and sqlite.identity(self._file) != self._identity:
            self._connection.close()
            self._connection = None
        if self._connection is None:
            self._connection = _open(self._file)
            self._identity = sqlite.identity(self._file)
        return self._connection


def _open(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sqlite.keep_from_others(file)
    connection = sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    sqlite.use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may lose the last entries, no more
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(_TABLE)
    connection.execute(_INDEX)
    connection.execute("COMMIT")
    return connection


def _close_before_fork(windows: MachineWindows) -> None:
    kept = weakref.ref(windows)

    def close() -> None:
        alive = kept()
        if alive is not None:
            alive.close()

    os.register_at_fork(before=close)
