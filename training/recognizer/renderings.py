"""Ways to show a seal: as it is, and its ink apart from paper and from the print beneath and above it.

The plain picture keeps faint strokes but also the print; the separated ink loses strokes where print covers
them, and JPEG stores colour at half the resolution; the fused one takes its sharpness from the brightness and
its choice of strokes from the colour. A recognizer that has seen all of them reads the plain one best.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.ink.density import Plane
from sealstack.models.seal.ink.seal_crop import SealCrop
from sealstack.models.values import Image

_CONTRAST = 1.6  # full ink is shown as exp(-1.6) = 0.2 of white


def pictures_of(crop: SealCrop) -> dict[str, Image]:
    """Show a seal in every way that recognizers are trained on.

    Returns:
        `(H, W, 3)` uint8 each: `colour` (as it is) and `grey` (all ink, even contrast); with coloured ink
        also `fused` (all ink where the seal's is near) and `ink` (the seal's ink alone).
    """
    inked = crop.ink.plane > crop.ink.threshold
    every = _relative(crop.density.mean(axis=2), inked, 0.15)
    pictures = {"colour": crop.image, "grey": _shown(every)}
    if crop.ink.hue is not None:
        own = _relative(crop.ink.plane, inked, 0.10)
        near = np.clip(cv2.GaussianBlur(own, (0, 0), 2.5) * 2, 0, 1)
        pictures |= {"fused": _shown(every * near), "ink": _shown(own)}
    return pictures


def _relative(plane: Plane, inked: NDArray[np.bool_], least: float) -> Plane:
    """Ink relative to well-inked strokes, 0..1.2."""
    full = max(least, float(np.percentile(plane[inked], 85))) if inked.any() else least
    return np.asarray(np.clip(plane / full, 0, 1.2), dtype=np.float32)


def _shown(relative: Plane) -> Image:
    """Dark strokes on white, `(H, W, 3)` uint8."""
    grey = np.clip(255 * np.exp(-_CONTRAST * relative), 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
