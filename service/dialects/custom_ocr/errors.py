"""How this dialect refuses: an HTTP status, and `{"error": {"code", "message"}}`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from sealstack.service.accounts.limits.throttle import RateExceededError
from sealstack.service.http.body import MalformedBodyError
from sealstack.service.intake.errors import DownloadError, IntakeError, TooLargeError
from sealstack.service.readers.inference import Overloaded, ReadingTooLongError
from sealstack.service.storage.trouble import logged_reason
from sealstack.service.templates.errors import InvalidTemplateError, ReadingFailedError, TemplateMismatchError
from sealstack.templates_store.templates import TemplateNotFoundError
from sealstack.templates_store.trouble import DatabaseTroubleError

_LOG = logging.getLogger(__name__)

_SHOWN = 64

BUSY = 429


class CustomOcrError(Exception):
    """A refusal in this dialect.

    Attributes:
        status: the HTTP status.
        code: a word for programs.
        message: a sentence for people.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def refusal_of(raised: Exception) -> CustomOcrError:
    """The refusal for anything that was raised; what is unforeseen is logged."""
    if isinstance(raised, CustomOcrError):
        return raised
    for kind, refuse in _REFUSALS:
        if isinstance(raised, kind):
            return refuse(raised)
    _LOG.error("unforeseen: %s", raised, exc_info=raised)
    return CustomOcrError(500, "InternalError", "Something went wrong here.")


def _http(error: Any) -> CustomOcrError:
    return CustomOcrError(error.code or 500, error.name.replace(" ", ""), error.description or error.name)


def _not_found(error: Any) -> CustomOcrError:
    shown = error.template_id[:_SHOWN]
    return CustomOcrError(404, "TemplateNotFound", f"There is no template `{shown}`.")


def _overloaded(error: Any) -> CustomOcrError:
    return CustomOcrError(
        BUSY, "Overloaded", f"{error.limit} pictures wait to be read already; try again later."
    )


def _too_often(error: Any) -> CustomOcrError:
    return CustomOcrError(
        BUSY, "RateLimitExceeded", f"A key may make up to {error.rate} calls a second. Try again later."
    )


def _unavailable(error: Any) -> CustomOcrError:
    said = logged_reason(error).render("en-US")
    return CustomOcrError(500, "DatabaseUnavailable", f"Try again later: {said}")


def _too_long(error: Any) -> CustomOcrError:
    return CustomOcrError(
        504, "ReadingTimeout", f"The picture could not be read within {error.seconds:g} seconds."
    )


def _by_reason(status: int, code: str) -> Callable[[Any], CustomOcrError]:
    return lambda error: CustomOcrError(status, code, error.reason.render("en-US"))


_REFUSALS: tuple[tuple[Any, Callable[[Any], CustomOcrError]], ...] = (
    (InvalidTemplateError, _by_reason(422, "TemplateInvalid")),
    (TemplateMismatchError, _by_reason(422, "TemplateMismatch")),
    (TemplateNotFoundError, _not_found),
    (TooLargeError, _by_reason(413, "PictureTooLarge")),
    (DownloadError, _by_reason(400, "DownloadFailed")),
    (IntakeError, _by_reason(400, "InvalidPicture")),
    (Overloaded, _overloaded),
    (RateExceededError, _too_often),
    (ReadingTooLongError, _too_long),
    (ReadingFailedError, lambda _: CustomOcrError(500, "ReadingFailed", "The picture could not be read.")),
    (
        RequestEntityTooLarge,
        lambda _: CustomOcrError(413, "RequestTooLarge", "The body has more bytes than are taken."),
    ),
    (
        (ClientDisconnected, ConnectionError, BlockingIOError),
        lambda _: CustomOcrError(400, "InvalidRequest", "The request was not complete."),
    ),
    (MalformedBodyError, lambda error: CustomOcrError(400, "InvalidRequest", error.description)),
    (DatabaseTroubleError, _unavailable),
    (HTTPException, _http),
)
"""The first kind that fits counts."""
