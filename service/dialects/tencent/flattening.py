"""Nested values written flat, as query strings and forms of the Tencent API carry them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.texts import Text

_MAX_DEPTH = 16

_CONTRADICTION = Text(
    "参数`{name}`与其他参数矛盾或嵌套过深。",
    "the parameter `{name}` contradicts another, or is nested too deep.",
)


def unflatten(flat: Mapping[str, str]) -> dict[str, Any]:
    """Put nested values together again: `{"A.0.B": "x"}` becomes `{"A": [{"B": "x"}]}`.

    A level whose names are exactly the numbers from 0 on becomes a list.

    Raises:
        ApiError: `InvalidParameter` when a name is both a value and a level, or has more than 16 levels.
    """
    root: dict[str, Any] = {}
    for name, value in flat.items():
        parts = name.split(".")
        if len(parts) > _MAX_DEPTH:
            raise _contradiction(name)
        level = root
        for part in parts[:-1]:
            level = level.setdefault(part, {})
            if not isinstance(level, dict):
                raise _contradiction(name)
        if parts[-1] in level:
            raise _contradiction(name)
        level[parts[-1]] = value
    return {name: _with_lists(value) for name, value in root.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    members = {name: _with_lists(member) for name, member in value.items()}
    numbers = [str(number) for number in range(len(members))]
    return [members[number] for number in numbers] if set(members) == set(numbers) else members


def _contradiction(name: str) -> ApiError:
    return ApiError("InvalidParameter", reason=_CONTRADICTION.filled(name=name[:64]))
