"""What the dialects of this package have in common when something goes wrong: the status and the sentence."""

from __future__ import annotations

import json
import logging
from typing import Any

from flask import Request, Response
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from sealstack.service.http.body import BodyNotKeptError, MalformedBodyError, drain
from sealstack.service.intake.errors import IntakeError
from sealstack.service.readers.inference import Overloaded, ReadingTooLongError
from sealstack.service.settings.settings import Settings

_LOG = logging.getLogger(__name__)

INVALID = 422
_BUSY = 503
_TOO_LONG = 504


def failure_of(raised: Exception, request: Request, settings: Settings) -> tuple[int, str]:
    """The HTTP status and the sentence for anything that was raised; what is unforeseen is logged.

    Args:
        raised: the exception.
        request: the request that is answered; what is left of a body that is too large is read and forgotten.
        settings: how the service is set up.
    """
    if isinstance(raised, IntakeError):
        return INVALID, raised.reason.render("en-US")
    if isinstance(raised, Overloaded):
        return _BUSY, f"The service is busy: {raised.limit} readings wait already. Try again later."
    if isinstance(raised, ReadingTooLongError):
        return _TOO_LONG, f"The file could not be read within {raised.seconds:g} seconds."
    if isinstance(raised, RequestEntityTooLarge):
        drain(request)
        return 413, f"The body may have at most {settings.max_upload} bytes."
    if isinstance(raised, MalformedBodyError):
        return 400, raised.description
    if isinstance(raised, BodyNotKeptError):
        return _BUSY, raised.description
    if isinstance(raised, ClientDisconnected | ConnectionError | BlockingIOError):
        return 400, "The request was not complete."
    _LOG.error("unforeseen: %s", raised, exc_info=raised)
    return 500, "Internal server error"


def sentence_of(error: HTTPException) -> str:
    """Say what was refused before a dialect saw it: why a call is not let in, and of the rest its name."""
    return error.description or error.name if error.code in (401, 403, 429, 503) else error.name


def json_response(content: Any, status: int = 200, error: HTTPException | None = None) -> Response:
    """Write JSON, the names in the order they have.

    Args:
        content: what to write.
        status: the HTTP status.
        error: what the web framework refused; its headers are sent along.
    """
    text = json.dumps(content, ensure_ascii=False)
    # half of a surrogate pair, echoed from a request, cannot be encoded: it leaves as a JSON escape
    body = text.encode("utf-8", "backslashreplace")
    response = Response(body, status=status, content_type="application/json")
    if status == _BUSY:
        response.headers["Retry-After"] = "1"
    if error is not None:
        response.headers.extend(
            (name, value) for name, value in error.get_headers() if name.lower() != "content-type"
        )
    return response
