"""Four-cornered outlines of text lines: their corners' order, their order on the page, size and growth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import cv2
import numpy as np
import pyclipper
from numpy.typing import NDArray

from sealstack.models.values import Quad

Rectangle: TypeAlias = tuple[Sequence[float], Sequence[float], float]
"""A turned rectangle as OpenCV has it: centre (x, y), size (width, height), angle in degrees."""

_SAME_ROW = 10.0
"""Lines whose upper left corners differ by less than this stand in one row, pixels; RapidOCR's figure."""


def clockwise(points: NDArray[np.float32]) -> Quad:
    """Put four corners in the order upper left, upper right, lower right, lower left.

    The two leftmost are taken for the left side: a line that rises or falls by less than 90 degrees keeps its
    direction of reading.

    Args:
        points: `(4, 2)` corners in any order, pixels.

    Returns:
        `(4, 2)` float32, the same corners.
    """
    by_x = points[np.argsort(points[:, 0], kind="stable")]
    upper_left, lower_left = by_x[:2][np.argsort(by_x[:2, 1], kind="stable")]
    upper_right, lower_right = by_x[2:][np.argsort(by_x[2:, 1], kind="stable")]
    return np.array([upper_left, upper_right, lower_right, lower_left], dtype=np.float32)


def reading_order(quads: Sequence[Quad]) -> list[int]:
    """Order lines from the top down, and from left to right within a row.

    Rows are chains of lines whose upper left corners lie less than 10 pixels below the one before; this is
    the order RapidOCR's clients know.

    Args:
        quads: `(4, 2)` each, upper left corner first, pixels.

    Returns:
        The numbers of the quads, in reading order.
    """
    by_height = sorted(range(len(quads)), key=lambda index: float(quads[index][0, 1]))
    rows: list[list[int]] = []
    for index in by_height:
        if rows and quads[index][0, 1] - quads[rows[-1][-1]][0, 1] < _SAME_ROW:
            rows[-1].append(index)
        else:
            rows.append([index])
    return [index for row in rows for index in sorted(row, key=lambda member: float(quads[member][0, 0]))]


def unclip(kernel: Quad, ratio: float) -> Rectangle:
    """Grow the shrunken text kernel of a DB detector to the whole line.

    The kernel was made by moving the outline inwards; here it moves outwards by `area * ratio / perimeter`
    (Liao et al., "Real-time Scene Text Detection with Differentiable Binarization", AAAI 2020, inference).
    Corners are cut to whole pixels first, as every port of PP-OCR does: a recognizer's answer on hard lines
    changes with half a pixel, and ours shall be comparable with theirs.

    Args:
        kernel: `(4, 2)` corners, pixels.
        ratio: how much to grow, at least 0.

    Returns:
        The smallest rectangle around the grown kernel; around the kernel itself when that has no area.
    """
    area = abs(float(cv2.contourArea(kernel)))
    perimeter = float(cv2.arcLength(kernel, True))
    if area * ratio <= 0:
        return cv2.minAreaRect(kernel)
    offset = pyclipper.PyclipperOffset()
    offset.AddPath(kernel.astype(int).tolist(), pyclipper.JT_ROUND, pyclipper.ET_CLOSEDPOLYGON)
    grown = offset.Execute(area * ratio / perimeter)
    points = np.concatenate([np.asarray(path, dtype=np.int32) for path in grown]) if grown else kernel
    return cv2.minAreaRect(points)


def smallest_rectangle(points: NDArray[np.int32]) -> Rectangle:
    """The smallest turned rectangle around points, `(N, 1, 2)` or `(N, 2)` int32."""
    return cv2.minAreaRect(points)


def corners(rectangle: Rectangle) -> Quad:
    """The four corners of a turned rectangle, `(4, 2)` float32, upper left first, clockwise."""
    return clockwise(np.asarray(cv2.boxPoints(rectangle), dtype=np.float32))


def length_of(quad: Quad) -> float:
    """How long a line is, pixels: the mean of its upper and its lower side."""
    return float(np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2


def height_of(quad: Quad) -> float:
    """How high a line is, pixels: the mean of its two ends."""
    return float(np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2


def whole_picture(height: int, width: int) -> Quad:
    """The outline of a picture of this size, pixels."""
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
