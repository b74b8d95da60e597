"""The Custom OCR dialect in OpenAPI: one body for all that can be asked for, by `type`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sealstack.service.openapi import examples as examples
from sealstack.service.templates import LONGEST_SIDE
from sealstack.service.templates.marks import LONGEST_NAME, MOST_FIELDS
from sealstack.service.templates.names import LONGEST_TEMPLATE_NAME

PATH = "/custom_ocr"

TYPES = ("add", "query", "del", "list", "get", "update", "preview")

_POINT = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_HINT = {
    "anyOf": [
        {"type": "string", "enum": ["digits", "date", "amount"]},
        {"type": "object", "required": ["regex"], "properties": {"regex": {"type": "string"}}},
    ]
}
_FIELD = {
    "type": "array",
    "minItems": 2,
    "maxItems": 3,
    "prefixItems": [
        {"type": "array", "items": _POINT, "minItems": 4, "maxItems": 4},
        {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
        _HINT,
    ],
}

REQUEST: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "type": {
            "type": "string",
            "enum": list(TYPES),
            "description": "What is asked for; `query` when it is missing and `template_id` is not.",
        },
        "template_id": {
            "description": "The id of a template; for `del` also a list, for `query` and `preview` `auto`.",
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        },
        "template": {
            "type": "array",
            "items": _FIELD,
            "minItems": 1,
            "maxItems": MOST_FIELDS,
            "description": "The fields: four corners clockwise from the upper left, a name, perhaps a hint.",
        },
        "name": {
            "type": "string",
            "maxLength": LONGEST_TEMPLATE_NAME,
            "description": "The name of a template for people, for `add` and `update`.",
        },
        "names": {"type": "boolean", "default": False, "description": "Whether `list` gives the names."},
        "url": {
            "type": "string",
            "description": f"The picture: http, https or s3, no side above {LONGEST_SIDE} pixels. Wins.",
        },
        "img": {"type": "string", "description": "Or the picture in base64."},
        "duration": {
            "type": "boolean",
            "default": False,
            "description": "Whether a query returns its time.",
        },
    },
}
"""The body of every request."""

_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        }
    },
}

PATH_ITEM: Mapping[str, Any] = {
    "post": {
        "summary": "Keep, list and delete templates of forms, and read forms by them, as Custom OCR does.",
        "security": [{"key": []}, {"bearer": []}, {}],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": "#/components/schemas/CustomOcrRequest"},
                    "examples": examples.named(examples.CUSTOM_OCR_REQUESTS),
                }
            },
        },
        "responses": {
            "200": {
                "description": "`template_id`, the lists, or a row for each field: `key`, `value`, `score`.",
                "content": {
                    "application/json": {
                        "schema": {"type": ["object", "array"]},
                        "examples": examples.named(examples.CUSTOM_OCR_ANSWERS),
                    }
                },
            },
            "default": {
                "description": "A failure: the status, a code and a sentence.",
                "content": {"application/json": {"schema": _ERROR}},
            },
        },
    }
}
"""The operation of the path; those at `/` and under prefixes are the same."""
