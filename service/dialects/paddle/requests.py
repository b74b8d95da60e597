"""The bodies of requests: which fields there are, and what they may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from sealstack.service.dialects.paddle.envelope import Body, PaddleError, invalid, invalid_body
from sealstack.service.parameters.fields import (
    ChoiceField,
    FlagField,
    NumberField,
    StringField,
    optional,
)
from sealstack.service.parameters.search import SearchParameters, StepParameters

_REQUIRED: dict[str, Any] = {"required": "Field required", "null": "Field required"}


class _Request(Schema):
    class Meta:
        unknown = EXCLUDE


def _visualize() -> FlagField:
    return optional(FlagField, "visualize", "Whether pictures for people are sent along. Default: true.")


class FileRequest(StepParameters, _Request):
    """What both pipelines of the current generation take."""

    file = StringField(
        data_key="file",
        required=True,
        error_messages=_REQUIRED,
        metadata={"description": "The URL of a picture or PDF, or its content in base64."},
    )
    file_type = optional(
        ChoiceField, "fileType", "0 for a PDF, 1 for a picture; needed with base64.", {}, 0, 1
    )
    visualize = _visualize()


class SealRequest(SearchParameters, FileRequest):
    """What the current generation of `/seal-recognition` takes."""


class _InferenceParams(_Request):
    max_long_side = optional(
        NumberField,
        "maxLongSide",
        "Seals with a longer side are read reduced to this, pixels.",
        least=1,
        whole=True,
    )


class LegacySealRequest(_Request):
    """What the earlier generations of `/seal-recognition` take."""

    image = StringField(
        data_key="image",
        required=True,
        error_messages=_REQUIRED,
        metadata={"description": "The URL of a picture, or its content in base64."},
    )
    inference_params = fields.Nested(
        _InferenceParams,
        data_key="inferenceParams",
        allow_none=True,
        load_default=None,
        metadata={"description": "How it is read."},
    )
    visualize = _visualize()


def load(schema: type[Schema], body: Body) -> dict[str, Any]:
    """Check a body.

    Raises:
        PaddleError: it is not as the schema has it.
    """
    try:
        loaded: dict[str, Any] = schema().load(body)
    except ValidationError as error:
        raise refused(error) from None
    return loaded


def refused(error: ValidationError) -> PaddleError:
    """Write a validation error in this dialect."""
    return invalid_body(*(invalid(path, message, kind) for path, message, kind in _flat(error.messages, [])))


def _flat(messages: Any, path: list[str | int]) -> Iterator[tuple[list[str | int], str, str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _flat(inner, path if name == "_schema" else [*path, name])
        return
    for message in messages if isinstance(messages, list) else [messages]:
        yield path, str(message), "missing" if message == _REQUIRED["required"] else "value_error"
