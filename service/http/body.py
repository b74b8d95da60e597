"""Reading the body of a request: whole, once, and never more of it than allowed."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flask import Request
from werkzeug.exceptions import (
    BadRequest,
    ClientDisconnected,
    HTTPException,
    RequestEntityTooLarge,
    ServiceUnavailable,
)

_MAX_DRAINED = 256 * 1024 * 1024
_MAX_SECONDS = 20.0
_CHUNK = 256 * 1024
_BODY = "sealstack.body"
_TOUCHED = "sealstack.body_touched"

FAILURE = "sealstack.body_failure"
"""Under this name a server that takes bodies in itself keeps the exception that says why there is none."""


class BodyNotKeptError(ServiceUnavailable):
    """A body for which the disk has no room."""

    description = "The disk has no room for the body of the request."


class MalformedBodyError(BadRequest):
    """A body sent in chunks that are not written as HTTP says (RFC 9112, section 7.1)."""

    description = "The chunks of the body are malformed."


def read_body(request: Request, limit: int) -> bytes:
    """Read the body and keep it in the request, before anything parses it as a form.

    Args:
        request: the request.
        limit: the most bytes.

    Raises:
        RequestEntityTooLarge: there are more.
        MalformedBodyError: its end is unknown.
        service.readers.inference.Overloaded: there is no room for it now.
        werkzeug.exceptions.ClientDisconnected: the client went away before all were sent.
    """
    if FAILURE in request.environ:
        raise request.environ[FAILURE]
    if _BODY not in request.environ:
        request.environ[_TOUCHED] = True
        with _as_body_errors():
            request.environ[_BODY] = _read(request, limit)
    body: bytes = request.environ[_BODY]
    return body


def drain_unread(request: Request) -> None:
    """Read and forget a body of which nothing was read, if there is one; see `drain`."""
    is_sent = request.content_length or request.environ.get("wsgi.input_terminated")
    if is_sent and _TOUCHED not in request.environ:
        drain(request)


def _read(request: Request, limit: int) -> bytes:
    if request.content_length is None:
        request.max_content_length = limit
        body = request.get_data(cache=True)
        if len(body) >= limit and request.environ["wsgi.input"].read(1):
            # a body sent in chunks ends silently at the limit
            raise RequestEntityTooLarge
        return body
    if request.content_length > limit:
        raise RequestEntityTooLarge
    # Asked for at once: Werkzeug reads pieces of 64 KiB, and gunicorn copies what it has received for each.
    request.environ["wsgi.input"] = io.BytesIO(_read_whole(request, request.content_length))
    request.environ["wsgi.input_terminated"] = True
    return request.get_data(cache=True)


def _read_whole(request: Request, length: int) -> bytes:
    body: bytes = request.environ["wsgi.input"].read(length)
    if len(body) < length:
        raise ClientDisconnected
    return body


@contextmanager
def _as_body_errors() -> Iterator[None]:
    """Raise what the server meets in a body in a way that shows whose fault it is: none is this program's."""
    try:
        yield
    except HTTPException:
        raise
    except (OSError, ValueError) as error:
        raise ClientDisconnected from error
    except Exception as error:  # each server has kinds of its own for chunks that it cannot understand
        raise MalformedBodyError from error


def drain(request: Request) -> None:
    """Read and forget the rest of a body: most clients lose the answer when they cannot send to the end.

    Servers that take bodies in themselves, such as `service.process.front`, have nothing left of it.
    """
    stream, announced = request.environ["wsgi.input"], request.content_length
    deadline = time.monotonic() + _MAX_SECONDS
    total = 0
    # a client that goes away, or sends chunks that are none, has no more to be read
    with suppress(HTTPException), _as_body_errors():
        while total < _MAX_DRAINED and time.monotonic() < deadline:
            chunk = stream.read(_CHUNK if announced is None else min(_CHUNK, announced - total))
            if not chunk:
                return
            total += len(chunk)
