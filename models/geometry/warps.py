"""Plane maps between a template and a query: carrying points, and telling the possible from the absurd."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Homography: TypeAlias = NDArray[np.floating]
"""A `(3, 3)` map of the plane, from pixels of a template to pixels of a query unless said otherwise."""

_SMALLEST_SCALE = 0.08
_LARGEST_SCALE = 12.0
_MOST_FORESHORTENED = 3.5  # longest against shortest of opposite sides


def carry(points: NDArray[np.floating], homography: Homography) -> NDArray[np.float32]:
    """Carry points over a plane map.

    Args:
        points: `(..., 2)` pixels.
        homography: the map.

    Returns:
        The same shape, float32; points at the horizon come out far away, never as NaN.
    """
    flat = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    carried = np.column_stack([flat, np.ones(len(flat))]) @ homography.T
    depth = carried[:, 2:]
    depth = np.where(np.abs(depth) < 1e-9, 1e-9, depth)
    result = np.clip(carried[:, :2] / depth, -1e7, 1e7)
    return result.reshape(points.shape).astype(np.float32)


def outline(height: int, width: int) -> NDArray[np.float32]:
    """The corners of a picture, `(4, 2)`, clockwise from the upper left."""
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)


def plausible(homography: Homography | None, height: int, width: int) -> bool:
    """Whether a camera or scanner could have made such a picture of a form.

    Args:
        homography: from the form's pixels; None when none was found.
        height: of the form's picture, pixels.
        width: of the form's picture, pixels.

    Returns:
        False for maps that mirror, fold, shrink to nothing or foreshorten beyond use.
    """
    if homography is None or not np.isfinite(homography).all():
        return False
    corners = outline(height, width)
    depths = np.column_stack([corners, np.ones(4)]) @ homography[2]
    if depths.min() <= 1e-9 < depths.max() or abs(np.linalg.det(homography)) < 1e-12:
        return False
    carried = carry(corners, homography)
    if not cv2.isContourConvex(carried) or cv2.contourArea(carried, True) <= 0:
        return False
    scale = float(np.sqrt(cv2.contourArea(carried) / (height * width)))
    sides = np.linalg.norm(np.roll(carried, -1, axis=0) - carried, axis=1)
    sides = np.maximum(sides, 1e-6)
    if max(sides[0] / sides[2], sides[2] / sides[0], sides[1] / sides[3], sides[3] / sides[1]) > (
        _MOST_FORESHORTENED
    ):
        return False
    proportion = (sides[0] + sides[2]) / (sides[1] + sides[3]) * height / width
    return _SMALLEST_SCALE < scale < _LARGEST_SCALE and 0.4 < proportion < 2.5
