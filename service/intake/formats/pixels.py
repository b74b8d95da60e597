"""Pillow's pictures of any mode to BGR, a strip at a time: nothing in between is as large as the picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from sealstack.models.values import Image

_STRIP = 1 << 18
"""How many pixels are converted at a time: a strip of each step fits a processor's cache."""

_MEASURED = ("I", "F")
"""The modes whose numbers may lie in any range."""


def write_bgr(picture: PillowImage.Image, out: Image) -> None:
    """Convert a picture of any mode; transparency is laid on white.

    Args:
        picture: it, loaded.
        out: where it is written, `(H, W, 3)` uint8, of the picture's size.
    """
    span = _range_of(picture) if picture.mode in _MEASURED else (0.0, 0.0)
    for rows, strip in _strips(picture):
        if strip.mode.startswith("I;16"):
            out[rows] = (np.asarray(strip).astype(np.uint16) >> 8).astype(np.uint8)[:, :, np.newaxis]
        elif strip.mode in _MEASURED:
            out[rows] = _stretched(_numbers(strip), *span)[:, :, np.newaxis]
        else:
            packed = _on_white(strip).convert("RGB").tobytes("raw", "BGR")
            out[rows] = np.frombuffer(packed, np.uint8).reshape(out[rows].shape)


def _strips(picture: PillowImage.Image) -> Iterator[tuple[slice, PillowImage.Image]]:
    width, height = picture.size
    step = max(1, _STRIP // width)
    for top in range(0, height, step):
        bottom = min(height, top + step)
        yield slice(top, bottom), picture.crop((0, top, width, bottom))


def _on_white(strip: PillowImage.Image) -> PillowImage.Image:
    if not strip.has_transparency_data:
        return strip
    layered = strip.convert("RGBA")
    paper = PillowImage.new("RGBA", layered.size, (255, 255, 255, 255))
    return PillowImage.alpha_composite(paper, layered)


def _numbers(strip: PillowImage.Image) -> NDArray[np.float64]:
    numbers: NDArray[np.float64] = np.asarray(strip).astype(np.float64)
    return numbers


def _range_of(picture: PillowImage.Image) -> tuple[float, float]:
    """What is shown black and what white: 8 and 16 bits keep theirs, of other ranges the ends are taken."""
    low, high = np.inf, -np.inf
    for _, strip in _strips(picture):
        numbers = _numbers(strip)
        # of these two, no number at all is passed over
        low = min(low, float(np.fmin.reduce(numbers, axis=None, initial=np.inf)))
        high = max(high, float(np.fmax.reduce(numbers, axis=None, initial=-np.inf)))
    if low >= 0 and high <= 1:
        return 0.0, 1.0
    if low >= 0 and high <= 65535:
        return 0.0, 255.0 if high <= 255 else 65535.0
    return low, high


def _stretched(numbers: NDArray[np.float64], low: float, high: float) -> NDArray[np.uint8]:
    with np.errstate(invalid="ignore", over="ignore"):  # there may be infinite ones
        scaled = (np.nan_to_num(numbers, nan=high) - low) * (255.0 / max(high - low, 1e-9))
    shown: NDArray[Any] = np.clip(np.rint(np.nan_to_num(scaled)), 0, 255)
    return shown.astype(np.uint8)
