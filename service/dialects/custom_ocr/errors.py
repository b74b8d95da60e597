"""How this dialect refuses: an HTTP status, and `{"error": {"code", "message"}}`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from sealstack.service.accounts.limits.throttle import RateExceededError
from sealstack.service.dialects.custom_ocr.catalogue import CATALOGUE
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

    def __init__(self, code: str, message: str, *, status: int | None = None) -> None:
        """Make a refusal.

        Args:
            code: a code of `service.dialects.custom_ocr.catalogue.CATALOGUE`, unless a status is given.
            message: what was wrong, in one sentence.
            status: of what the web framework refused; that of the catalogue when not given.

        Raises:
            KeyError: the code is not in the catalogue, and no status was given.
        """
        super().__init__(message)
        self.status = CATALOGUE[code].status if status is None else status
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
    return CustomOcrError("InternalError", "Something went wrong here.")


def _http(error: Any) -> CustomOcrError:
    code = error.name.replace(" ", "")
    return CustomOcrError(code, error.description or error.name, status=error.code or 500)


def _not_found(error: Any) -> CustomOcrError:
    shown = error.template_id[:_SHOWN]
    return CustomOcrError("TemplateNotFound", f"There is no template `{shown}`.")


def _overloaded(error: Any) -> CustomOcrError:
    return CustomOcrError("Overloaded", f"{error.limit} pictures wait to be read already; try again later.")


def _too_often(error: Any) -> CustomOcrError:
    said = f"A key may make up to {error.rate} calls a second. Try again later."
    return CustomOcrError("RateLimitExceeded", said)


def _unavailable(error: Any) -> CustomOcrError:
    said = logged_reason(error).render("en-US")
    return CustomOcrError("DatabaseUnavailable", f"Try again later: {said}")


def _too_long(error: Any) -> CustomOcrError:
    return CustomOcrError(
        "ReadingTimeout", f"The picture could not be read within {error.seconds:g} seconds."
    )


def _by_reason(code: str) -> Callable[[Any], CustomOcrError]:
    return lambda error: CustomOcrError(code, error.reason.render("en-US"))


_REFUSALS: tuple[tuple[Any, Callable[[Any], CustomOcrError]], ...] = (
    (InvalidTemplateError, _by_reason("TemplateInvalid")),
    (TemplateMismatchError, _by_reason("TemplateMismatch")),
    (TemplateNotFoundError, _not_found),
    (TooLargeError, _by_reason("PictureTooLarge")),
    (DownloadError, _by_reason("DownloadFailed")),
    (IntakeError, _by_reason("InvalidPicture")),
    (Overloaded, _overloaded),
    (RateExceededError, _too_often),
    (ReadingTooLongError, _too_long),
    (ReadingFailedError, lambda _: CustomOcrError("ReadingFailed", "The picture could not be read.")),
    (
        RequestEntityTooLarge,
        lambda _: CustomOcrError("RequestTooLarge", "The body has more bytes than are taken."),
    ),
    (
        (ClientDisconnected, ConnectionError, BlockingIOError),
        lambda _: CustomOcrError("InvalidRequest", "The request was not complete."),
    ),
    (MalformedBodyError, lambda error: CustomOcrError("InvalidRequest", error.description)),
    (DatabaseTroubleError, _unavailable),
    (HTTPException, _http),
)
"""The first kind that fits counts."""
