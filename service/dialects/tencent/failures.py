"""Anything that was raised while a call was answered, as an error of the catalogue."""

from __future__ import annotations

import logging

from flask import Request
from werkzeug.exceptions import BadHost, ClientDisconnected, MethodNotAllowed, RequestEntityTooLarge

from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.http.body import BodyNotKeptError, MalformedBodyError, drain
from sealstack.service.http.foreign_pages import ForeignPageError
from sealstack.service.process.body_budget import BudgetExceededError
from sealstack.service.readers.inference import Overloaded, ReadingTooLongError
from sealstack.service.settings.settings import Settings
from sealstack.service.storage.trouble import logged_reason
from sealstack.service.texts import Text
from sealstack.templates_store.trouble import DatabaseTroubleError

_LOG = logging.getLogger(__name__)

_SHOWN = 64  # characters of a method that a message repeats
_NO_ROOM = Text("磁盘空间不足，无法接收请求体。", "the disk has no room for the body of the request.")
_NO_HOST = Text("请求头 Host 不是合法的主机名。", "The header Host names no host.")
_MALFORMED = Text("请求体的分块格式错误。", "The chunks of the body are malformed.")


def as_api_error(raised: Exception, request: Request, settings: Settings) -> ApiError:
    """Find the error of the catalogue for anything that was raised; what is unforeseen is logged.

    Args:
        raised: the exception.
        request: the request that is answered; what is left of a body that is too large is read and dropped.
        settings: how the service is set up.
    """
    if isinstance(raised, ApiError):
        return raised
    if isinstance(raised, RequestEntityTooLarge):
        drain(request)
        return ApiError("RequestSizeLimitExceeded", limit=settings.max_body)
    if isinstance(raised, Overloaded):
        return ApiError("RequestLimitExceeded", "overload", limit=raised.limit)
    if isinstance(raised, ReadingTooLongError):
        return ApiError("FailedOperation.EngineRecognizeTimeout")
    if isinstance(raised, BudgetExceededError):
        return ApiError("RequestLimitExceeded", "bodies")
    if isinstance(raised, ForeignPageError):
        return ApiError("UnauthorizedOperation", reason=raised.reason)
    if isinstance(raised, MethodNotAllowed):
        return ApiError("UnsupportedProtocol", method=request.method[:_SHOWN])
    if isinstance(raised, BodyNotKeptError):
        return ApiError("ServiceUnavailable", reason=_NO_ROOM)
    if isinstance(raised, MalformedBodyError):
        return ApiError("InvalidParameter", reason=_MALFORMED)
    if isinstance(raised, BadHost):
        return ApiError("InvalidParameter", reason=_NO_HOST)
    if isinstance(raised, ClientDisconnected | ConnectionError | BlockingIOError):
        _LOG.info("the client went away before its request was complete")
        return ApiError("FailedOperation.UnKnowError")
    if isinstance(raised, DatabaseTroubleError):
        return ApiError("ServiceUnavailable", reason=logged_reason(raised))
    _LOG.error("unforeseen: %s", raised, exc_info=raised)
    return ApiError("FailedOperation.UnKnowError")
