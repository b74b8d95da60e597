"""Pictures on their way out: from pixels to files in base64."""

from __future__ import annotations

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage


def png_base64(pixels: NDArray[np.uint8]) -> str:
    """Write a PNG, and that in base64.

    Args:
        pixels: `(H, W, 3)` uint8 BGR, or `(H, W, 4)` BGR and alpha.
    """
    order = [2, 1, 0, 3][: pixels.shape[2]]
    stream = io.BytesIO()
    PillowImage.fromarray(np.ascontiguousarray(pixels[:, :, order])).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode("ascii")
