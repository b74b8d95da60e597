"""Whether workers come up: a service whose workers cannot start ends, instead of starting them for ever."""

from __future__ import annotations

import mmap
from typing import Protocol

CRASHES = 3
"""How many workers in a row may die without a word before they are ready, until the service gives up."""

_STARTING, _READY, _FAILED = range(3)


class Start:
    """How the start of one worker goes: made by the master before it forks, and seen by both processes."""

    def __init__(self) -> None:
        self._state = mmap.mmap(-1, 1)  # anonymous memory, shared with what is forked

    def succeed(self) -> None:
        """Say that the worker takes calls now."""
        self._state[0] = _READY

    def fail(self) -> None:
        """Say that the worker cannot start, and that the log says why."""
        self._state[0] = _FAILED

    @property
    def succeeded(self) -> bool:
        """Whether the worker has taken calls."""
        return self._state[0] == _READY

    @property
    def failed(self) -> bool:
        """Whether the worker has reported that it cannot start."""
        return self._state[0] == _FAILED


class _Worker(Protocol):
    start: Start


class Starts:
    """Follows, in the master, how workers start one after the other."""

    def __init__(self) -> None:
        self._crashes = 0

    def ended(self, worker: _Worker, is_serving: bool) -> str | None:
        """Take note that a worker has ended.

        Args:
            worker: the one that has ended.
            is_serving: whether another one has come up and runs.

        Returns:
            Why no other one should be started; None when one should.
        """
        if worker.start.failed:
            return "The service cannot start: see the line above."
        if worker.start.succeeded or is_serving:
            self._crashes = 0
            return None
        self._crashes += 1
        if self._crashes < CRASHES:
            return None
        return (
            f"The service cannot start: {CRASHES} workers in a row died while they loaded the networks. "
            "A model file may be corrupt, or memory too small."
        )
