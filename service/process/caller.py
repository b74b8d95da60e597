"""Whether the client of a call still waits for the answer."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_GONE = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR | select.POLLNVAL

_left: ContextVar[Callable[[], bool] | None] = ContextVar("left", default=None)


class CallerLeftError(ConnectionError):
    """The client closed its connection before it was answered: nobody wants the result any more."""

    def __init__(self) -> None:
        super().__init__("the client left before it was answered")


@contextmanager
def called_by(left: Callable[[], bool]) -> Iterator[None]:
    """Answer a call inside, of a client of which `left` says whether it has gone."""
    token = _left.set(left)
    try:
        yield
    finally:
        _left.reset(token)


def caller_has_left() -> bool:
    """Whether the client of this thread's call has gone; False where nobody can know."""
    left = _left.get()
    return left is not None and left()


def has_closed(connection: socket.socket) -> bool:
    """Whether the other end of a connection has closed it, or the half of it that it sends on.

    TCP shows both in the same way. A client that closes only its half and still wants an answer is rare; one
    that was cut short, or has waited for as long as it would, is not. nginx and Go's net/http decide alike.
    """
    if connection.fileno() < 0:
        return True
    poll = select.poll()
    poll.register(connection, _GONE)
    return bool(poll.poll(0))
