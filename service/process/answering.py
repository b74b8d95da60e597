"""The threads that answer requests: as many as are needed at once, and little memory in their hands."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Protocol

from sealstack.models.runtime.machine.memory import give_back

LARGE = 4 * 1024 * 1024
"""Bytes of a body from which on it matters how many are worked on: parsing takes several times as much."""

IN_HAND = 32 * 1024 * 1024
"""Bytes of large bodies that are worked on at the same time; others wait, in files, for their turn."""


class _Request(Protocol):
    held: int


class _Connection(Protocol):
    requests: list[_Request]

    def service(self) -> None: ...


class AnsweringThreads:
    """What waitress calls a task dispatcher; it has no more threads than were needed at once."""

    def __init__(self, most: int, in_hand: int = IN_HAND) -> None:
        """Make the pool; threads start when they are needed.

        Args:
            most: how many threads.
            in_hand: bytes of large bodies that are worked on at the same time; one is, however large.
        """
        self._pool = ThreadPoolExecutor(most, thread_name_prefix="answering")
        self._most_in_hand = in_hand
        self._in_hand = 0
        self._waiting: deque[tuple[_Connection, int]] = deque()
        self._lock = Lock()

    def add_task(self, connection: _Connection) -> None:
        """Answer the next request of a connection when a thread is free, and there is room for its body."""
        size = connection.requests[0].held
        if size < LARGE:
            self._pool.submit(connection.service)
            return
        with self._lock:
            self._waiting.append((connection, size))
            self._start_what_fits()

    def _start_what_fits(self) -> None:
        while self._waiting:
            connection, size = self._waiting[0]
            if self._in_hand and self._in_hand + size > self._most_in_hand:
                return
            self._waiting.popleft()
            self._in_hand += size
            self._pool.submit(self._answer_large, connection, size)

    def _answer_large(self, connection: _Connection, size: int) -> None:
        try:
            connection.service()
        finally:
            with self._lock:
                self._in_hand -= size
                is_last = not self._in_hand
                self._start_what_fits()
            if is_last:
                give_back()
