"""Pictures made smaller."""

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
