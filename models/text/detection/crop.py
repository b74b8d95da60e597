"""Cutting a line out of a picture, made straight."""

from __future__ import annotations

import cv2
import numpy as np

from sealstack.models.values import Image, Quad

_TALL = 1.5
"""A crop at least this much higher than wide holds a line that runs down the page; RapidOCR's figure."""


def crop_line(image: Image, quad: Quad) -> tuple[Image, Quad]:
    """Cut out the line inside a quad as a straight strip.

    A crop that is clearly higher than wide is turned a quarter counter-clockwise, as the recognizer reads
    from left to right only.

    Args:
        image: the picture, `(H, W, 3)` uint8.
        quad: the line's corners, `(4, 2)` pixels, upper left first, clockwise.

    Returns:
        The strip, `(h, w, 3)` uint8 with h, w > 0; and the quad with its corners in the strip's order: the
        first is the strip's upper left corner, the second its upper right.
    """
    upper_left, upper_right, lower_right, lower_left = quad
    width = max(1, int(max(_distance(upper_left, upper_right), _distance(lower_right, lower_left))))
    height = max(1, int(max(_distance(upper_left, lower_left), _distance(upper_right, lower_right))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    transform = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    strip = cv2.warpPerspective(
        image, transform, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    if height >= _TALL * width:
        strip = cv2.rotate(strip, cv2.ROTATE_90_COUNTERCLOCKWISE)
        quad = np.roll(quad, -1, axis=0)
    return np.asarray(strip, dtype=np.uint8), quad


def turn_over(strip: Image, quad: Quad) -> tuple[Image, Quad]:
    """Turn a strip by 180 degrees, and its quad's corners with it."""
    return np.asarray(cv2.rotate(strip, cv2.ROTATE_180), dtype=np.uint8), np.roll(quad, 2, axis=0)


def _distance(one: Quad, other: Quad) -> float:
    return float(np.linalg.norm(one - other))
