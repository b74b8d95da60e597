"""Rows: which of the lines found around a field are its own, and in what order they read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.form.describe.plan import Box, FieldPlan
from models.values import Quad

_IN_ROW = 0.12  # of a line's height that its middle may lie above or below of the mark
_WHOLLY = 0.8
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
