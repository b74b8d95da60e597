"""How PaddleX serving wraps its answers: the status is the error code, and every answer has a `logId`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from flask import Request, Response
from werkzeug.exceptions import HTTPException

from sealstack.service.dialects.failures import INVALID, failure_of, json_response, sentence_of
from sealstack.service.http.body import read_body
from sealstack.service.http.long_json import load_json
from sealstack.service.http.request_log import note, request_id
from sealstack.service.settings.settings import Settings

Body: TypeAlias = Mapping[str, Any]


class PaddleError(Exception):
    """A refusal in this dialect.

    Attributes:
        status: the HTTP status, and `errorCode`.
        message: what was wrong.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def invalid(where: list[str | int], message: str, kind: str = "value_error") -> dict[str, Any]:
    """Describe one invalid part of a body, as FastAPI's servers do."""
    return {"type": kind, "loc": ["body", *where], "msg": message}


def invalid_body(*errors: Mapping[str, Any]) -> PaddleError:
    """Refuse a body: the message is the list of what is wrong in it, as JSON text."""
    return PaddleError(INVALID, json.dumps(errors, ensure_ascii=False))


def answered(
    request: Request, settings: Settings, operation: str, run: Callable[[Body], Mapping[str, Any]]
) -> Response:
    """Run an operation on the body of a request and wrap what it returns. Raises nothing.

    Args:
        request: the request.
        settings: how the service is set up.
        operation: its name, for the log.
        run: the operation: the body's JSON object in, `result` out.
    """
    note(dialect="paddle", action=operation)
    try:
        result = run(_read_object(request, settings.max_upload))
        return _wrap(200, request_id(), 0, "Success", result)
    except Exception as raised:
        status, message = _status_and_message(raised, request, settings)
        note(code=str(status), reason=message)
        return _wrap(status, request_id(), status, message)


def refusal(status: int, message: str) -> dict[str, Any]:
    """Write the body of a refusal."""
    return {"logId": request_id(), "errorCode": status, "errorMsg": message}


def refuse(error: HTTPException) -> Response:
    """Wrap what the web framework refused."""
    status = error.code or 500
    return json_response(refusal(status, sentence_of(error)), status, error)


def _read_object(request: Request, limit: int) -> Body:
    content = read_body(request, limit)
    try:
        body = load_json(content)
    except (ValueError, RecursionError):
        raise invalid_body(invalid([], "The body is not valid JSON.", "json_invalid")) from None
    if not isinstance(body, dict):
        raise invalid_body(invalid([], "The body is not a JSON object.", "model_attributes_type"))
    return body


def _status_and_message(raised: Exception, request: Request, settings: Settings) -> tuple[int, str]:
    """The status and the message for anything that was raised."""
    if isinstance(raised, PaddleError):
        return raised.status, raised.message
    return failure_of(raised, request, settings)


def _wrap(
    status: int, log_id: str, code: int, message: str, result: Mapping[str, Any] | None = None
) -> Response:
    content: dict[str, Any] = {"logId": log_id, "errorCode": code, "errorMsg": message}
    if result is not None:
        content["result"] = result
    return json_response(content, status)
