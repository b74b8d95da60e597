"""Reading the body of a request: whole, once, and never more of it than allowed."""

from __future__ import annotations

import time

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

_MAX_DRAINED = 256 * 1024 * 1024
_MAX_SECONDS = 20.0
_CHUNK = 256 * 1024


def read_body(request: Request, limit: int) -> bytes:
    """Read the body and keep it in the request, before anything parses it as a form.

    Args:
        request: the request.
        limit: the most bytes.

    Raises:
        RequestEntityTooLarge: there are more.
        werkzeug.exceptions.ClientDisconnected: the client went away before all were sent.
    """
    request.max_content_length = limit
    body = request.get_data(cache=True)
    if request.content_length is None and len(body) >= limit and request.environ["wsgi.input"].read(1):
        # a body sent in chunks ends silently at the limit
        raise RequestEntityTooLarge
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
