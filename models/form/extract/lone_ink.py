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
_FARTHEST_BESIDE = 3.0  # of the letters' height that ink may go on beside its mark
_NEXT = 0.6  # of the letters' height between two characters
_LEAST_AREA = 4  # pixels
_PADDING = 0.15
_PADDING_BESIDE = 0.06  # neighbours come closer there
_MOST_INK = 0.45  # of the mark
_LEAST_INK = 0.015


def find_lone_ink(patch: Image, scale: float, plan: FieldPlan) -> Quad | None:
    """Find the smallest box around a field's ink.

    A value is often longer than the template's: ink that goes on beside the mark, character by character, is
    the field's as far as the form is blank there.

    Args:
        patch: the mark as seen in the query with `margin_of` above and below and `beside_of` beside it, made
            straight, `(h, w, 3)` uint8.
        scale: pixels of the patch for one of the field's frame.
        plan: the field.

    Returns:
        `(4, 2)` pixels of the field's frame, relative to the mark's upper left corner; None when there is no
        ink of a character's size, or too much.
    """
    margin = margin_of(plan) * scale
    beside = beside_of(plan)
    if plan.height > _ONE_LINE * plan.text_height or min(patch.shape[:2]) < 2 * margin + 6:
        return None
    grey = cv2.cvtColor(patch, cv2.COLOR_BGR2GRAY)
    first, last = round(beside[0] * scale), patch.shape[1] - round(beside[1] * scale)
    near = slice(max(0, round(first - margin)), round(last + margin))  # the mark and a little around it
    # dark on light or light on dark: ink is the rarer
    middle = float(np.median(grey[:, near]))
    ink = (np.abs(grey.astype(np.float32) - middle) > _CONTRAST).astype(np.uint8)
    share = float(ink[:, near].mean())
    if share > _MOST_INK:
        return None
    boxes = _parts_of_value(ink, margin, (first, last), _NEXT * plan.text_height * scale)
    letters = plan.text_height * scale
    if not boxes or np.ptp([edge for box in boxes for edge in box[1::2]]) < _LEAST_HEIGHT * letters:
        # print that touches a rule: all of the mark, if there is that much ink at all
        return _whole(plan) if share > _LEAST_INK else None
    low, high = np.min(boxes, axis=0)[:2], np.max(boxes, axis=0)[2:]
    corner = np.array([beside[0] * scale, margin])
    left, top = low - corner - np.array([_PADDING_BESIDE, _PADDING]) * letters
    right, bottom = high - corner + np.array([_PADDING_BESIDE, _PADDING]) * letters
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32) / np.float32(
        scale
    )


def margin_of(plan: FieldPlan) -> float:
    """How much is looked at above and below a mark, pixels of the field's frame."""
    return _MARGIN * plan.text_height


def beside_of(plan: FieldPlan) -> tuple[float, float]:
    """How much is looked at left and right of a mark where the form is blank, pixels of the field's frame."""
    least, most = margin_of(plan), _FARTHEST_BESIDE * plan.text_height
    return plan.room(-1, least, most), plan.room(1, least, most)


def _parts_of_value(
    ink: NDArray[np.uint8], margin: float, mark: tuple[int, int], gap: float
) -> list[tuple[int, int, int, int]]:
    """Connected ink whose middle lies in the mark, without rules, and what goes on beside it.

    Args:
        ink: `(h, w)`, 1 where there is some.
        margin: above and below the mark, pixels.
        mark: the columns where it begins and ends.
        gap: pixels between two characters at the most.

    Returns:
        Of each its left, top, right and bottom.
    """
    _, _, parts, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    rows, columns = ink.shape
    inside: list[tuple[int, int, int, int]] = []
    others: list[tuple[int, int, int, int]] = []
    for (x, y, width, height, area), (across, down) in zip(
        parts[1:].tolist(), middles[1:].tolist(), strict=True
    ):
        in_row = margin <= down < rows - margin
        whole = x > 0 and y > 0 and x + width < columns and y + height < rows
        if in_row and whole and area >= _LEAST_AREA:
            box = (x, y, x + width, y + height)
            (inside if mark[0] <= across < mark[1] else others).append(box)
    if not inside:
        return []
    left, right = min(box[0] for box in inside), max(box[2] for box in inside)
    for box in sorted(others):
        if box[0] >= right - gap and box[0] - right < gap:
            inside.append(box)
            right = max(right, box[2])
    for box in sorted(others, key=lambda box: -box[2]):
        if box[2] <= left + gap and left - box[2] < gap:
            inside.append(box)
            left = min(left, box[0])
    return inside


def _whole(plan: FieldPlan) -> Quad:
    """The mark with a little around it, no higher than its letters need."""
    pad = _PADDING * plan.text_height
    spare = max(0.0, (plan.height - 1.1 * plan.text_height) / 2)
    top, bottom = spare - pad / 2, plan.height - spare + pad / 2
    return np.array(
        [[-pad, top], [plan.width + pad, top], [plan.width + pad, bottom], [-pad, bottom]], np.float32
    )
