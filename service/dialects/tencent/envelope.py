"""How the Tencent dialect wraps its answers: always status 200, always a RequestId."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response

from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.http.json_answer import json_answer
from sealstack.service.texts import Language

_MAX_TRACE = 128


def success(answer: Mapping[str, Any], request_id: str) -> Response:
    """Wrap what an Action answered."""
    return _wrap({**answer, "RequestId": request_id})


def failure(error: ApiError, request_id: str, language: Language) -> Response:
    """Wrap an error, its message in the language the client asked for."""
    error_part = {"Code": error.code, "Message": error.message(language)}
    return _wrap({"Error": error_part, "RequestId": request_id})


def echo_trace(response: Response, trace_id: str | None) -> Response:
    """Send back the client's `X-TC-TraceId`, which the Node SDK reads from the answer."""
    if trace_id and trace_id.isascii() and trace_id.isprintable() and len(trace_id) <= _MAX_TRACE:
        response.headers["X-TC-TraceId"] = trace_id
    return response


def _wrap(content: Mapping[str, Any]) -> Response:
    # of exactly this content type: the Python SDK takes an error with any other for a success
    return json_answer(json.dumps({"Response": content}, ensure_ascii=False))
