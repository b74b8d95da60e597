"""Views: each field of a query as it is looked at, with a stamp's ink and without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sealstack.models.form.describe.plan import Box, FieldPlan
from sealstack.models.form.extract.stamps import find_stamps, without_stamp
from sealstack.models.form.extract.windows import Window, cut_window, plan_regions, surroundings_of
from sealstack.models.geometry.warps import Homography, carry
from sealstack.models.values import Image, Quad


@dataclass(frozen=True, eq=False)
class View:
    """One look at one field: as it is, or with a stamp's ink taken away.

    Attributes:
        field: its number.
        plan: its plan.
        to_query: from the field's frame to pixels of the query.
        window: the number of the window that shows it.
        cleaned: the channels of the stamps whose ink was taken away.
    """

    field: int
    plan: FieldPlan
    to_query: Homography
    window: int
    cleaned: tuple[int, ...] = ()


def views_of(
    image: Image, plans: Sequence[FieldPlan], places: Sequence[Homography | None]
) -> tuple[list[View], list[Window]]:
    """Look at each field as it is, and at those under a stamp once more without it.

    Args:
        image: the query, `(H, W, 3)` uint8 BGR.
        plans: the fields.
        places: from each field's own frame to pixels of the query; None for fields that were not found.

    Returns:
        The views, those without a stamp last, and the windows that they are numbers of.
    """
    stamps = find_stamps(image)
    plain: list[View] = []
    cleaned: list[View] = []
    windows: list[Window] = []
    for alignment, numbers in _carried_alike(plans, places):
        for region in plan_regions(plans, numbers):
            window = cut_window(image, region, alignment)
            at = len(windows)
            windows.append(window)
            inks: set[int] = set()
            stamped = []
            for number in region.fields:
                to_query = alignment @ plans[number].to_form
                plain.append(View(number, plans[number], to_query, at))
                outline = carry(corners_of(plans[number], (0.0, 0.0)), to_query)
                if over := {stamp.channel for stamp in stamps if stamp.lies_over(outline)}:
                    stamped.append((number, to_query))
                    inks |= over
            if inks:
                channels = tuple(sorted(inks))
                windows.append(replace(window, pixels=without_stamp(window.pixels, channels)))
                cleaned += [
                    View(number, plans[number], to_query, at + 1, channels) for number, to_query in stamped
                ]
    return [*plain, *cleaned], windows


def _carried_alike(
    plans: Sequence[FieldPlan], places: Sequence[Homography | None]
) -> Iterator[tuple[Homography, list[int]]]:
    """The fields that one map from the template's pixels to the query's carries, with that map."""
    groups: list[tuple[Homography, list[int]]] = []
    for number, (plan, place) in enumerate(zip(plans, places, strict=True)):
        if place is None:
            continue
        whole = place @ np.linalg.inv(plan.to_form)
        whole = whole / whole[2, 2]
        for known, numbers in groups:
            if np.allclose(known, whole, rtol=1e-6, atol=1e-9):
                numbers.append(number)
                break
        else:
            groups.append((whole, [number]))
    return iter(groups)


def lines_near(plan: FieldPlan, lines: Sequence[Quad]) -> list[Quad]:
    """Choose the lines around a field.

    Args:
        plan: the field's.
        lines: of its window, `(4, 2)` each, pixels of the template.

    Returns:
        Those around it, in its own frame.
    """
    around = surroundings_of(plan)
    to_frame = np.linalg.inv(plan.to_form)
    near = []
    for quad in (carry(line, to_frame) for line in lines):
        box = Box.around(quad)
        if box.right > around.left and box.left < around.right and around.top < box.middle < around.bottom:
            near.append(quad)
    return near


def lines_by_field(fields: int, views: Sequence[View], lines: Sequence[Sequence[Quad]]) -> list[list[Box]]:
    """Choose the lines around each field that show by how much its print is off.

    Those of the look without a stamp, unless that shows none in the field's columns: then print in its
    colour was taken away with it.

    Args:
        fields: how many there are.
        views: the looks at them, those without a stamp last.
        lines: of each view, in its field's frame, `(4, 2)` each.

    Returns:
        For each field the boxes of its lines, in its own frame.
    """
    near: list[list[Box]] = [[] for _ in range(fields)]
    for view, quads in zip(views, lines, strict=True):
        boxes = [Box.around(quad) for quad in quads]
        mark = Box(0, 0, view.plan.width, view.plan.height)
        if not view.cleaned or any(box.common_width(mark) > 0 for box in boxes):
            near[view.field] = boxes
    return near


def corners_of(plan: FieldPlan, shift: tuple[float, float]) -> Quad:
    """A field's corners, `(4, 2)`, moved by `shift`, in its own frame."""
    corners = np.array([[0, 0], [plan.width, 0], [plan.width, plan.height], [0, plan.height]], np.float32)
    return corners + np.array(shift, np.float32)
