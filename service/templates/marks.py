"""Templates as clients write them: `[[[[x, y] × 4], "name", hint], …]`, the hint optional."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sealstack.models.form.template import FieldMark, Hint, HintKind
from sealstack.models.form.values.patterns import pattern_fault
from sealstack.models.values import Quad
from sealstack.service.http.lenient_json import parse_json
from sealstack.service.templates.errors import InvalidTemplateError
from sealstack.service.texts import Text

MOST_FIELDS = 500
LONGEST_NAME = 128  # characters, of a field

_MARGIN = 1.0  # pixels that a corner may lie outside of the picture
_FARTHEST = 1e6  # pixels; no picture is so large
_LEAST_AREA = 1.0  # square pixels
_LEAST_TURN = 1e-3  # sine of the angle at a corner; one that turns less is none

_WORDS = {kind.value: kind for kind in HintKind if kind is not HintKind.REGEX}

_NOT_JSON = Text("是字符串，但不是有效的JSON。", "it is a string, but not valid JSON.")
_NOT_A_LIST = Text("应为列表。", "a list of fields is expected.")
_COUNT = Text(
    "字段数应为1到{most}个，实际为{sent}个。", "there must be 1 to {most} fields, but {sent} were sent."
)
_NOT_A_FIELD = Text(
    "应为[[四个角点], 名称]，可附加一个提示。",
    "[[four corners], name] is expected, and optionally a hint as a third element.",
)
_NOT_FOUR = Text("应有4个角点，实际为{sent}个。", "there must be 4 corners, but {sent} were sent.")
_NOT_A_LIST_OF_CORNERS = Text("角点应为列表。", "the corners must be a list of 4 points.")
_NOT_A_POINT = Text("第{corner}个角点应为[x, y]两个数字。", "corner {corner} must be two numbers, [x, y].")
_NOT_FINITE = Text("第{corner}个角点不是有限的数字。", "corner {corner} is not finite.")
_TOO_FAR = Text("第{corner}个角点在任何图片之外。", "corner {corner} lies outside of any picture.")
_OUTSIDE = Text(
    "第{corner}个角点({x}, {y})在{width}x{height}的图片之外。",
    "corner {corner} ({x}, {y}) lies outside of the picture of {width}x{height} pixels.",
)
_NO_AREA = Text(
    "角点重合或共线，区域没有面积。", "its corners coincide or lie on a line, so that it has no area."
)
_CROSSING = Text(
    "边相互交叉或有内凹的角，应按顺时针给出左上、右上、右下、左下。",
    "its sides cross or a corner points inwards; give upper left, upper right, lower right, lower left.",
)
_NAME_NOT_TEXT = Text("名称应为字符串。", "the name must be a string.")
_NAME_EMPTY = Text("名称不能为空。", "the name is empty.")
_NAME_LONG = Text(
    "名称不能超过{most}个字符，实际为{sent}个。",
    "the name may have at most {most} characters, but has {sent}.",
)
_NAME_BROKEN = Text("名称含有无效的字符。", "the name holds half of a surrogate pair.")
_NAME_TWICE = Text(
    "名称`{name}`与template[{first}]重复。", "the name `{name}` is that of template[{first}] too."
)
_NOT_A_HINT = Text(
    '提示只能是"digits"、"date"、"amount"或{{"regex": "…"}}。',
    'the hint must be "digits", "date", "amount" or {{"regex": "…"}}.',
)
_PATTERN = Text("提示的正则表达式不可用：{fault}。", "the hint cannot be used: {fault}.")


def parse_template(value: Any) -> tuple[FieldMark, ...]:
    """Take a template as a client sent it. Where its picture ends is checked by `check_inside`.

    Corners given anticlockwise are put in clockwise order; the first stays the first.

    Args:
        value: a list, or a string with the JSON of one.

    Raises:
        InvalidTemplateError: it is invalid; the reason names the index of the first field that is wrong.
    """
    if isinstance(value, str):
        try:
            value = parse_json(value)
        except ValueError:
            raise InvalidTemplateError(_NOT_JSON) from None
    if not isinstance(value, list):
        raise InvalidTemplateError(_NOT_A_LIST)
    if not 1 <= len(value) <= MOST_FIELDS:
        raise InvalidTemplateError(_COUNT.filled(most=MOST_FIELDS, sent=len(value)))
    marks: list[FieldMark] = []
    indices: dict[str, int] = {}
    for index, item in enumerate(value):
        mark = _parse_field(item, index)
        if mark.name in indices:
            raise InvalidTemplateError(_NAME_TWICE.filled(name=mark.name, first=indices[mark.name]), index)
        indices[mark.name] = index
        marks.append(mark)
    return tuple(marks)


def check_inside(marks: Sequence[FieldMark], width: int, height: int) -> None:
    """Check that fields lie within a picture; corners may be a pixel outside.

    Raises:
        InvalidTemplateError: one does not.
    """
    for index, mark in enumerate(marks):
        for corner, (x, y) in enumerate(mark.quad.tolist()):
            if not (-_MARGIN <= x <= width + _MARGIN and -_MARGIN <= y <= height + _MARGIN):
                reason = _OUTSIDE.filled(
                    corner=corner, x=_number(x), y=_number(y), width=width, height=height
                )
                raise InvalidTemplateError(reason, index)


def write_template(marks: Sequence[FieldMark]) -> str:
    """Write fields as clients do, in JSON of ASCII characters, without white space."""
    return json.dumps([_written(mark) for mark in marks], separators=(",", ":"))


def read_template(text: str) -> tuple[FieldMark, ...]:
    """Read what `write_template` wrote."""
    return tuple(
        FieldMark(name, np.array(corners, np.float32), _read_hint(hint[0]) if hint else None)
        for corners, name, *hint in json.loads(text)
    )


def _parse_field(item: Any, index: int) -> FieldMark:
    if not isinstance(item, list) or len(item) not in (2, 3):
        raise InvalidTemplateError(_NOT_A_FIELD, index)
    quad, name = _parse_quad(item[0], index), _parse_name(item[1], index)
    return FieldMark(name, quad, _parse_hint(item[2], index) if len(item) == 3 else None)


def _parse_quad(value: Any, index: int) -> Quad:
    if not isinstance(value, list):
        raise InvalidTemplateError(_NOT_A_LIST_OF_CORNERS, index)
    if len(value) != 4:
        raise InvalidTemplateError(_NOT_FOUR.filled(sent=len(value)), index)
    corners = np.array([_parse_point(point, corner, index) for corner, point in enumerate(value)])
    sides = np.roll(corners, -1, axis=0) - corners
    following = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
    x, y = (corners - corners[0]).T
    area = float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2
    lengths = np.linalg.norm(sides, axis=1)
    if np.any(np.abs(turns) <= _LEAST_TURN * lengths * np.roll(lengths, -1)):
        raise InvalidTemplateError(_NO_AREA, index)
    if not (np.all(turns > 0) or np.all(turns < 0)):
        raise InvalidTemplateError(_CROSSING, index)
    if abs(area) < _LEAST_AREA:
        raise InvalidTemplateError(_NO_AREA, index)
    clockwise = corners if area > 0 else corners[[0, 3, 2, 1]]
    return clockwise.astype(np.float32)


def _parse_point(value: Any, corner: int, index: int) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise InvalidTemplateError(_NOT_A_POINT.filled(corner=corner), index)
    for part in value:
        if isinstance(part, bool) or not isinstance(part, int | float):
            raise InvalidTemplateError(_NOT_A_POINT.filled(corner=corner), index)
        if isinstance(part, float) and not math.isfinite(part):
            raise InvalidTemplateError(_NOT_FINITE.filled(corner=corner), index)
        if abs(part) > _FARTHEST:
            raise InvalidTemplateError(_TOO_FAR.filled(corner=corner), index)
    return float(value[0]), float(value[1])


def _parse_name(value: Any, index: int) -> str:
    if not isinstance(value, str):
        raise InvalidTemplateError(_NAME_NOT_TEXT, index)
    if not value.strip():
        raise InvalidTemplateError(_NAME_EMPTY, index)
    if len(value) > LONGEST_NAME:
        raise InvalidTemplateError(_NAME_LONG.filled(most=LONGEST_NAME, sent=len(value)), index)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InvalidTemplateError(_NAME_BROKEN, index) from None
    return value


def _parse_hint(value: Any, index: int) -> Hint:
    if isinstance(value, str) and value in _WORDS:
        return Hint(_WORDS[value])
    pattern = value.get("regex") if isinstance(value, dict) and len(value) == 1 else None
    if not isinstance(pattern, str):
        raise InvalidTemplateError(_NOT_A_HINT, index)
    fault = pattern_fault(pattern)
    if fault:
        raise InvalidTemplateError(_PATTERN.filled(fault=fault), index)
    return Hint(HintKind.REGEX, pattern)


def _read_hint(value: Any) -> Hint:
    return Hint(_WORDS[value]) if isinstance(value, str) else Hint(HintKind.REGEX, value["regex"])


def _written(mark: FieldMark) -> list[Any]:
    written: list[Any] = [[[_number(x), _number(y)] for x, y in mark.quad.tolist()], mark.name]
    if mark.hint is not None:
        kind = mark.hint.kind
        written.append({"regex": mark.hint.pattern} if kind is HintKind.REGEX else kind.value)
    return written


def _number(value: float) -> int | float:
    """A coordinate as people write it: whole when it is whole."""
    return int(value) if value == int(value) else round(value, 3)
