"""A quick look whether a page is plainly flat, by its ink alone: most pages are, and need no network.

Smeared along the rows, the characters of a line join (see `models.document.print_lines`); the middle of their
ink, place by place, is the line's curve, less exact than what a network's map gives, but enough to see that
lines are straight and level. A page for which that is not plain is looked at closely.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from sealstack.models.document.print_lines import Print, find_print
from sealstack.models.document.unwarp.evidence import lean_of, share_out_of_line
from sealstack.models.document.unwarp.rows.smooth_field import Floats
from sealstack.models.document.unwarp.text_curves import TextCurve
from sealstack.models.values import Image

_REACH = 1.3
"""Characters up to this far apart are joined, in their own size."""

_SHORTEST = 6.0
"""A line is at least this long to say something of the page's form, in characters."""

_STEP = 2.0
"""The ink's middle is taken over so many characters: letters with tails pull it less."""

_THICKEST = 2.2
"""Where lines have run together, or a picture stands, ink is thicker than so many characters."""

_PLAINLY_LEVEL = 1.0
"""Degrees."""

_ROOM = 2.5
"""Around what is printed so much is looked at too, in characters: print may be too pale for a quick look."""

_EDGE = 0.012
"""How far from the paper's outline ink is none of its print, of the picture's longer side."""

_BEYOND, _ON_EDGE, _INSIDE = 0, 1, 2
"""Where a point may be: on a desk, on the paper's edge, which is dark there, or on the paper."""

_FEWEST_LINES = 3
_PLAIN = 0.03
"""A page is plainly flat when less than this share of its print, by length, is bent or askew."""


@dataclass(frozen=True, eq=False)
class QuickLook:
    """What a quick look at a page shows.

    Attributes:
        print: its ink; None when nothing is printed on it.
        curves: that its lines of print follow, in pixels of the picture, as far as ink alone tells.
        plainly_flat: whether its lines are straight and level, or there are none.
    """

    print: Print | None
    curves: list[TextCurve]
    plainly_flat: bool


def quick_look(image: Image) -> QuickLook:
    """Look whether a page is plainly flat.

    Args:
        image: `(H, W, 3)` uint8 BGR, upright.
    """
    print_ = find_print(image)
    if print_ is None:
        return QuickLook(None, [], True)
    curves = [
        TextCurve(curve.points / print_.scale, curve.height / print_.scale) for curve in rough_curves(print_)
    ]
    if len(curves) < _FEWEST_LINES:
        return QuickLook(print_, curves, False)
    level = abs(lean_of(curves)) < _PLAINLY_LEVEL and share_out_of_line(curves) < _PLAIN
    return QuickLook(print_, curves, level)


def is_plainly_flat(image: Image) -> bool:
    """Whether a page shows at a glance that its rows need no flattening; False when it takes a closer look.

    Args:
        image: `(H, W, 3)` uint8 BGR, upright.
    """
    return quick_look(image).plainly_flat


def rough_curves(print_: Print) -> list[TextCurve]:
    """The curves that lines of print follow, in pixels of the reduced picture, as far as ink alone tells."""
    reach = max(3, round(_REACH * print_.character)) | 1
    joined = cv2.morphologyEx(print_.ink, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    count, labels, statistics, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    long = statistics[:, cv2.CC_STAT_WIDTH] >= _SHORTEST * print_.character
    long[0] = False
    y, x = np.nonzero(joined)
    line = labels[y, x]
    y, x, line = y[long[line]], x[long[line]], line[long[line]]
    step = _STEP * print_.character
    place = ((x - statistics[line, cv2.CC_STAT_LEFT]) / step).astype(int)
    places = int(np.ceil(print_.ink.shape[1] / step)) + 1
    key, shape = line * places + place, (count, places)
    inked = (print_.ink[y, x] > 0).astype(np.float64)
    amount = np.bincount(key, inked, count * places).reshape(shape)
    across = np.bincount(key, inked * x, count * places).reshape(shape)
    down = np.bincount(key, inked * y, count * places).reshape(shape)
    area = np.bincount(key, minlength=count * places).reshape(shape)
    curves = []
    for number in np.flatnonzero(long):
        full = area[number] >= 0.5 * step * 0.4 * print_.character
        thick = area[number] > step * _THICKEST * print_.character
        sound = full & ~thick & (amount[number] > 0)
        if sound.sum() < 4 or thick.sum() > 0.3 * full.sum():
            continue
        points = (
            np.stack([across[number][sound], down[number][sound]], axis=1) / amount[number][sound][:, None]
        )
        curves.append(TextCurve(points, print_.character * 1.3))
    return curves


@dataclass(frozen=True)
class PrintedPart:
    """The part of a page that is printed, with some room around: what a network needs to look at.

    Attributes:
        box: left, top, right and bottom, pixels of the picture.
        off_edge: whether nothing on the paper's edge was taken for a line, which draws the outline with it.
    """

    box: tuple[int, int, int, int]
    off_edge: bool


def printed_part(look: QuickLook, paper: Floats) -> PrintedPart | None:
    """Find the printed part of a page.

    Args:
        look: with print.
        paper: the outline of the page's paper, `(N, 2)` pixels of the picture.

    Returns:
        The part; None where lines stand beyond the paper, so that its outline is none to rely on.
    """
    print_ = look.print
    if print_ is None or not look.curves:
        return None
    height, width = print_.ink.shape
    outline = np.round(paper * print_.scale).astype(np.int32)
    place = np.full((height, width), _BEYOND, np.uint8)
    cv2.fillPoly(place, [outline], _INSIDE)
    cv2.polylines(place, [outline], True, _ON_EDGE, 2 * max(1, round(_EDGE * max(width, height))))
    lines = np.round(np.concatenate([curve.points for curve in look.curves]) * print_.scale).astype(int)
    x, y = np.clip(lines, 0, [width - 1, height - 1]).T
    stands = place[y, x]
    inside = np.asarray(place == _INSIDE, np.uint8)
    if (stands == _BEYOND).any() or not (stands == _INSIDE).any():
        return None
    left, top, wide, high = cv2.boundingRect(cv2.bitwise_and(print_.ink, print_.ink, mask=inside))
    room = _ROOM * print_.character
    first = np.maximum(np.array([left, top]) - room, 0) / print_.scale
    last = np.minimum(np.array([left + wide, top + high]) + room, [width, height]) / print_.scale
    (left, top), (right, bottom) = first.astype(int).tolist(), np.ceil(last).astype(int).tolist()
    return PrintedPart((left, top, right, bottom), bool((stands == _INSIDE).all()))
