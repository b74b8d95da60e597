"""Pictures made smaller or larger."""

from __future__ import annotations

import cv2
import numpy as np

from sealstack.models.values import Image


def reduced(image: Image, longest: int) -> tuple[Image, float]:
    """Make a picture smaller when its longer side is more than `longest` pixels.

    Args:
        image: `(H, W, 3)` uint8 BGR.
        longest: the most pixels that either side may have, at least 1.

    Returns:
        The picture, the same one when it is small enough, and the factor of its sides, at most 1.
    """
    height, width = image.shape[:2]
    factor = longest / max(height, width)
    if factor >= 1:
        return image, 1.0
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8), factor


def shrunk(image: Image, size: tuple[int, int]) -> Image:
    """Make a picture smaller, quickly: by halves as long as it is more than twice too large.

    Halving averages four pixels, which OpenCV does in a tenth of the time of any other ratio.

    Args:
        image: `(H, W, 3)` or `(H, W)` uint8.
        size: its new `(width, height)`, none larger than it has.

    Returns:
        The picture at that size; every pixel of the first one counts in it.
    """
    width, height = size
    while image.shape[1] >= 2 * width and image.shape[0] >= 2 * height:
        half = (image.shape[1] // 2, image.shape[0] // 2)
        even = image[: 2 * half[1], : 2 * half[0]]
        image = np.asarray(cv2.resize(even, half, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def fitted(image: Image, sides: tuple[int, int], grain: int) -> tuple[Image, float]:
    """Bring a picture to a size that a network takes.

    Args:
        image: `(H, W, 3)` uint8 BGR.
        sides: pixels of the longer side, at least and at most.
        grain: what both sides must be multiples of, pixels; below and at the right the edge is repeated.

    Returns:
        The picture, and the size of what it shows over the size that it had.
    """
    height, width = image.shape[:2]
    longer = max(height, width)
    scale = float(np.clip(longer, *sides)) / longer
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = shrunk(image, size) if scale < 1 else cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
    right, bottom = (-side % grain for side in size)
    padded = cv2.copyMakeBorder(small, 0, bottom, 0, right, cv2.BORDER_REPLICATE)
    return np.asarray(padded, np.uint8), scale
