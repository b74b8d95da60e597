"""The API described in OpenAPI, from the same schemas that check what comes in and shape what goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from sealstack.service.dialects.custom_ocr import description as custom_ocr
from sealstack.service.dialects.tencent.actions.action import VERSION, Action
from sealstack.service.dialects.tencent.catalogue import CATALOGUE
from sealstack.service.openapi import examples as examples
from sealstack.service.openapi.dialects import ENVELOPE, JSON_OPERATIONS, path_items
from sealstack.service.texts import DEFAULT_LANGUAGE, LANGUAGES
from sealstack.service.version import __version__

_OPENAPI = "3.1.0"

_COMMON_HEADERS: dict[str, dict[str, Any]] = {
    "X-TC-Version": {"required": True, "schema": {"type": "string", "enum": [VERSION]}},
    "X-TC-Timestamp": {
        "description": "Unix seconds; needed when accounts exist.",
        "schema": {"type": "integer"},
    },
    "X-TC-Region": {"description": "Not looked at.", "schema": {"type": "string"}},
    "X-TC-Language": {
        "description": "The language of error messages.",
        "schema": {"type": "string", "enum": list(LANGUAGES), "default": DEFAULT_LANGUAGE},
    },
    "X-TC-TraceId": {"description": "Sent back in the answer.", "schema": {"type": "string"}},
    "X-Sealstack-Extras": {
        "description": "`1` adds what no cloud gives, in `Extras`.",
        "schema": {"type": "string", "enum": ["1"]},
    },
}


def describe(actions: Iterable[Action]) -> dict[str, Any]:
    """Describe the service in OpenAPI 3.1.

    All Actions share one path and one method, distinguished by a header. OpenAPI has one operation for that,
    whose request is any of the Actions' requests. Each Action's schemas are in `components` under its name.

    Args:
        actions: the Actions to describe.
    """
    named = {action.name: action for action in actions}
    specification = APISpec(
        title="Sealstack",
        version=VERSION,
        openapi_version=_OPENAPI,
        info={"description": "Seal OCR and general OCR in the wire formats that clients already speak."},
        plugins=[MarshmallowPlugin(schema_name_resolver=lambda schema: _schema_name(schema))],
    )
    for action in named.values():
        specification.components.schema(f"{action.name}Request", schema=action.request)
        specification.components.schema(f"{action.name}Response", schema=action.response)
        specification.components.schema(f"{action.name}Envelope", _envelope(action))
    specification.components.schema("ErrorEnvelope", _ERROR)
    specification.path("/", operations={"post": _operation(named)})
    for operation in JSON_OPERATIONS:
        for name, schema in operation.requests.items():
            specification.components.schema(name, schema=schema)
    specification.components.schema("PaddleEnvelope", dict(ENVELOPE))
    for path, item in path_items().items():
        specification.path(path, operations=item)
    specification.components.schema("CustomOcrRequest", dict(custom_ocr.REQUEST))
    specification.path(custom_ocr.PATH, operations=dict(custom_ocr.PATH_ITEM))
    for path, summary in _HEALTH.items():
        specification.path(path, operations={"get": _health(summary, _HEALTH_ANSWERS[path])})
    for name, scheme in _SECURITY_SCHEMES.items():
        specification.components.security_scheme(name, scheme)
    described: dict[str, Any] = specification.to_dict()
    for name, schema in described["components"]["schemas"].items():
        if not name.endswith("Request"):
            # an answer may grow, and the envelope adds its RequestId
            schema.pop("additionalProperties", None)
    return described


def _schema_name(schema: Any) -> str:
    """Name a nested schema after its class."""
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__


def _operation(actions: dict[str, Action]) -> dict[str, Any]:
    action_header = {
        "name": "X-TC-Action",
        "in": "header",
        "required": True,
        "description": "Which Action is called; `Action` in the query string, form or body will do as well.",
        "schema": {"type": "string", "enum": list(actions)},
    }
    headers = [{"name": name, "in": "header", **rest} for name, rest in _COMMON_HEADERS.items()]
    requests = [_reference(f"{name}Request") for name in actions]
    answers = [_reference(f"{name}Envelope") for name in actions] + [_reference("ErrorEnvelope")]
    return {
        "summary": "Call an Action",
        "description": "\n".join(f"- **{action.name}**: {action.summary}" for action in actions.values()),
        "parameters": [action_header, *headers],
        "security": [{"signature": []}, {}],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"anyOf": requests}, "examples": _requests(actions)}},
        },
        "responses": {
            "200": {
                "description": "Always, also for errors.",
                "content": {
                    "application/json": {
                        "schema": {"anyOf": answers},
                        "examples": examples.named(examples.ACTION_ANSWERS),
                    }
                },
            }
        },
    }


def _requests(actions: Iterable[str]) -> dict[str, dict[str, Any]]:
    picture = {"ImageUrl": examples.PICTURE_URL}
    return examples.named({name: examples.ACTION_REQUESTS.get(name, picture) for name in actions})


def _health(summary: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}, "example": answer}}
    return {
        "summary": summary,
        "security": [],
        "responses": {"200": {"description": "It is.", "content": content}},
    }


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _envelope(action: Action) -> dict[str, Any]:
    inside = {
        "allOf": [
            _reference(f"{action.name}Response"),
            {"type": "object", "required": ["RequestId"], "properties": {"RequestId": _REQUEST_ID}},
        ]
    }
    return {"type": "object", "required": ["Response"], "properties": {"Response": inside}}


_REQUEST_ID = {"type": "string", "format": "uuid"}

_ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["Response"],
    "properties": {
        "Response": {
            "type": "object",
            "required": ["Error", "RequestId"],
            "properties": {
                "RequestId": _REQUEST_ID,
                "Error": {
                    "type": "object",
                    "required": ["Code", "Message"],
                    "properties": {
                        "Code": {"type": "string", "enum": list(CATALOGUE)},
                        "Message": {"type": "string"},
                    },
                },
            },
        }
    },
}

_HEALTH = {
    "/healthz": "Whether the service is alive",
    "/readyz": "Whether the networks are loaded and the database is within reach",
    "/health": "Whether the service is healthy, in the shape of PaddleX serving",
}

_HEALTH_ANSWERS: dict[str, dict[str, Any]] = {
    "/healthz": {"status": "alive"},
    "/readyz": {
        "status": "ready",
        "models": True,
        "provider": "CPUExecutionProvider",
        "database": True,
        "stuck_readings": 0,
        "version": __version__,
    },
    "/health": {"logId": "6f1d2b8c-3a94-4a57-8f0e-2f1f0f5f7c11", "errorCode": 0, "errorMsg": "Healthy"},
}

_SECURITY_SCHEMES: dict[str, dict[str, Any]] = {
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "A signature: TC3-HMAC-SHA256, or HmacSHA1 or HmacSHA256 among the parameters, as "
        "the cloud's SDKs make it; needed once there is an account.",
    },
    "key": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Api-Key",
        "description": "One of `OCR_API_KEYS`; needed when there are any.",
    },
    "bearer": {"type": "http", "scheme": "bearer", "description": "The same, as a bearer token."},
}
