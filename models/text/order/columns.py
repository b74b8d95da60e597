"""Columns: lines that run down the page, as vertical Chinese does, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sealstack.models.geometry import quads
from sealstack.models.geometry.boxes import common_length
from sealstack.models.values import Quad, TextLine

_TALL = 1.5  # as for `models.text.detection.crop.crop_line`: what is so much higher than wide runs down
_LONG = 2.5  # times its width: half of a block's columns are longer, unlike the upright heads of a table
_WIDEST_GAP = 1.0  # of a column's width, between two columns of a block
_LONGEST_BREAK = 2.0  # of its width, between two pieces of one column
_WIDTH_RATIO = 2.0
_SHARED = 0.3  # of the shorter column's rows
_ONE_ABOVE_THE_OTHER = 0.5  # of a column's width: middles closer than this


@dataclass(frozen=True)
class _Column:
    """A line that runs down the page, or up it.

    Attributes:
        number: which line it is.
        left, top, right, bottom: its upright box, pixels.
        up: whether it runs up.
    """

    number: int
    left: float
    top: float
    right: float
    bottom: float
    up: bool

    @property
    def width(self) -> float:
        return max(self.right - self.left, 1.0)

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def goes_with(self, other: _Column) -> bool:
        """Whether two columns stand beside each other, or are pieces of one."""
        width, height = max(self.width, other.width), min(self.height, other.height)
        if width > _WIDTH_RATIO * min(self.width, other.width):
            return False
        shared = common_length((self.top, self.bottom), (other.top, other.bottom))
        gap = max(self.left, other.left) - min(self.right, other.right)
        beside = shared > _SHARED * height and gap < _WIDEST_GAP * width
        one_above_the_other = abs(self.middle - other.middle) < _ONE_ABOVE_THE_OTHER * width
        return beside or (one_above_the_other and -shared < _LONGEST_BREAK * width)


def in_columns(lines: Sequence[TextLine]) -> list[TextLine]:
    """Put the columns of vertical print in their order: right to left, each from the top down.

    Columns that run up the page, as on one that lies on its side, go from left to right. What stands in no
    block of columns keeps its place; a block comes where the first of its lines was.

    Args:
        lines: in the order of `models.geometry.quads.reading_order`.

    Returns:
        The same lines.
    """
    blocks = {}
    for block in _blocks(lines):
        order = _order(block)
        blocks.update(dict.fromkeys(order, order))
    ordered: list[int] = []
    for number in range(len(lines)):
        if number not in ordered:
            ordered += blocks.get(number, [number])
    return [lines[number] for number in ordered]


def _blocks(lines: Sequence[TextLine]) -> list[list[_Column]]:
    """The blocks in which most lines are columns."""
    columns = [column for number, line in enumerate(lines) if (column := _column(number, line.quad))]
    blocks: list[list[_Column]] = []
    for column in columns:
        touched = [block for block in blocks if any(column.goes_with(other) for other in block)]
        blocks = [block for block in blocks if block not in touched]
        blocks.append([column, *(other for block in touched for other in block)])
    centres = [line.quad.mean(axis=0) for line in lines]
    return [block for block in blocks if _is_of_columns(block, centres)]


def _column(number: int, quad: Quad) -> _Column | None:
    """A line as a column; None when it runs across the page."""
    along = quad[1] - quad[0]
    if quads.height_of(quad) >= _TALL * quads.length_of(quad):  # not read: its corners are as they stand
        along = quad[3] - quad[0]
    if abs(along[1]) <= abs(along[0]):
        return None
    (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
    return _Column(number, float(left), float(top), float(right), float(bottom), bool(along[1] < 0))


def _is_of_columns(block: Sequence[_Column], centres: Sequence[NDArray[np.float32]]) -> bool:
    """Whether there are several columns, long ones, and fewer other lines between them."""
    if len(block) < 2 or sum(one.height > _LONG * one.width for one in block) * 2 < len(block):
        return False
    left, top = min(one.left for one in block), min(one.top for one in block)
    right, bottom = max(one.right for one in block), max(one.bottom for one in block)
    inside = sum(left < x < right and top < y < bottom for x, y in centres)
    return bool(inside < 2 * len(block))


def _order(block: Sequence[_Column]) -> list[int]:
    """The numbers of a block's lines as they are read."""
    sign = 1 if sum(one.up for one in block) * 2 > len(block) else -1
    stacks: list[list[_Column]] = []
    for column in sorted(block, key=lambda one: sign * one.middle):
        near = stacks and abs(stacks[-1][0].middle - column.middle) < _ONE_ABOVE_THE_OTHER * column.width
        if near:
            stacks[-1].append(column)
        else:
            stacks.append([column])
    return [one.number for stack in stacks for one in sorted(stack, key=lambda one: -sign * one.top)]
