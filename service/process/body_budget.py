"""How many bytes of bodies a worker holds for callers of whom it does not know yet who they are."""

from __future__ import annotations

import threading
import time
from types import TracebackType

from sealstack.models.runtime.machine.memory import give_back

SHORT = 64 * 1024
"""Bytes up to which a body is not counted."""

_TIDYING_SECONDS = 1.0  # freed memory is given back this long after a refused body


class BudgetExceededError(Exception):
    """No room became free in time."""


class Hold:
    """A place in a budget, until it is released or the block ends."""

    def __init__(self, budget: BodyBudget, size: int) -> None:
        self._budget = budget
        self._size = size

    def release(self) -> None:
        """Give the place back; once more does nothing."""
        size, self._size = self._size, 0
        self._budget.give_back(size)

    def __enter__(self) -> Hold:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._size:
            self._budget.tidy()
        self.release()


class BodyBudget:
    """A number of bytes for all bodies together; who comes when they are used up waits."""

    def __init__(self, size: int, patience: float) -> None:
        """Make a budget.

        Args:
            size: bytes in all. A longer body waits until it is alone.
            patience: seconds that a body waits for room.
        """
        self._size = size
        self._patience = patience
        self._held = 0
        self._tidying = False
        self._changed = threading.Condition()

    def hold(self, size: int) -> Hold:
        """Wait for room for a body of this many bytes, and take it.

        Raises:
            BudgetExceededError: there is none in time.
        """
        counted = 0 if size <= SHORT else min(size, self._size)
        deadline = time.monotonic() + self._patience
        with self._changed:
            while self._held + counted > self._size:
                if not self._changed.wait(deadline - time.monotonic()):
                    raise BudgetExceededError
            self._held += counted
        return Hold(self, counted)

    def give_back(self, size: int) -> None:
        """Make room again; used by `Hold`."""
        with self._changed:
            self._held -= size
            self._changed.notify_all()

    def tidy(self) -> None:
        """Give the memory of refused bodies back to the machine: now of earlier ones, soon of this one."""
        give_back()
        with self._changed:
            if self._tidying:
                return
            self._tidying = True
        timer = threading.Timer(_TIDYING_SECONDS, self._tidy_later)
        timer.daemon = True
        timer.start()

    def _tidy_later(self) -> None:
        with self._changed:
            self._tidying = False
        give_back()
