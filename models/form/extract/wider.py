"""A wider look at fields whose values go on beyond what was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sealstack.models.form.describe.plan import Box, FieldPlan
from sealstack.models.form.extract.stamps import without_stamp
from sealstack.models.form.extract.views import View, lines_near
from sealstack.models.form.extract.windows import Region, Window, cut_window, detect_lines
from sealstack.models.geometry.warps import carry
from sealstack.models.text.detection.detector import Detector
from sealstack.models.values import Image, Quad

_TOUCHES = 0.7  # of the letters' height between a line's end and the edge of what was looked at
_UP_AND_DOWN = 0.8  # of the letters' height more, where a second line is cut
_SOME_ROOM = 0.5  # of the letters' height
_OTHER_LINE = 1.75  # letters' heights from a mark to a value's other line
_ALIKE = 1.6  # ratio of heights; boxes around two close lines are higher than their letters


def looked_wider(
    image: Image,
    views: Sequence[View],
    windows: Sequence[Window],
    lines: Sequence[list[Quad]],
    detector: Detector,
) -> list[list[Quad]]:
    """Look again where a line reaches the edge of its window and the form's paper is blank beyond.

    Args:
        image: the query, `(H, W, 3)` uint8 BGR.
        views: the looks at the fields.
        windows: that the views show.
        lines: found around each view's field, in its frame.
        detector: finds lines; all second looks go through it together.

    Returns:
        For each view the lines around its field, in its frame.
    """
    again: list[tuple[int, Window]] = []
    for number, view in enumerate(views):
        region = windows[view.window].region
        grown = _grown(view.plan, region, [Box.around(quad) for quad in lines[number]])
        if grown is None:
            continue
        window = cut_window(image, grown, view.to_query @ np.linalg.inv(view.plan.to_form))
        if view.cleaned:
            window = replace(window, pixels=without_stamp(window.pixels, view.cleaned))
        again.append((number, window))
    result = list(lines)
    if again:
        found = detect_lines([window for _, window in again], detector)
        for (number, _), quads in zip(again, found, strict=True):
            result[number] = lines_near(views[number].plan, quads)
    return result


def _may_go_on(plan: FieldPlan, line: Box) -> bool:
    """Whether a line above or below a mark may be the value's other line: close by, alike, and no other's."""
    height = plan.text_height
    room = plan.free.up if line.middle < plan.height / 2 else plan.free.down
    near = abs(line.middle - plan.height / 2) < _OTHER_LINE * height and room > _SOME_ROOM * height
    alike = max(line.height, height) < _ALIKE * min(line.height, height)
    taken = [*plan.neighbours, *(label.box for label in plan.labels)]
    return near and alike and not any(line.share_inside(one) > 0.5 for one in taken)


def _grown(plan: FieldPlan, region: Region, lines: Sequence[Box]) -> Region | None:
    """A larger region around a field, None when no line of it is cut."""
    box = region.box
    corners = np.array([[box.left, box.top], [box.right, box.bottom]], np.float32)
    seen = Box.around(carry(corners, np.linalg.inv(plan.to_form)))
    height = plan.text_height
    mark = Box(0, 0, plan.width, plan.height)
    left = right = up = down = 0.0
    for line in lines:
        inside = line.rows_shared(mark) > _SOME_ROOM and line.common_width(mark) > 0
        beside = line.common_width(mark) > 0.5 * min(line.width, mark.width)
        if inside or (beside and _may_go_on(plan, line)):
            if line.left < seen.left + _TOUCHES * height:
                left = max(left, plan.free.left + seen.left)
            if line.right > seen.right - _TOUCHES * height:
                right = max(right, plan.free.right - (seen.right - plan.width))
        if beside and not inside:
            if line.middle > plan.height and line.bottom > seen.bottom - 0.3 * height:
                down = _UP_AND_DOWN * height if plan.free.down > _SOME_ROOM * height else 0.0
            if line.middle < 0 and line.top < seen.top + 0.3 * height:
                up = _UP_AND_DOWN * height if plan.free.up > _SOME_ROOM * height else 0.0
    left, right = (room + height if room > _SOME_ROOM * height else 0.0 for room in (left, right))
    if not max(left, right, up, down):
        return None
    around = Box(
        min(-1.6 * height, seen.left if left else 0) - left,
        -height - up,
        max(plan.width + 1.6 * height, seen.right if right else 0) + right,
        plan.height + height + down,
    )
    frame = np.array(
        [
            [around.left, around.top],
            [around.right, around.top],
            [around.right, around.bottom],
            [around.left, around.bottom],
        ],
        np.float32,
    )
    return Region(Box.around(carry(frame, plan.to_form)), region.scale, region.fields)
