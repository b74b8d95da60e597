"""Lines of seals made straight: the band that a polygon outlines, unrolled when it is bent."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.geometry.quads import clockwise
from sealstack.models.text.detection.crop import crop_line
from sealstack.models.values import Image, Polygon

_STRAIGHT = 0.7
"""Bands that fill so much of their smallest rectangle are straight."""

_GAP = np.radians(4)
"""The least gap between a bent band's ends."""

_HIGHEST = 64
"""Of an unrolled band, pixels; the recognizer looks at 48."""

_STEPS = 8
"""Of the circle's fit."""

_LONGEST = 40.0
"""An unrolled band's length in its own heights, at most."""


@dataclass(frozen=True, eq=False)
class Strip:
    """A line made straight.

    Attributes:
        pixels: `(h, w, 3)` uint8.
        inward: whether its characters' heads point to the arc's middle, as those of numbers at a seal's foot.
        radius: of the arc, pixels of the picture; 0 for a straight line.
    """

    pixels: Image
    inward: bool
    radius: float


def straightened(image: Image, polygon: Polygon) -> list[Strip]:
    """Make a line straight in every sense that it may be read in.

    Args:
        image: the seal, `(H, W, 3)` uint8.
        polygon: the line's outline, `(N, 2)` pixels.

    Returns:
        One strip for a straight line; for a bent one that with heads outward and that with heads inward.
    """
    rectangle = cv2.minAreaRect(polygon.astype(np.float32))
    area = rectangle[1][0] * rectangle[1][1]
    if area < 1 or cv2.contourArea(polygon.astype(np.float32)) >= _STRAIGHT * area:
        corners = clockwise(np.asarray(cv2.boxPoints(rectangle), np.float32))
        return [Strip(crop_line(image, corners)[0], False, 0.0)]
    return _unrolled(image, _points_inside(image, polygon))


def _points_inside(image: Image, polygon: Polygon) -> NDArray[np.float64]:
    mask = np.zeros(image.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(polygon).astype(np.int32)], 1)
    return np.argwhere(mask > 0)[:, ::-1].astype(np.float64)


def _unrolled(image: Image, points: NDArray[np.float64]) -> list[Strip]:
    """A bent band along the circle that suits its points best."""
    x, y = _middle(points)
    around = points - [x, y]
    inner, outer = np.percentile(np.linalg.norm(around, axis=1), [1, 99])
    start, extent = _arc(np.arctan2(around[:, 1], around[:, 0]))
    height = max(4, min(_HIGHEST, round(outer - inner)))
    radius = (inner + outer) / 2
    width = max(4, round(min(extent * radius / max(outer - inner, 1), _LONGEST) * height))
    strips = []
    for inward in (False, True):
        angles = start + extent * (np.arange(width) + 0.5) / width
        rows = outer - (outer - inner) * (np.arange(height) + 0.5) / height
        if inward:
            angles, rows = angles[::-1], rows[::-1]
        across = x + rows[:, None] * np.cos(angles)[None]
        down = y + rows[:, None] * np.sin(angles)[None]
        pixels = cv2.remap(
            image,
            across.astype(np.float32),
            down.astype(np.float32),
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        strips.append(Strip(np.asarray(pixels, np.uint8), inward, float(radius)))
    return strips


def _middle(points: NDArray[np.float64]) -> tuple[float, float]:
    """The middle of the circle with the least squared distances to points.

    By Kasa's linear fit (IEEE Transactions on Instrumentation and Measurement 25, 1976), whose circle is too
    small for an arc of some thickness, then by Gauss's and Newton's steps from there.
    """
    design = np.column_stack([2 * points, np.ones(len(points))])
    x, y, _ = np.linalg.lstsq(design, (points**2).sum(axis=1), rcond=None)[0]
    for _ in range(_STEPS):
        around = points - [x, y]
        radii = np.maximum(np.linalg.norm(around, axis=1), 1e-6)
        slopes = np.column_stack([-around / radii[:, None], -np.ones(len(points))])
        step = np.linalg.lstsq(slopes, radii.mean() - radii, rcond=None)[0]
        x, y = x + step[0], y + step[1]
    return float(x), float(y)


def _arc(angles: NDArray[np.float64]) -> tuple[float, float]:
    """Where points begin about a middle, clockwise on the picture, and how far they go; radians."""
    ordered = np.sort(np.mod(angles, 2 * np.pi))
    gaps = np.diff(ordered, append=ordered[0] + 2 * np.pi)
    widest = int(gaps.argmax())
    start = float(ordered[(widest + 1) % len(ordered)])
    return start, float(2 * np.pi - max(gaps[widest], _GAP))
