"""The log of requests: one line for each, and its RequestId on every other line that it causes.

Whoever answers a request notes what there is to say of it (`note`), and how long its steps took (`stage`),
from any thread that works on it; the line is written when the answer is ready. Neither pictures nor texts nor
keys are part of it.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LOG = logging.getLogger("sealstack.service.calls")

_SHOWN = 64
_REASON_SHOWN = 200
_PATH_SHOWN = 128
_QUIET_PATHS = frozenset({"/health", "/healthz", "/readyz", "/metrics", "/status"})


@dataclass
class RequestRecord:
    """What is known of one request so far.

    Attributes:
        request_id: names it in the log and in its answer.
        dialect: which it is answered in; empty when none was found.
        action: what is asked for, as the client names it.
        account: who asks, once that is known: a SecretId, or the beginning of a key's digest; never a key.
        code: the error code it is answered with; empty when it went well.
        reason: why it is refused, in English.
        stages: seconds by step, such as `waiting`, `decoding`, `reading`.
        steps: the same one by one: the name, when it began and when it ended, in nanoseconds since 1970.
        method: of HTTP.
        path: as it was asked for, without its query.
        trace: the `traceparent` and `tracestate` that the client sent.
    """

    request_id: str
    dialect: str = ""
    action: str = ""
    account: str = ""
    code: str = ""
    reason: str = ""
    stages: dict[str, float] = field(default_factory=dict)
    steps: list[tuple[str, int, int]] = field(default_factory=list)
    method: str = ""
    path: str = ""
    trace: dict[str, str] = field(default_factory=dict)


Observer: TypeAlias = Callable[[RequestRecord, int, float], None]
"""Is called with what is known of an answered request, its HTTP status, its seconds. Raises nothing."""

_RECORD: ContextVar[RequestRecord | None] = ContextVar("request_record", default=None)


def request_id() -> str:
    """The RequestId of the request that is worked on; `-` when none is."""
    record = _RECORD.get()
    return record.request_id if record else "-"


def note(
    *,
    dialect: str | None = None,
    action: str | None = None,
    account: str | None = None,
    code: str | None = None,
    reason: str | None = None,
) -> None:
    """Note something of the request that is worked on, for its line; see `RequestRecord`."""
    record = _RECORD.get()
    if record is None:
        return
    given = {"dialect": dialect, "action": action, "account": account, "code": code, "reason": reason}
    for name, value in given.items():
        if value is not None:
            setattr(record, name, value)


def add_seconds(stage: str, seconds: float) -> None:
    """Note that a step of the request that is worked on took so long; several of one name are added up."""
    record = _RECORD.get()
    if record is not None:
        record.stages[stage] = record.stages.get(stage, 0.0) + seconds
        ended = time.time_ns()
        record.steps.append((stage, ended - int(seconds * 1e9), ended))


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Note how long the block takes as a step of the request that is worked on."""
    started = time.monotonic()
    try:
        yield
    finally:
        add_seconds(name, time.monotonic() - started)


class RequestIdFilter(logging.Filter):
    """Gives log records the attribute `request_id`; `-` outside of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the attribute, and let every record pass."""
        record.request_id = request_id()
        return True


class RequestLog:
    """Writes the line of every request that an application answers, or fails to."""

    def __init__(self, application: WSGIApplication, *observers: Observer) -> None:
        """Wrap a WSGI application; observers are called for every request after it was answered."""
        self._application = application
        self._observers = observers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, and write its line."""
        record, started = _begun(environ), time.monotonic()
        token = _RECORD.set(record)
        answered = _Answered(start_response)
        try:
            return self._application(environ, answered)
        except Exception as error:
            record.code, record.reason = "unforeseen", type(error).__name__
            raise
        finally:
            seconds = time.monotonic() - started
            _write(environ, record, answered, seconds)
            for observe in self._observers:
                observe(record, answered.status, seconds)
            _RECORD.reset(token)


class _Answered:
    """Passes the head of an answer on, and keeps its status and length."""

    def __init__(self, start_response: StartResponse) -> None:
        self._start_response = start_response
        self.status = 0
        self.length = 0

    def __call__(self, status: str, headers: list[tuple[str, str]], *more: Any) -> Callable[[bytes], object]:
        self.status = int(status[:3])
        self.length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
        return self._start_response(status, headers, *more)


def _begun(environ: WSGIEnvironment) -> RequestRecord:
    """What is known of a request when it comes."""
    sent = {name: str(environ.get(f"HTTP_{name.upper()}", "")) for name in ("traceparent", "tracestate")}
    return RequestRecord(
        str(uuid.uuid4()),
        method=str(environ.get("REQUEST_METHOD", ""))[:_SHOWN],
        path=str(environ.get("PATH_INFO", ""))[:_PATH_SHOWN],
        trace={name: value for name, value in sent.items() if value},
    )


def _write(environ: WSGIEnvironment, record: RequestRecord, answered: _Answered, seconds: float) -> None:
    refused = bool(record.code) or not 0 < answered.status < 400
    path = str(environ.get("PATH_INFO", ""))
    level = logging.DEBUG if path in _QUIET_PATHS and not refused else logging.INFO
    if not _LOG.isEnabledFor(level):
        return
    fields: dict[str, str | int | float] = {
        "caller": _plain(str(environ.get("REMOTE_ADDR", "")), _SHOWN) or "-",
        "method": _plain(str(environ.get("REQUEST_METHOD", "")), _SHOWN),
        "path": quote(path[:_PATH_SHOWN].encode("latin-1", "replace"), safe="/:@-._~"),
        "dialect": record.dialect or "-",
        "action": _plain(record.action, _SHOWN) or "-",
        "account": _plain(record.account, _SHOWN) or "-",
        "status": answered.status,
        "code": _plain(record.code, _SHOWN) or (str(answered.status) if refused else "OK"),
        "reason": _plain(record.reason, _REASON_SHOWN),
        "bytes_in": _length(environ),
        "bytes_out": answered.length,
        "seconds": round(seconds, 3),
        **{f"{name}_seconds": round(spent, 3) for name, spent in record.stages.items()},
    }
    if not fields["reason"]:
        del fields["reason"]
    _LOG.log(level, "%s", _as_text(fields), extra={"fields": fields})


def _length(environ: WSGIEnvironment) -> int:
    text = str(environ.get("CONTENT_LENGTH") or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else 0


def _plain(text: str, most: int) -> str:
    """Leave of a text from outside what cannot break a line, nor look like another field."""
    plain = text[:most].replace("=", ":").replace('"', "'")
    return "".join(mark if mark.isprintable() else "?" for mark in plain)


def _as_text(fields: dict[str, str | int | float]) -> str:
    return " ".join(f"{name}={_quoted(value)}" for name, value in fields.items())


def _quoted(value: str | int | float) -> str:
    text = str(value)
    return f'"{text}"' if not text or " " in text else text
