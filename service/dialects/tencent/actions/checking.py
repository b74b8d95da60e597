"""Checks the parameters of a call by the schema of its Action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, ValidationError

from sealstack.service.dialects.tencent.actions.action import Action
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.request_values import RequestValues
from sealstack.service.texts import Text

_SHOWN = 64  # characters of a name that a message repeats


def check_parameters(action: Action, values: RequestValues, *, strict: bool) -> Mapping[str, Any]:
    """Check the Action's own parameters by its schema, and fill in their defaults.

    Raises:
        ApiError: `UnknownParameter`, `MissingParameter` or
            `InvalidParameterValue.InvalidParameterValueLimit`, for the first that is wrong.
    """
    schema = action.request(unknown=EXCLUDE)
    known = {field.data_key or name for name, field in schema.load_fields.items()}
    if strict:
        for name in values.parameters:
            if name not in known:
                raise ApiError("UnknownParameter", parameter=name[:_SHOWN])
    try:
        parameters: Mapping[str, Any] = schema.load(values.parameters)
    except ValidationError as error:
        raise _first_invalid(error) from None
    return parameters


def _first_invalid(error: ValidationError) -> ApiError:
    messages: Mapping[str, Any] = error.messages if isinstance(error.messages, dict) else {"": error.messages}
    name, found = next(iter(messages.items()))
    while isinstance(found, dict):  # inside of a list, by index
        place, found = next(iter(found.items()))
        name = f"{name}.{place}"
    first = found[0] if isinstance(found, list) else found
    reason = first if isinstance(first, Text) else Text(str(first), str(first))
    return ApiError("InvalidParameterValue.InvalidParameterValueLimit", parameter=name, reason=reason)
