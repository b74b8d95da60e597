"""The operations of the dialects beside that of Tencent, described in OpenAPI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from sealstack.service.dialects.paddle.operations import DOCUMENTS, SEALS
from sealstack.service.dialects.paddle.requests import FileRequest, LegacySealRequest, SealRequest
from sealstack.service.dialects.rapidocr import pages as rapidocr
from sealstack.service.openapi import examples as examples


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes:
        path: where it is.
        summary: what it does, in a sentence.
        requests: the schemas of its body, any of them, by the names they have in the description.
        answer: what a success is, in a sentence.
        examples: bodies, by the names of their schemas.
        answered: an answer.
    """

    path: str
    summary: str
    requests: Mapping[str, type[Schema]]
    answer: str
    examples: Mapping[str, Mapping[str, Any]]
    answered: Mapping[str, Any]


KEYS: list[dict[str, list[str]]] = [{"key": []}, {"bearer": []}, {}]
"""What opens the dialects of this package, by the names of security schemes; nothing need, without keys."""

JSON_OPERATIONS = (
    Operation(
        SEALS,
        "Find and read seals, as PaddleX serving does.",
        {"SealRecognitionRequest": SealRequest, "LegacySealRecognitionRequest": LegacySealRequest},
        "`sealRecResults` for `file`; `texts`, `sealImpressions`, `layoutImage` and `ocrImage` for `image`.",
        examples.SEAL_REQUESTS,
        examples.SEAL_ANSWER,
    ),
    Operation(
        DOCUMENTS,
        "Make pages upright and flat, as PaddleOCR serving does.",
        {"DocumentPreprocessingRequest": FileRequest},
        "`docPreprocessingResults`, one for each page.",
        examples.DOCUMENT_REQUESTS,
        examples.DOCUMENT_ANSWER,
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
                "security": KEYS,
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": bodies[0] if len(bodies) == 1 else {"anyOf": bodies},
                            "examples": examples.named(operation.examples),
                        }
                    },
                },
                "responses": {
                    "200": _in_envelope(operation.answer, operation.answered),
                    "default": _in_envelope("A failure: the status is its `errorCode`."),
                },
            }
        }
    items[rapidocr.PATH] = {
        "post": {
            "summary": "Read every line of text, as rapidocr_api does.",
            "security": KEYS,
            "requestBody": {
                "required": True,
                "content": {
                    kind: {"schema": dict(RAPIDOCR_FORM), "example": examples.RAPIDOCR_REQUEST}
                    for kind in ("multipart/form-data", "application/x-www-form-urlencoded")
                },
            },
            "responses": {
                "200": _plain(
                    "Lines by their numbers: `rec_txt`, `dt_boxes`, `score`.", examples.RAPIDOCR_ANSWER
                ),
                "default": _plain("A failure; `detail` says why."),
            },
        }
    }
    return items


def _in_envelope(description: str, example: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return _described(description, {"$ref": "#/components/schemas/PaddleEnvelope"}, example)


def _plain(description: str, example: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return _described(description, {"type": "object"}, example)


def _described(
    description: str, schema: Mapping[str, Any], example: Mapping[str, Any] | None
) -> dict[str, Any]:
    content = {"schema": dict(schema), **({} if example is None else {"example": example})}
    return {"description": description, "content": {"application/json": content}}
