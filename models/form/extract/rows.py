"""Rows: which of the lines found around a field are its own, and in what order they read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sealstack.models.form.describe.plan import Box, FieldPlan
from sealstack.models.values import Quad

_IN_ROW = 0.12  # of a line's height that its middle may lie above or below of the mark
_WHOLLY = 0.8
_ONE_LINE = 2.0  # a mark is one line high up to so many letters' heights
_LEADING = 0.75, 1.75  # from line to line of one value, heights of its line
_ALIKE = 1.4  # ratio of heights
_ROOM_SLACK = 0.35  # of a line's height
_FULL = 5.0  # letters' heights that a line is long before its value goes on in another
_ALIGNED = 1.2  # line heights between the beginnings, or the middles, of two lines of a value
_REACHES_IN = 0.5  # of a character, which is as wide as the line is high


def belongs(plan: FieldPlan, box: Box, shift: tuple[float, float]) -> bool:
    """Whether a line stands in a field's rows and reaches into it.

    Args:
        plan: the field.
        box: the line's, in the field's frame.
        shift: by how much the form's print is off, `(right, down)` pixels.
    """
    mark = _moved(Box(0, 0, plan.width, plan.height), shift)
    slack = _IN_ROW * box.height
    if not mark.top - slack <= box.middle <= mark.bottom + slack:
        return False
    reach = box.common_width(mark)
    if reach < _REACHES_IN * min(box.height, box.width, mark.width):
        return False
    inside = box.share_inside(mark)
    return not any(box.share_inside(_moved(other, shift)) > max(_WHOLLY, inside) for other in plan.neighbours)


def continued(
    plan: FieldPlan, mine: Sequence[Box], rest: Sequence[Box], shift: tuple[float, float]
) -> list[int]:
    """Which other lines go on with a field's value, where its box has room for more lines than its mark.

    Args:
        plan: the field; marked one line high.
        mine: the lines that stand in its mark.
        rest: the other lines around it.
        shift: by how much the form's print is off, `(right, down)` pixels.

    Returns:
        The numbers of lines of `rest`: the second line below the first, or the first above the second.
    """
    rows = in_rows(mine)
    if len(rows) != 1 or plan.height > _ONE_LINE * plan.text_height:
        return []
    pieces = [mine[number] for number in rows[0]]
    row = Box(
        min(piece.left for piece in pieces),
        min(piece.top for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.bottom for piece in pieces),
    )
    return [number for number, box in enumerate(rest) if _goes_on(plan, row, box, shift)]


def _goes_on(plan: FieldPlan, row: Box, box: Box, shift: tuple[float, float]) -> bool:
    """Whether a line is the second of a value whose first is `row`, or the first to its second."""
    height = max(row.height, 1e-6)
    below = box.middle > row.middle
    upper, lower = (row, box) if below else (box, row)
    leading = (lower.middle - upper.middle) / height
    if not _LEADING[0] <= leading <= _LEADING[1] or max(box.height, height) > _ALIKE * min(
        box.height, height
    ):
        return False
    slack = _ROOM_SLACK * height
    if box.bottom > plan.height + plan.free.down + slack or box.top < -plan.free.up - slack:
        return False
    full = upper.width >= _FULL * min(height, plan.text_height) and upper.right >= lower.right - height
    aligned = min(abs(upper.left - lower.left), abs(upper.left + upper.right - lower.left - lower.right) / 2)
    if not full or aligned > _ALIGNED * height:
        return False
    others = [_moved(other, shift) for other in plan.neighbours] + [label.box for label in plan.labels]
    return not any(box.share_inside(other) > 0.5 or other.share_inside(box) > 0.5 for other in others)


def joined_rows(boxes: Sequence[Box]) -> list[Quad]:
    """For every row that was found in pieces, a quad from the first piece to the last.

    Args:
        boxes: lines of one field, in its frame.

    Returns:
        `(4, 2)` each, in the same frame.
    """
    quads = []
    for row in in_rows(boxes):
        if len(row) > 1:
            pieces = [boxes[number] for number in row]
            left, right = min(box.left for box in pieces), max(box.right for box in pieces)
            top, bottom = min(box.top for box in pieces), max(box.bottom for box in pieces)
            quads.append(np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32))
    return quads


def in_rows(boxes: Sequence[Box]) -> list[list[int]]:
    """Sort lines into rows from the top down, each from left to right.

    Args:
        boxes: lines of one field, in its frame.

    Returns:
        The numbers of the lines, row by row.
    """
    rows: list[list[int]] = []
    for number in sorted(range(len(boxes)), key=lambda index: boxes[index].middle):
        if rows and boxes[rows[-1][-1]].rows_shared(boxes[number]) > 0.5:
            rows[-1].append(number)
        else:
            rows.append([number])
    return [sorted(row, key=lambda number: boxes[number].left) for row in rows]


def _moved(box: Box, shift: tuple[float, float]) -> Box:
    right, down = shift
    return Box(box.left + right, box.top + down, box.right + right, box.bottom + down)
