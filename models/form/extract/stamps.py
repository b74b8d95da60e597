"""Stamps: seals that lie over a form, and how to read the print beneath them.

A seal's ink swallows the light of one colour only. In the channel where it shines, a red seal over black or
blue print is paper and the print is all that is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.values import Image, Quad

_SIDE = 480  # pixels of the longer side while stamps are sought
_COLOURED = 0.08  # of full brightness: by how much the ink's channel must exceed both others
_SMALLEST = 0.035  # of the longer side
_LARGEST = 0.5
_LONGEST = 3.2  # a stamp's longer side against its shorter
_LEAST_FILLED = 0.06  # of its box
_RULE = 0.12  # of the longer side
_REACHES = (3, 7)  # gaps in the ink that are bridged, pixels
_LEAST_COVER = 0.02  # of a field
_DARKEST_INK = 0.6  # of paper, in the ink's own channel; darker is print
_SURELY = 0.9

_BLUE, _RED = 0, 2


@dataclass(frozen=True, eq=False)
class Stamp:
    """Coloured ink of a seal's size.

    Attributes:
        channel: the BGR channel in which the ink is bright: 2 for red and orange, 0 for blue and purple.
        cover: where it lies, `(h, w)` uint8, 0 or 255; its box filled, as print lies between the strokes too.
        scale: pixels of `cover` for one of the picture.
    """

    channel: int
    cover: NDArray[np.uint8]
    scale: float

    def lies_over(self, quad: Quad) -> bool:
        """Whether it covers part of a field, `(4, 2)` pixels of the picture."""
        field = np.zeros(self.cover.shape, np.uint8)
        cv2.fillPoly(field, [np.round(np.clip(quad, -1e5, 1e5) * self.scale).astype(np.int32)], 255)
        size = cv2.countNonZero(field)
        return size > 0 and cv2.countNonZero(cv2.bitwise_and(field, self.cover)) > _LEAST_COVER * size


def find_stamps(image: Image) -> list[Stamp]:
    """Find where red or blue ink lies in lumps of a seal's size; lines of coloured print are too flat.

    Args:
        image: `(H, W, 3)` uint8 BGR.

    Returns:
        At most one for each of the two inks.
    """
    scale = min(1.0, _SIDE / max(image.shape[:2]))
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    small = np.asarray(cv2.resize(_halved(image, scale), size, interpolation=cv2.INTER_AREA), np.uint8)
    seen = small / np.maximum(_paper(small), 32)
    stamps = []
    for channel in (_RED, _BLUE):
        others = [seen[..., other] for other in range(3) if other != channel]
        if channel == _BLUE:  # purple has red in it
            others = [seen[..., 1], 0.5 * (seen[..., 1] + seen[..., 2])]
        coloured = (seen[..., channel] - np.maximum(*others) > _COLOURED).astype(np.uint8)
        cover = _lumps(coloured, max(size))
        if cover is not None:
            stamps.append(Stamp(channel, cover, scale))
    return stamps


def _halved(image: Image, scale: float) -> Image:
    """The picture at half its size if it shrinks further anyway: OpenCV halves in a tenth of the time."""
    height, width = image.shape[0] // 2, image.shape[1] // 2
    if scale > 0.5 or min(height, width) == 0:
        return image
    even = image[: 2 * height, : 2 * width]
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _paper(image: Image) -> NDArray[np.float32]:
    """The paper's colour around every pixel, `(H, W, 3)` float32; it changes slowly."""
    height, width = image.shape[:2]
    brightest = cv2.dilate(image, np.ones((25, 25), np.uint8))
    small = cv2.resize(brightest, (-(-width // 4), -(-height // 4)), interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(small.astype(np.float32), (0, 0), 3)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _lumps(coloured: NDArray[np.uint8], side: int) -> NDArray[np.uint8] | None:
    """The boxes of coloured parts that have a seal's size and proportions; None when there is none."""
    if not coloured.any():
        return None
    long = max(9, round(_RULE * side))
    for shape in ((1, long), (long, 1)):  # rules of coloured stock would join a seal to the whole form
        rules = cv2.dilate(
            cv2.morphologyEx(coloured, cv2.MORPH_OPEN, np.ones(shape, np.uint8)), np.ones((3, 3))
        )
        coloured = np.where(rules > 0, 0, coloured).astype(np.uint8)
    cover = np.zeros(coloured.shape, np.uint8)
    for reach in _REACHES:
        joined = cv2.morphologyEx(coloured, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
        _, _, parts, _ = cv2.connectedComponentsWithStats(np.asarray(joined, np.uint8), connectivity=8)
        for left, top, width, height, area in parts[1:].tolist():
            small, large = min(width, height), max(width, height)
            if small < _SMALLEST * side or large > _LARGEST * side or large > _LONGEST * small:
                continue
            if area >= _LEAST_FILLED * width * height:
                cover[top : top + height, left : left + width] = 255
    return cover if cover.any() else None


def without_stamp(image: Image, channels: Sequence[int]) -> Image:
    """Turn a stamp's ink into paper and leave the print.

    Args:
        image: a part of a picture, `(H, W, 3)` uint8 BGR.
        channels: in which the stamps' inks are bright.

    Returns:
        A picture of the same size.
    """
    result = image
    for channel in channels:
        result = _lifted(result, channel)
    return result


def ink_left(before: Image, after: Image) -> float:
    """Tell how dark a strip's darkest strokes still are once a stamp's ink was taken from it.

    Args:
        before: a strip, `(h, w, 3)` uint8 BGR.
        after: the same without the stamp.

    Returns:
        About 1 where print lies under the stamp or beside it; below a half where all there is in the strip
        has the stamp's own colour, and what is left are traces of it.
    """
    return _darkness(after) / max(_darkness(before), 1e-3)


def _darkness(strip: Image) -> float:
    """By how much its darkest strokes differ from its paper, 0..1."""
    grey = strip.min(axis=2).astype(np.float32)
    paper, stroke = np.percentile(grey, (88, 3))
    return float((paper - stroke) / max(float(paper), 1.0))


def _lifted(image: Image, channel: int) -> Image:
    pixels = image.astype(np.float32)
    paper = np.maximum(np.percentile(pixels.reshape(-1, 3), 88, axis=0), 48).astype(np.float32)
    seen = np.minimum(pixels / paper, 1.2)
    others = np.maximum(seen[..., 1], seen[..., 2 - channel] if channel == _RED else seen[..., 1])
    # chroma is kept at half resolution in most pictures: the edge of a stroke takes part of its colour
    coloured = np.clip((seen[..., channel] - others) / 0.1, 0, 1)
    weight = cv2.GaussianBlur(cv2.dilate(coloured, np.ones((3, 3), np.uint8)), (0, 0), 0.8)[..., None]
    ink = seen[..., channel][coloured > _SURELY]
    brightness = max(float(np.median(ink)), _DARKEST_INK) if ink.size else 1.0
    lifted = np.clip(seen[..., channel] / brightness, 0, 1)[..., None] * paper
    return np.asarray(np.clip(weight * lifted + (1 - weight) * pixels, 0, 255), np.uint8)
