"""The size at which a picture is shown to the detector."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from sealstack.models.values import Image, Quad

# RapidOCR 3.10's defaults: what the detector's text size is tuned to, and what our answers are compared to.
_LONGEST_SIDE = 2000
_SHORTEST_SIDE = 30
_FLAT = 8.0
SHORTER_SIDE_SHOWN = 736

# Bounds of our own: a picture of one pixel by two thousand must not become one of thirty by sixty thousand.
_LONGEST_SIDE_SHOWN = 6016
_MOST_PIXELS_SHOWN = 4_500_000

_FIRST_ENLARGEMENT = 2
_LONGEST_SIDE_ENLARGED = 1600
"""The first look enlarges no longer side beyond this, pixels: wide pictures of few lines have large print."""

# Measured on drawn and real pictures, see docs/performance.md.
_HIGH_ENOUGH = 16.0
"""The height of a quad, as shown, from which on a line is found for certain; pixels."""

_WANTED_HEIGHT = 20.0
"""What lower ones are enlarged to, pixels."""

_SHARE_OF_LOW_LINES = 20.0
"""So many percent of the lines may be lower."""

STEP = 32
"""The detector halves its input five times: sides are multiples of 2**5."""


@dataclass(frozen=True)
class ShownSize:
    """How a picture is shown to the detector: padded above and below, then resized.

    Attributes:
        padding: rows of black added above, and as many below, in pixels of the picture itself.
        height: of what is shown, a multiple of 32.
        width: of what is shown, a multiple of 32.
    """

    padding: int
    height: int
    width: int


def shown_size(height: int, width: int, shorter_side: int = SHORTER_SIDE_SHOWN) -> ShownSize:
    """Choose the size at which to show a picture to the detector.

    Large pictures shrink to a longer side of 2000; then the shorter side grows to `shorter_side`, unless that
    takes the whole beyond a fixed bound. Very flat pictures (a single line) first get black rows above and
    below.

    Args:
        height: the picture's, pixels, at least 1.
        width: the picture's, pixels, at least 1.
        shorter_side: what the shorter side grows to, pixels.

    Returns:
        The padding and the size.
    """
    bounded_height, bounded_width = _bounded(height, width)
    padded_height = bounded_height
    if bounded_height <= _SHORTEST_SIDE or bounded_width > _FLAT * bounded_height:
        padded_height = max(2 * max(int(bounded_width / _FLAT), _SHORTEST_SIDE), bounded_height)
    padding = round((padded_height - bounded_height) / 2 * height / bounded_height)
    scale = max(1.0, shorter_side / min(padded_height, bounded_width))
    scale = min(
        scale,
        _LONGEST_SIDE_SHOWN / max(padded_height, bounded_width),
        math.sqrt(_MOST_PIXELS_SHOWN / (padded_height * bounded_width)),
    )
    return ShownSize(padding, _multiple(padded_height * scale), _multiple(bounded_width * scale))


def first_shorter_side(height: int, width: int) -> int:
    """Choose what the shorter side grows to when a picture is looked at for the first time, pixels.

    Twice its own length: print of 10 pixels is found then, which it is not for certain in the picture as it
    is. A long picture is enlarged less, as far as its longer side may grow.
    """
    shorter, longer = sorted((height, width))
    enlargement = min(_FIRST_ENLARGEMENT, max(1.0, _LONGEST_SIDE_ENLARGED / longer))
    return min(SHORTER_SIDE_SHOWN, round(enlargement * shorter))


def further_shorter_side(lines: Sequence[Quad], height: int, width: int) -> int | None:
    """Choose the size of a second look, by how high the lines are that the first look found.

    Args:
        lines: what was found, `(4, 2)` pixels of the picture each.
        height: the picture's, pixels.
        width: the picture's, pixels.

    Returns:
        What the shorter side shall grow to, pixels; None when the first look will do.
    """
    if not lines:
        return SHORTER_SIDE_SHOWN
    sides = [
        min(float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[3] - quad[0])))
        for quad in lines
    ]
    low = float(np.percentile(sides, _SHARE_OF_LOW_LINES))
    if low * first_shorter_side(height, width) / min(height, width) >= _HIGH_ENOUGH:
        return None
    return min(SHORTER_SIDE_SHOWN, math.ceil(min(height, width) * _WANTED_HEIGHT / max(low, 1.0)))


def show(image: Image, size: ShownSize) -> Image:
    """Pad and resize a picture, `(H, W, 3)` uint8, to the chosen size."""
    if size.padding:
        image = np.asarray(
            cv2.copyMakeBorder(image, size.padding, size.padding, 0, 0, cv2.BORDER_CONSTANT), dtype=np.uint8
        )
    # linear interpolation looks at four pixels only: shrinking further than twice would skip thin strokes
    shrinking = max(image.shape[0] / size.height, image.shape[1] / size.width)
    method = cv2.INTER_AREA if shrinking > 2.5 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (size.width, size.height), interpolation=method), dtype=np.uint8)


def to_picture(quad: Quad, size: ShownSize, height: int, width: int) -> Quad:
    """Carry a quad from what was shown back onto the picture, in whole pixels, clipped to it.

    Args:
        quad: `(4, 2)` float32 in pixels of what was shown.
        size: how it was shown.
        height: of the picture, pixels.
        width: of the picture, pixels.
    """
    scale = np.array([width / size.width, (height + 2 * size.padding) / size.height], dtype=np.float32)
    on_picture = np.round(quad * scale) - np.array([0, size.padding], dtype=np.float32)
    limit = np.array([width - 1, height - 1], dtype=np.float32)
    return np.asarray(np.clip(on_picture, 0, limit), dtype=np.float32)


def _bounded(height: int, width: int) -> tuple[int, int]:
    """The size brought between the shortest and the longest side, sides rounded to multiples of 32.

    A picture too long for both ends up as long as allowed, and as high as the rounding leaves it.
    """
    if max(height, width) > _LONGEST_SIDE:
        scale = _LONGEST_SIDE / max(height, width)
        height, width = _multiple(int(height * scale)), _multiple(int(width * scale))
    if min(height, width) < _SHORTEST_SIDE:
        scale = min(_SHORTEST_SIDE / min(height, width), _LONGEST_SIDE / max(height, width))
        height, width = _multiple(int(height * scale)), _multiple(int(width * scale))
    return height, width


def _multiple(length: float) -> int:
    """Round to the nearest multiple of 32, at least one."""
    return max(STEP, round(int(length) / STEP) * STEP)
