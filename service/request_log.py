"""The log: one line a call, and its RequestId on every line written meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import Request

_LOG = logging.getLogger("service.calls")

_REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")
_SHOWN = 64


@contextmanager
def request_id_of_this_call(request_id: str) -> Iterator[None]:
    """Put a RequestId on every log line that is written inside, on inference threads too."""
    token = _REQUEST_ID.set(request_id)
    try:
        yield
    finally:
        _REQUEST_ID.reset(token)


class RequestIdFilter(logging.Filter):
    """Gives log records the attribute `request_id`; `-` outside of a call."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the attribute, and let every record pass."""
        record.request_id = _REQUEST_ID.get()
        return True


class SilentClientFilter(logging.Filter):
    """Leaves out what gunicorn says, at length, of a client that fell silent and was hung up on."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass but those of a wait for a client that ran out."""
        kind = record.exc_info[0] if record.exc_info else None
        return kind is None or not issubclass(kind, BlockingIOError)


def log_call(request: Request, *, action: str, code: str, seconds: float) -> None:
    """Write the line of one call. Neither keys nor pictures are in it.

    Args:
        request: the call.
        action: the Action it names; empty when it names none.
        code: the error code it was answered with; empty when it went well.
        seconds: how long it took.
    """
    _LOG.info(
        "%s %s %s %s %s %.0f ms",
        request.remote_addr or "-",
        request.method,
        request.path,
        _printable(action or "-"),
        code or "OK",
        seconds * 1000,
    )


def _printable(text: str) -> str:
    return "".join(mark if mark.isprintable() else "?" for mark in text[:_SHOWN])
