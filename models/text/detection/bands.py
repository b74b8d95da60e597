"""Bands: a very tall picture, such as the screenshot of a whole page, cut where nothing is printed.

Shown to the detector as a whole it would have to shrink until its print can no longer be seen, and would take
memory in proportion to its height.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import cv2
import numpy as np

from sealstack.models.geometry.boxes import common_length
from sealstack.models.values import Image, Quad

FoundLine: TypeAlias = tuple[Quad, float]
"""A line's quad, `(4, 2)` pixels, and how sure the detector is of it, 0..1."""

_TALLER_THAN = 2000
"""Pixels. Lower pictures are shown as a whole."""

_TALL = 4.0
"""And so are those that are less than so many times as high as wide."""

_BAND, _LEAST_BAND = 2.5, 1000
"""The most that a band is higher than wide, unless it has fewer rows than the second."""

_SOUGHT = 0.4
"""Of a band's width, above and below of where a cut would be best, in which a gap is sought."""

_GAP = 5
"""Rows that shall be empty around a cut, pixels."""

_TOUCHES = 12.0
"""How close to a cut an upright line ends that goes on behind it, pixels."""

_IN_LINE = 0.6
"""The share of their widths that parts of one upright line have in common at least."""


def cuts_of(image: Image) -> list[int]:
    """Choose the rows at which to cut a picture.

    Args:
        image: `(H, W, 3)` uint8.

    Returns:
        The first row of every band but the first; none for a picture that is not very tall.
    """
    height, width = image.shape[:2]
    if height <= _TALLER_THAN or height < _TALL * width:
        return []
    count = int(np.ceil(height / max(_BAND * width, _LEAST_BAND)))
    reach = max(1, round(_SOUGHT * width))
    cuts = []
    for number in range(1, count):
        best = round(number * height / count)
        low, high = max(best - reach, 1), min(best + reach, height - 1)
        cuts.append(low + _emptiest(image[low:high]))
    return cuts


def _emptiest(rows: Image) -> int:
    """The row with the least print around it, the nearest to the middle of several."""
    grey = cv2.cvtColor(rows, cv2.COLOR_BGR2GRAY)
    strokes = cv2.absdiff(grey[:, 1:], grey[:, :-1]) if grey.shape[1] > 1 else np.zeros_like(grey)
    printed = cv2.blur(strokes.mean(axis=1, dtype=np.float32)[:, None], (1, _GAP))[:, 0]
    away = np.abs(np.arange(len(printed)) - len(printed) / 2) / len(printed)
    # between rows of paper, whose grain differs by chance, nearness decides
    return int((np.round(printed, 0) + away).argmin())


def joined(above: Sequence[FoundLine], below: Sequence[FoundLine], cut: int) -> list[FoundLine]:
    """Put the lines on both sides of a cut together, those made whole that it went through down the page.

    Args:
        above: lines that end above the cut, each with its score; pixels of the picture.
        below: lines that begin below it.
        cut: its row.

    Returns:
        All lines; one made whole scores as the worse of its parts.
    """
    lines, rest = list(above), list(below)
    for number, (upper, score) in enumerate(lines):
        onward = next((at for at, (lower, _) in enumerate(rest) if _goes_on(upper, lower, cut)), None)
        if onward is not None:
            lower, other = rest.pop(onward)
            lines[number] = (_around(upper, lower), min(score, other))
    return lines + rest


def _around(upper: Quad, lower: Quad) -> Quad:
    corners = np.concatenate([upper, lower])
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def _goes_on(upper: Quad, lower: Quad, cut: int) -> bool:
    """Whether both are parts of one line that runs down the page."""
    (left, _), (right, bottom) = upper.min(axis=0), upper.max(axis=0)
    (other_left, top), (other_right, _) = lower.min(axis=0), lower.max(axis=0)
    if cut - bottom > _TOUCHES or top - cut > _TOUCHES:
        return False
    common = common_length((left, right), (other_left, other_right))
    in_line = common >= _IN_LINE * max(right - left, other_right - other_left)
    return bool(in_line and all(np.ptp(part[:, 1]) > 1.5 * np.ptp(part[:, 0]) for part in (upper, lower)))
