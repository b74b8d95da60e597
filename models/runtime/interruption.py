"""Breaking a reading off: whoever waits for it sets its stop, and it ends at its next step.

Every run of a network is a step; loops that go on for long without one call `check` themselves.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_stop: ContextVar[threading.Event | None] = ContextVar("stop", default=None)


class Interrupted(BaseException):
    """The reading is not wanted any more.

    Like `asyncio.CancelledError` it is no `Exception`: nothing that mends or reports errors may keep it from
    ending the reading, and whoever waited for the result knows already.
    """


@contextmanager
def stoppable(stop: threading.Event) -> Iterator[None]:
    """Let what runs inside, on this thread, be broken off by setting `stop`."""
    token = _stop.set(stop)
    try:
        yield
    finally:
        _stop.reset(token)


def check() -> None:
    """End the reading that this thread is in if it is not wanted any more.

    Raises:
        Interrupted: its stop is set.
    """
    stop = _stop.get()
    if stop is not None and stop.is_set():
        raise Interrupted
