"""What the dialects of this package have in common when something goes wrong: the status and the sentence."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from flask import Request, Response
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from sealstack.service.http.body import BodyNotKeptError, MalformedBodyError, drain
from sealstack.service.http.json_answer import json_answer
from sealstack.service.intake.errors import IntakeError
from sealstack.service.readers.inference import Overloaded, ReadingTooLongError
from sealstack.service.settings.settings import Settings

_LOG = logging.getLogger(__name__)

INVALID = 422
_BUSY = 503
_TOO_LONG = 504

CAUSES: Mapping[int, str] = {
    400: "The request did not arrive whole, or its body is malformed.",
    401: "There are keys in `OCR_API_KEYS`, and none of them was sent.",
    403: "There are no keys, and the request names a host that this machine is not.",
    404: "There is nothing at this path.",
    405: "The HTTP method is not POST.",
    413: "The body is larger than `OCR_MAX_UPLOAD`.",
    INVALID: "A parameter is missing or invalid, or the file is broken, refused, too large, or cannot be "
    "fetched.",
    429: "The key is used more often than `OCR_RATE_LIMIT` allows; `Retry-After` is sent along.",
    500: "Something unforeseen went wrong.",
    _BUSY: "Every place in the machine's queue is taken, the disk has no room for the body, or calls cannot "
    "be counted at present; `Retry-After` is sent along.",
    _TOO_LONG: "The file was not read within `OCR_READING_SECONDS`, waiting included.",
}
"""Each status of a refusal, and when it is answered. PaddleX's dialects repeat it as `errorCode`."""


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
    response = json_answer(json.dumps(content, ensure_ascii=False), status)
    if status == _BUSY:
        response.headers["Retry-After"] = "1"
    if error is not None:
        response.headers.extend(
            (name, value) for name, value in error.get_headers() if name.lower() != "content-type"
        )
    return response
