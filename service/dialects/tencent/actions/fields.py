"""Schema fields that take what clients send: JSON values, or the strings of forms and query strings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from sealstack.service.texts import Text

_NOT_A_STRING = Text("应为字符串。", "a string is expected.")
_NOT_A_FLAG = Text("应为布尔值true或false。", "a boolean, true or false, is expected.")
_NOT_A_NUMBER = Text("应为整数。", "a whole number is expected.")
_TOO_SMALL = Text("不能小于{least}，实际为{sent}。", "it must be at least {least}, but {sent} was sent.")
_NOT_A_CHOICE = Text(
    "可选值为{choices}，实际为`{sent}`。", "it must be one of {choices}, but `{sent}` was sent."
)

_SHOWN = 64


class InvalidValue(ValidationError):  # noqa: N818
    """An invalid value, and why it is invalid, in every language."""

    def __init__(self, reason: Text) -> None:
        super().__init__([reason])


class TextField(fields.String):
    """A string; nothing else is taken for one."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> str:
        if not isinstance(value, str):
            raise InvalidValue(_NOT_A_STRING)
        return value


class ChoiceField(TextField):
    """One of a few strings; a whole number is taken for its digits."""

    def __init__(self, *choices: str, metadata: Mapping[str, Any], **keywords: Any) -> None:
        super().__init__(metadata={**metadata, "enum": list(choices)}, **keywords)
        self.choices = choices

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        text = super()._deserialize(value, attr, data)
        if text not in self.choices:
            raise InvalidValue(_NOT_A_CHOICE.filled(choices=", ".join(self.choices), sent=text[:_SHOWN]))
        return text


class FlagField(fields.Boolean):
    """A boolean; forms and some clients send `True`, `true` or `1`."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> bool:
        word = str(value).lower() if isinstance(value, bool | int | str) else ""
        if word not in ("true", "false", "1", "0"):
            raise InvalidValue(_NOT_A_FLAG)
        return word in ("true", "1")


class WholeNumberField(fields.Integer):
    """A whole number not below `least`; its digits in a string will do."""

    def __init__(self, *, least: int, metadata: Mapping[str, Any], **keywords: Any) -> None:
        super().__init__(metadata={**metadata, "minimum": least}, **keywords)
        self.least = least

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> int:
        if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]{1,18}", _written(value)):
            raise InvalidValue(_NOT_A_NUMBER)
        number = int(value)
        if number < self.least:
            raise InvalidValue(_TOO_SMALL.filled(least=self.least, sent=number))
        return number


def _written(value: Any) -> str:
    return str(value).strip() if isinstance(value, int | str) else ""
