"""Answers in JSON."""

from __future__ import annotations

from flask import Response

CONTENT_TYPE = "application/json"


def json_answer(text: str, status: int = 200) -> Response:
    """Answer with JSON.

    Args:
        text: JSON. Half of a surrogate pair in it, echoed from a request, has no place in UTF-8: it leaves as
            a JSON escape.
        status: the HTTP status.
    """
    return Response(text.encode("utf-8", "backslashreplace"), status=status, content_type=CONTENT_TYPE)
