"""The operations of the dialects beside that of Tencent, described in OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from service.dialects import rapidocr
from service.dialects.paddle.operations import DOCUMENTS, SEALS
from service.dialects.paddle.requests import FileRequest, LegacySealRequest, SealRequest


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes:
        path: where it is.
        summary: what it does, in a sentence.
        requests: the schemas of its body, any of them, by the names they have in the description.
        answer: what a success is, in a sentence.
    """

    path: str
    summary: str
    requests: Mapping[str, type[Schema]]
    answer: str


JSON_OPERATIONS = (
    Operation(
        SEALS,
        "Find and read seals, as PaddleX serving does.",
        {"SealRecognitionRequest": SealRequest, "LegacySealRecognitionRequest": LegacySealRequest},
        "`sealRecResults` for `file`; `texts`, `sealImpressions`, `layoutImage` and `ocrImage` for `image`.",
    ),
    Operation(
        DOCUMENTS,
        "Make pages upright and flat, as PaddleOCR serving does.",
        {"DocumentPreprocessingRequest": FileRequest},
        "`docPreprocessingResults`, one for each page.",
    ),
)
"""The operations whose bodies are JSON, checked by the schemas that are described."""

ENVELOPE: Mapping[str, Any] = {
    "type": "object",
    "required": ["logId", "errorCode", "errorMsg"],
    "properties": {
        "logId": {"type": "string", "format": "uuid"},
        "errorCode": {"type": "integer", "description": "0, or the HTTP status of a failure."},
        "errorMsg": {"type": "string"},
        "result": {"type": "object", "description": "Only in a success."},
    },
}
"""What PaddleX serving wraps its answers in."""

_FLAG = {"type": "boolean", "default": True}

RAPIDOCR_FORM: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "image_file": {"type": "string", "format": "binary", "description": "The picture. Wins."},
        "image_data": {"type": "string", "description": "Or the picture in base64."},
        "use_det": {**_FLAG, "description": "Whether lines are looked for; if not, the picture is one."},
        "use_cls": {**_FLAG, "description": "Whether lines that stand on their head are turned."},
        "use_rec": {**_FLAG, "description": "Whether lines are read."},
    },
}
"""The form of `POST /ocr`."""


def path_items() -> dict[str, dict[str, Any]]:
    """Describe the operations by their paths; the schemas they refer to are for the caller to add."""
    items: dict[str, dict[str, Any]] = {}
    for operation in JSON_OPERATIONS:
        bodies = [{"$ref": f"#/components/schemas/{name}"} for name in operation.requests]
        items[operation.path] = {
            "post": {
                "summary": operation.summary,
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": bodies[0] if len(bodies) == 1 else {"anyOf": bodies}}
                    },
                },
                "responses": {
                    "200": _in_envelope(operation.answer),
                    "default": _in_envelope("A failure: the status is its `errorCode`."),
                },
            }
        }
    items[rapidocr.PATH] = {
        "post": {
            "summary": "Read every line of text, as rapidocr_api does.",
            "requestBody": {
                "required": True,
                "content": {
                    kind: {"schema": dict(RAPIDOCR_FORM)}
                    for kind in ("multipart/form-data", "application/x-www-form-urlencoded")
                },
            },
            "responses": {
                "200": _plain("Lines by their numbers: `rec_txt`, `dt_boxes`, `score`."),
                "default": _plain("A failure; `detail` says why."),
            },
        }
    }
    return items


def _in_envelope(description: str) -> dict[str, Any]:
    return _described(description, {"$ref": "#/components/schemas/PaddleEnvelope"})


def _plain(description: str) -> dict[str, Any]:
    return _described(description, {"type": "object"})


def _described(description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": dict(schema)}}}
