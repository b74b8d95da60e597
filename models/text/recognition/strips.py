"""Strips (crops of one line) made ready for the recognizer: resized, cut into windows, put into batches."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.values import Image

HEIGHT = 48
"""The height the recognizer was trained at, pixels."""

NARROWEST = 64
"""What the narrowest strips are padded to, pixels."""

WIDEST_WINDOW = 2560
"""No more than this is read at once, so that a call's memory has a bound; pixels."""

OVERLAP = 256
"""How much neighbouring windows of a long strip share, pixels."""

WIDEST_STRIP = 16384
"""A strip longer than this at the recognizer's height is squeezed, pixels."""


_FAINTEST_INK = 8
"""Grey levels between the brightest and the darkest pixel of a strip; with less nothing can be seen in it."""


@dataclass(frozen=True, eq=False)
class Window:
    """A part of a strip, narrow enough to be read at once.

    Attributes:
        strip: which strip it is of.
        start: where it begins in the resized strip, pixels.
        pixels: `(48, W, 3)` uint8, BGR.
    """

    strip: int
    start: int
    pixels: Image

    @property
    def width(self) -> int:
        """Its own width in pixels, without padding."""
        return int(self.pixels.shape[1])


def resize(strip: Image) -> Image:
    """Bring a strip to the recognizer's height, keeping its proportions.

    Args:
        strip: `(H, W, 3)` uint8 of any size.

    Returns:
        `(48, W, 3)` uint8, W from 1 to `WIDEST_STRIP`.

    Raises:
        ValueError: it is not such an array, or has no pixel.
    """
    if strip.ndim != 3 or strip.shape[2] != 3 or strip.dtype != np.uint8 or strip.size == 0:
        raise ValueError(f"a strip is (H, W, 3) uint8 with H, W > 0, not {strip.shape} {strip.dtype}")
    height, width = strip.shape[:2]
    target = min(math.ceil(HEIGHT * width / height), WIDEST_STRIP)
    return np.asarray(cv2.resize(strip, (target, HEIGHT)), dtype=np.uint8)


def is_blank(strip: Image) -> bool:
    """Whether a strip is of one colour all over, so that it need not be read.

    Args:
        strip: `(H, W, 3)` uint8 with H, W > 0.
    """
    middle = strip[strip.shape[0] // 2].astype(np.int16)
    # most strips show their ink on their middle row already
    if np.ptp(middle, axis=0).max() >= _FAINTEST_INK:
        return False
    return bool(np.ptp(strip.reshape(-1, 3).astype(np.int16), axis=0).max() < _FAINTEST_INK)


def windows_of(index: int, strip: Image) -> list[Window]:
    """Cut a resized strip into windows of at most `WIDEST_WINDOW`; almost always there is only one.

    Neighbouring windows overlap by `OVERLAP`; all are about equally wide, and begin at multiples of 8 pixels,
    where the recognizer's columns begin.
    """
    width = strip.shape[1]
    if width <= WIDEST_WINDOW:
        return [Window(index, 0, strip)]
    count = math.ceil((width - OVERLAP) / (WIDEST_WINDOW - OVERLAP))
    window = math.ceil((width + (count - 1) * OVERLAP) / count / 8) * 8
    starts = range(0, width - OVERLAP, window - OVERLAP)
    return [Window(index, start, strip[:, start : start + window]) for start in starts]


def padded_width(width: int) -> int:
    """Round a width up, so that the recognizer meets few different shapes and little padding.

    Short strips are not padded to the 320 pixels that the recognizer was trained at: it reads them as well
    with less (docs/performance.md), in proportionally less time.
    """
    width = max(width, NARROWEST)
    step = 32 if width <= 640 else 64 if width <= 1280 else 128
    return math.ceil(width / step) * step


def batches_of(windows: Sequence[Window], widest_batch: int) -> Iterator[list[Window]]:
    """Group windows of equal padded width, the widest first: beside each other they end together.

    Args:
        windows: any windows.
        widest_batch: bound on the padded widths in a batch taken together, pixels; a window wider than
            that is a batch of its own.

    Yields:
        Windows of one padded width.
    """
    by_width: dict[int, list[Window]] = defaultdict(list)
    for window in windows:
        by_width[padded_width(window.width)].append(window)
    for width, group in sorted(by_width.items(), reverse=True):
        size = max(1, widest_batch // width)
        for start in range(0, len(group), size):
            yield group[start : start + size]


def as_input(batch: Sequence[Window]) -> NDArray[np.float32]:
    """Make the recognizer's input: values -1..1, zero where a window is narrower than its batch.

    Args:
        batch: windows of one padded width.

    Returns:
        `(N, 3, 48, W)` float32.
    """
    width = padded_width(batch[0].width)
    result = np.zeros((len(batch), 3, HEIGHT, width), np.float32)
    for row, window in zip(result, batch, strict=True):
        scaled = window.pixels.transpose(2, 0, 1).astype(np.float32) / 255
        row[:, :, : window.width] = (scaled - 0.5) / 0.5
    return result
