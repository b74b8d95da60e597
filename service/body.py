"""Reading the body of a request: whole, once, and never more of it than allowed."""

from __future__ import annotations

import io
import time

from flask import Request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

_MAX_DRAINED = 256 * 1024 * 1024
_MAX_SECONDS = 20.0
_CHUNK = 256 * 1024
_BODY = "sealstack.body"


def read_body(request: Request, limit: int) -> bytes:
    """Read the body and keep it in the request, before anything parses it as a form.

    Args:
        request: the request.
        limit: the most bytes.

    Raises:
        RequestEntityTooLarge: there are more.
        werkzeug.exceptions.ClientDisconnected: the client went away before all were sent.
    """
    if _BODY not in request.environ:
        request.environ[_BODY] = _read(request, limit)
    body: bytes = request.environ[_BODY]
    return body


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
    try:
        body: bytes = request.environ["wsgi.input"].read(length)
    except (OSError, ValueError) as error:
        raise ClientDisconnected from error
    if len(body) < length:
        raise ClientDisconnected
    return body


def drain(request: Request) -> None:
    """Read and forget the rest of a body: most clients lose the answer when they cannot send to the end."""
    stream, announced = request.environ["wsgi.input"], request.content_length
    deadline = time.monotonic() + _MAX_SECONDS
    total = 0
    try:
        while total < _MAX_DRAINED and time.monotonic() < deadline:
            chunk = stream.read(_CHUNK if announced is None else min(_CHUNK, announced - total))
            if not chunk:
                return
            total += len(chunk)
    except (OSError, ValueError):
        return  # the client went away
