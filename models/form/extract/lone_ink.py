"""Lone ink: a character or two in a field in which the detector, made for lines, sees nothing."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.describe.plan import FieldPlan
from sealstack.models.values import Image, Quad

_CONTRAST = 42  # grey levels between paper and ink
_LEAST_HEIGHT = 0.4  # of the field's letters
_ONE_LINE = 2.4  # a mark higher than so many letters may hold several lines
_MARGIN = 0.25
_LEAST_AREA = 4  # pixels
_PADDING = 0.15
_PADDING_BESIDE = 0.06  # neighbours come closer there
_MOST_INK = 0.45  # of the mark
_LEAST_INK = 0.015


def find_lone_ink(patch: Image, scale: float, plan: FieldPlan) -> Quad | None:
    """Find the smallest box around a field's ink.

    Args:
        patch: the mark as seen in the query with `margin_of` around it, made straight, `(h, w, 3)` uint8.
        scale: pixels of the patch for one of the field's frame.
        plan: the field.

    Returns:
        `(4, 2)` pixels of the field's frame, relative to the mark's upper left corner; None when there is no
        ink of a character's size, or too much.
    """
    margin = margin_of(plan) * scale
    if plan.height > _ONE_LINE * plan.text_height or min(patch.shape[:2]) < 2 * margin + 6:
        return None
    grey = cv2.cvtColor(patch, cv2.COLOR_BGR2GRAY)
    # dark on light or light on dark: ink is the rarer
    middle = float(np.median(grey))
    ink = (np.abs(grey.astype(np.float32) - middle) > _CONTRAST).astype(np.uint8)
    share = float(ink.mean())
    if share > _MOST_INK:
        return None
    boxes = _parts_inside(ink, margin)
    letters = plan.text_height * scale
    if not boxes or np.ptp([edge for box in boxes for edge in box[1::2]]) < _LEAST_HEIGHT * letters:
        # print that touches a rule: all of the mark, if there is that much ink at all
        return _whole(plan) if share > _LEAST_INK else None
    low, high = np.min(boxes, axis=0)[:2], np.max(boxes, axis=0)[2:]
    left, top = low - margin - np.array([_PADDING_BESIDE, _PADDING]) * letters
    right, bottom = high - margin + np.array([_PADDING_BESIDE, _PADDING]) * letters
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32) / np.float32(
        scale
    )


def margin_of(plan: FieldPlan) -> float:
    """How much is looked at around a mark, pixels of the field's frame."""
    return _MARGIN * plan.text_height


def _parts_inside(ink: NDArray[np.uint8], margin: float) -> list[tuple[int, int, int, int]]:
    """Connected ink whose middle lies in the mark, without rules: left, top, right, bottom."""
    _, _, parts, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    rows, columns = ink.shape
    boxes = []
    for (x, y, width, height, area), (across, down) in zip(
        parts[1:].tolist(), middles[1:].tolist(), strict=True
    ):
        inside = margin <= across < columns - margin and margin <= down < rows - margin
        whole = x > 0 and y > 0 and x + width < columns and y + height < rows
        if inside and whole and area >= _LEAST_AREA:
            boxes.append((x, y, x + width, y + height))
    return boxes


def _whole(plan: FieldPlan) -> Quad:
    """The mark with a little around it, no higher than its letters need."""
    pad = _PADDING * plan.text_height
    spare = max(0.0, (plan.height - 1.1 * plan.text_height) / 2)
    top, bottom = spare - pad / 2, plan.height - spare + pad / 2
    return np.array(
        [[-pad, top], [plan.width + pad, top], [plan.width + pad, bottom], [-pad, bottom]], np.float32
    )
