"""Strips: what is cut out to be read for a field, lines and ink that is no line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sealstack.models.form.describe.plan import Box, FieldPlan
from sealstack.models.form.extract.lone_ink import beside_of, find_lone_ink, margin_of
from sealstack.models.form.extract.rows import belongs, continued, joined_rows
from sealstack.models.form.extract.stamps import ink_left, without_stamp
from sealstack.models.form.extract.views import View, corners_of
from sealstack.models.form.extract.windows import straightened
from sealstack.models.geometry.warps import carry
from sealstack.models.text.detection.crop import crop_line
from sealstack.models.values import Image, Quad

_LETTERS_LOOKED_AT = 26.0  # pixels of a patch in which lone ink is sought
_LONGEST_PATCH = 4000
_CLOSE_BESIDE, _LAPS_OVER = 0.6, 1.0  # of a line's height between its end and print that may go on with it
_TOO_HIGH, _HIGHER_THAN_MARK = 2.2, 1.5  # of the letters' height and of the mark's
_IN_ITS_ROW, _TAKEN = 0.5, 0.3
# of its height and of the narrower's width that a line above or below reaches into a mark; ratio of heights
_REACHES_IN, _COLUMNS, _ALIKE = 0.25, 0.5, 1.4


@dataclass(frozen=True, eq=False)
class Strip:
    """One line to be read.

    Attributes:
        view: the look at the field that it was found in.
        kind: `line`, `row` (the pieces of one row together) or `lone` (ink that is no line).
        box: where it is, in the field's frame.
        quad: the same on the query, in reading direction.
        pixels: what is read.
        ink_left: how dark its strokes are without the stamp that was taken away, see
            `models.form.extract.stamps`.
        goes_on: whether print that is no label's and no other field's stands close by in its row, or reaches
            into the mark from above or below.
    """

    view: int
    kind: str
    box: Box
    quad: Quad
    pixels: Image
    ink_left: float = 1.0
    goes_on: bool = False


def strips_of(
    image: Image, number: int, view: View, lines: Sequence[Quad], shift: tuple[float, float]
) -> list[Strip]:
    """Cut out what is to be read for one look at a field.

    Args:
        image: the query, `(H, W, 3)` uint8 BGR.
        number: the view's.
        view: the look at the field.
        lines: around the field, in its frame, `(4, 2)` each.
        shift: of the field's print against the form's, template pixels.

    Returns:
        Its lines, its rows of several pieces, or where there is none its lone ink.
    """
    lines = [quad for quad in lines if not _too_high(view.plan, Box.around(quad))]
    boxes = [Box.around(quad) for quad in lines]
    inside = [belongs(view.plan, box, shift) for box in boxes]
    mine = [quad for quad, own in zip(lines, inside, strict=True) if own]
    rest = [number for number, own in enumerate(inside) if not own]
    more = continued(view.plan, [Box.around(quad) for quad in mine], [boxes[at] for at in rest], shift)
    mine += [lines[rest[at]] for at in more]
    wanted = [("line", quad) for quad in mine]
    wanted += [("row", quad) for quad in joined_rows([Box.around(quad) for quad in mine])]
    if not mine:
        lone = _lone(image, view, shift)
        wanted += [("lone", lone)] if lone is not None else []
    strips = []
    left_out = [boxes[at] for number, at in enumerate(rest) if number not in more]
    for kind, quad in wanted:
        place = carry(quad, view.to_query)
        if not _on_picture(place, image):
            continue
        seen, on_query = crop_line(image, place)
        pixels = without_stamp(seen, view.cleaned) if view.cleaned else seen
        left = ink_left(seen, pixels) if view.cleaned else 1.0
        box = Box.around(quad)
        strips.append(Strip(number, kind, box, on_query, pixels, left, _goes_on(view, box, left_out, shift)))
    return strips


def _too_high(plan: FieldPlan, box: Box) -> bool:
    """Whether a line is too high for a mark of one line: of one character the detector sees all around it."""
    return box.height > _TOO_HIGH * plan.text_height and box.height > _HIGHER_THAN_MARK * plan.height


def _goes_on(view: View, box: Box, others: Sequence[Box], shift: tuple[float, float]) -> bool:
    """Whether a line that is nobody's stands close beside one of the field's, or reaches into its mark."""
    plan = view.plan
    mark = Box.around(corners_of(plan, shift))
    taken = [*plan.neighbours, *(label.box for label in plan.labels)]
    for other in others:
        gap = max(other.left - box.right, box.left - other.right) / max(box.height, 1e-6)
        beside = box.rows_shared(other) > _IN_ITS_ROW and -_LAPS_OVER < gap < _CLOSE_BESIDE
        alike = max(box.height, other.height) < _ALIKE * min(box.height, other.height)
        over = min(box.common_width(other), mark.common_width(other)) > _COLUMNS * min(box.width, other.width)
        reaches_in = alike and over and mark.common_height(other) > _REACHES_IN * other.height
        if (beside or reaches_in) and not any(other.share_inside(one) > _TAKEN for one in taken):
            return True
    return False


def _on_picture(quad: Quad, image: Image) -> bool:
    """Whether a line's middle lies on the query; beyond its edge there is nothing but what was made up."""
    across, down = quad.mean(axis=0)
    inside = 0 <= across < image.shape[1] and 0 <= down < image.shape[0]
    return bool(inside and np.ptp(quad, axis=0).max() <= 2 * max(image.shape[:2]))


def _lone(image: Image, view: View, shift: tuple[float, float]) -> Quad | None:
    """Ink in a field without a line, in the field's frame."""
    plan = view.plan
    scale, margin = _LETTERS_LOOKED_AT / plan.text_height, margin_of(plan)
    left, right = beside_of(plan)
    size = (
        max(1, round((plan.width + left + right) * scale)),
        max(1, round((plan.height + 2 * margin) * scale)),
    )
    if max(size) > _LONGEST_PATCH:
        return None
    from_patch = np.array(
        [[1 / scale, 0, shift[0] - left], [0, 1 / scale, shift[1] - margin], [0, 0, 1]], np.float64
    )
    patch = straightened(image, view.to_query @ from_patch, size)
    if view.cleaned:
        patch = without_stamp(patch, view.cleaned)
    quad = find_lone_ink(patch, scale, plan)
    return quad + np.array(shift, np.float32) if quad is not None else None
