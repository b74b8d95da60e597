"""Small pictures of the places that a batch was least sure of."""

from __future__ import annotations

import cv2
import numpy as np

from sealstack.models.values import Image

_SIDE = 220  # pixels of the longer side
_MARGIN = 0.15  # of the box, on each side
_QUALITY = 75


def thumbnail(image: Image, box: tuple[float, float, float, float]) -> bytes:
    """Cut a place out of a page, with a margin, at 220 pixels at most.

    Args:
        image: the page, `(H, W, 3)` uint8 BGR.
        box: `(x, y, width, height)` in its pixels; the whole page where nothing of it lies on the page.

    Returns:
        A JPEG.
    """
    height, width = image.shape[:2]
    x, y, across, down = box
    margin = _MARGIN * max(across, down)
    left, right = max(0, int(x - margin)), min(width, int(np.ceil(x + across + margin)))
    top, bottom = max(0, int(y - margin)), min(height, int(np.ceil(y + down + margin)))
    part = image[top:bottom, left:right] if right > left and bottom > top else image
    scale = min(1.0, _SIDE / max(part.shape[:2]))
    size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes())
