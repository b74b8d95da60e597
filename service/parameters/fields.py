"""Schema fields that take what these servers' validation takes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from marshmallow import ValidationError, fields

AnyField = TypeVar("AnyField", bound=fields.Field[Any])

_SHOWN = 64
_CLASS = re.compile(r"[0-9]{1,9}", re.ASCII)
_LAST_CLASS = 999_999_999
_FLAGS = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}
_FLAGS |= {"on": True, "off": False, "t": True, "f": False, "y": True, "n": False}


class StringField(fields.String):
    """A string that is not blank; nothing else is taken for one."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError("Input should be a valid string")
        if not value.strip():
            raise ValidationError("String should not be empty")
        return value


class FlagField(fields.Boolean):
    """A boolean, or a word or number for one."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> bool:
        word = str(value).lower() if isinstance(value, bool | int | str) else ""
        if word not in _FLAGS:
            raise ValidationError("Input should be a valid boolean")
        return _FLAGS[word]


class NumberField(fields.Float):
    """A finite number between `least` and `most`, both included; whole when asked so."""

    def __init__(
        self,
        *,
        least: float,
        most: float = math.inf,
        whole: bool = False,
        metadata: Mapping[str, Any] | None = None,
        **keywords: Any,
    ) -> None:
        bounds: dict[str, Any] = {"type": "integer" if whole else "number", "minimum": least}
        if most != math.inf:
            bounds["maximum"] = most
        super().__init__(metadata={**bounds, **(metadata or {})}, **keywords)
        self.least, self.most, self.whole = least, most, whole

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> float:
        return read_number(value, self.least, self.most, whole=self.whole)


class ChoiceField(fields.Field[Any]):
    """One of a few values."""

    def __init__(self, *choices: Any, metadata: Mapping[str, Any] | None = None, **keywords: Any) -> None:
        # a value that may be null is one of the values (JSON Schema has no other way to say so)
        described = [*choices, *([None] if keywords.get("allow_none") else [])]
        super().__init__(metadata={"enum": described, **(metadata or {})}, **keywords)
        self.choices = choices

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> Any:
        if isinstance(value, bool) or value not in self.choices:
            raise ValidationError(f"Input should be {_listed(self.choices)}, but is {_shown(value)}")
        return value


class ThresholdField(fields.Field[Any]):
    """A number 0..1, or one for each class number."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> Any:
        if isinstance(value, dict):
            return {read_class(key): read_number(one, 0, 1) for key, one in value.items()}
        return read_number(value, 0, 1)


class UnclipField(fields.Field[Any]):
    """A factor, a pair of them for width and height, or such a pair for each class number."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> Any:
        if isinstance(value, dict):
            return {read_class(key): _read_pair(one) for key, one in value.items()}
        return _read_pair(value)


class MergeModeField(fields.Field[Any]):
    """How overlapping boxes are merged, or that for each class number."""

    choices = ("large", "small", "union")

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> Any:
        modes = (
            {read_class(key): one for key, one in value.items()} if isinstance(value, dict) else {0: value}
        )
        for mode in modes.values():
            if not isinstance(mode, str) or mode not in self.choices:
                raise ValidationError(f"Input should be {_listed(self.choices)}, but is {_shown(mode)}")
        return modes if isinstance(value, dict) else value


def optional(
    kind: Callable[..., AnyField],
    key: str,
    description: str,
    standing: Mapping[str, Any] = MappingProxyType({}),
    *choices: Any,
    **limits: Any,
) -> AnyField:
    """Make a field of a parameter that may be left out or null, which is None.

    Args:
        kind: what makes the field.
        key: the parameter's name in requests.
        description: what it is, for people.
        standing: how far it is served, as `service.openapi.compatibility` marks it.
        choices: what it may be, for a `ChoiceField`.
        limits: of its values, as the field takes them.
    """
    described = {"description": description, **standing}
    return kind(*choices, data_key=key, allow_none=True, load_default=None, metadata=described, **limits)


def read_number(value: Any, least: float, most: float, *, whole: bool = False) -> float:
    """Read a number between two bounds, both included; its digits in a string will do.

    Raises:
        ValidationError: it is none.
    """
    try:
        number = (
            float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
        )
    except (ValueError, OverflowError):
        number = None
    if number is None or not math.isfinite(number) or (whole and not number.is_integer()):
        raise ValidationError(f"Input should be a valid {'integer' if whole else 'number'}")
    if not least <= number <= most:
        bounds = f"at least {least:g}" if most == math.inf else f"from {least:g} to {most:g}"
        raise ValidationError(f"Input should be {bounds}, but is {number:g}")
    return int(number) if whole else number


def read_class(value: Any) -> int:
    """Read the number of a class, of nine digits at most; JSON writes it as a string.

    Raises:
        ValidationError: it is none.
    """
    if isinstance(value, str) and _CLASS.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LAST_CLASS:
        return value
    raise ValidationError(f"Keys should be class numbers, but one is {_shown(value)}")


def _read_pair(value: Any) -> tuple[float, float]:
    sides = value if isinstance(value, list | tuple) else (value, value)
    if len(sides) != 2:
        raise ValidationError("Input should be a number or two of them")
    wide, high = (read_number(side, 0.01, 100) for side in sides)
    return wide, high


def _listed(choices: tuple[Any, ...]) -> str:
    *others, last = (repr(choice) for choice in choices)
    return f"{', '.join(others)} or {last}"


def _shown(value: Any) -> str:
    return repr(value)[:_SHOWN]
