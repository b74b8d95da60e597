"""What each signature was used for, as long as it can be used: so that nobody makes another call of it.

The official SDKs sign the body and the host, not the name of the Action. Whoever captures a signed request
could send its body under another name, or once more. The processes of one machine remember in a file, those
of several machines in Redis.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sealstack.service.dialects.tencent.signatures import Signature
from sealstack.service.dialects.tencent.signatures.timestamps import WINDOW_SECONDS
from sealstack.service.settings.values import SettingsError
from sealstack.templates_store import sqlite

KEPT_SECONDS = 2 * WINDOW_SECONDS + 1
"""How long a use is remembered: a signature may be dated ahead by the window, and lasts it from then on."""

_LOG = logging.getLogger(__name__)

_FILE_NAME = "used_signatures.db"
_BUSY_SECONDS = 5
_REDIS_SECONDS = 1.0
_REDIS_PAUSE = 10.0
"""Seconds in which Redis is not asked again after it was out of reach."""

_TABLE = (
    "CREATE TABLE IF NOT EXISTS used (signature BLOB PRIMARY KEY, purpose TEXT NOT NULL, until REAL NOT NULL)"
)
_INDEX = "CREATE INDEX IF NOT EXISTS used_by_time ON used (until)"


class UnreachableError(Exception):
    """What was used cannot be looked up or written down."""


class Memory(Protocol):
    """Where uses are remembered."""

    def first_purpose(self, signature: bytes, purpose: str) -> str | None:
        """Remember what a signature is used for unless that is known; return what it was used for before.

        Raises:
            UnreachableError: it cannot be looked up or written down.
        """

    def forget(self, signature: bytes) -> None:
        """Take a use back.

        Raises:
            UnreachableError: it cannot be written down.
        """


class UsedSignatures:
    """Lets a signature be used for one purpose, and for what changes something once."""

    def __init__(self, memory: Memory, fallback: Memory | None = None) -> None:
        """Remember in `memory`; while that is out of reach, in `fallback`."""
        self._memories = [memory, *([fallback] if fallback else [])]

    def is_free(self, signature: Signature, purpose: str, *, once: bool) -> bool:
        """Remember a use, and return whether the signature may be used so.

        Args:
            signature: a genuine one.
            purpose: what for. All uses must have the same.
            once: whether it may have no use besides this one.

        Raises:
            UnreachableError: no memory is within reach, and the use changes something.
        """
        digest = _digest(signature)
        for memory in self._memories:
            try:
                before = memory.first_purpose(digest, purpose)
            except UnreachableError as error:
                _LOG.warning("used signatures are out of reach: %s", error)
                failure = error
                continue
            return before is None or (before == purpose and not once)
        if once:
            raise failure
        return True

    def give_back(self, signature: Signature) -> None:
        """Let a signature be used again whose call came to nothing."""
        digest = _digest(signature)
        for memory in self._memories:
            try:
                memory.forget(digest)
            except UnreachableError as error:
                _LOG.warning("used signatures are out of reach: %s", error)


class MachineMemory:
    """Remembers in an SQLite file, shared by the processes of one machine and kept when they end."""

    def __init__(self, file: Path, now: Callable[[], float] = time.time) -> None:
        """Prepare to open a file, which is made on first use.

        Args:
            file: on a local disk; it may be removed when nothing runs.
            now: the clock that timestamps are compared with, Unix seconds.
        """
        self._file = file
        self._now = now
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        _close_before_fork(self)

    def first_purpose(self, signature: bytes, purpose: str) -> str | None:
        """See `Memory`."""
        with self._writing() as connection:
            now = self._now()
            connection.execute("DELETE FROM used WHERE until <= ?", (now,))
            known = connection.execute(
                "SELECT purpose FROM used WHERE signature = ?", (signature,)
            ).fetchone()
            if known is not None:
                return str(known[0])
            connection.execute("INSERT INTO used VALUES (?, ?, ?)", (signature, purpose, now + KEPT_SECONDS))
            return None

    def forget(self, signature: bytes) -> None:
        """See `Memory`."""
        with self._writing() as connection:
            connection.execute("DELETE FROM used WHERE signature = ?", (signature,))

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        # the threads of a process queue up here, so that only processes have to wait for the file
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = _open(self._file)
                connection = self._connection
                connection.execute("BEGIN IMMEDIATE")
                with connection:  # commits, or rolls back
                    yield connection
            except (sqlite3.Error, OSError) as error:
                raise UnreachableError(str(error)) from error


class RedisMemory:
    """Remembers in Redis, shared by all machines."""

    def __init__(self, url: str) -> None:
        """Prepare to connect; nothing is sent before the first use.

        Raises:
            ValueError: it is no URL of a Redis.
            ImportError: the `redis` package is not installed.
        """
        import redis

        self._client = redis.Redis.from_url(
            url, socket_timeout=_REDIS_SECONDS, socket_connect_timeout=_REDIS_SECONDS
        )
        self._failures: type[Exception] = redis.RedisError
        self._paused_until = 0.0

    def first_purpose(self, signature: bytes, purpose: str) -> str | None:
        """See `Memory`."""
        with self._reached():
            known: Any = self._client.set(_key(signature), purpose, nx=True, get=True, ex=KEPT_SECONDS)
        return None if known is None else known.decode()

    def forget(self, signature: bytes) -> None:
        """See `Memory`."""
        with self._reached():
            self._client.delete(_key(signature))

    @contextmanager
    def _reached(self) -> Iterator[None]:
        if time.monotonic() < self._paused_until:
            raise UnreachableError("Redis was out of reach a moment ago")
        try:
            yield
        except self._failures as error:
            self._paused_until = time.monotonic() + _REDIS_PAUSE
            raise UnreachableError(str(error)) from error


def open_used_signatures(data_dir: Path, redis_url: str = "") -> UsedSignatures:
    """Open the memory of a service.

    Args:
        data_dir: the folder of the file that the workers of this machine share.
        redis_url: a Redis that all machines share; empty when there is one machine only. While it is out of
            reach, each machine remembers by itself.

    Raises:
        SettingsError: `redis_url` is no URL of a Redis, or the `redis` package is not installed.
    """
    machine = MachineMemory(data_dir / _FILE_NAME)
    if not redis_url:
        return UsedSignatures(machine)
    try:
        return UsedSignatures(RedisMemory(redis_url), fallback=machine)
    except ValueError as error:
        raise SettingsError(f"OCR_REDIS_URL: {error}") from None
    except ImportError as error:
        raise SettingsError(
            "OCR_REDIS_URL needs the redis package: install sealstack with its `fleet` extra"
        ) from error


def _open(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sqlite.keep_from_others(file)
    connection = sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    sqlite.use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may lose the last uses, no more
    connection.execute(_TABLE)
    connection.execute(_INDEX)
    return connection


def _close_before_fork(memory: MachineMemory) -> None:
    kept = weakref.ref(memory)

    def close() -> None:
        alive = kept()
        if alive is not None:
            alive.close()

    os.register_at_fork(before=close)


def _digest(signature: Signature) -> bytes:
    return hashlib.sha256(f"{signature.secret_id}\n{signature.text}".encode()).digest()


def _key(signature: bytes) -> str:
    return f"sealstack/used/{signature.hex()}"
