"""From arrays to canvases and back."""

from __future__ import annotations

import numpy as np
from PIL import Image as PillowImage

from sealstack.models.values import Image


def to_canvas(image: Image) -> PillowImage.Image:
    """Make an RGB canvas of `(H, W, 3)` uint8 BGR."""
    return PillowImage.fromarray(np.ascontiguousarray(image[:, :, ::-1]))


def to_image(canvas: PillowImage.Image) -> Image:
    """Make `(H, W, 3)` uint8 BGR of a canvas."""
    return np.ascontiguousarray(np.asarray(canvas.convert("RGB"))[:, :, ::-1])
