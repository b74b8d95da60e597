"""The curves that lines of print follow on a bent page, taken from the detector's map.

A line's kernel in the map bends as the line does, though less sharply, so that its middle, column by column,
is near the curve that the line's characters stand along; the ink itself then says where exactly (see
`ink_centre`). Curves of text lines as the evidence of a page's form: Stamatopoulos, Gatos,
Pratikakis and Perantonis, "Goal-oriented Rectification of Camera-Based Document Images" (IEEE Transactions on
Image Processing 20, 2011); Tian and Narasimhan, "Rectification and 3D Reconstruction of Curved Document
Images" (CVPR 2011).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.document.unwarp.ink_centre import centred_on_ink, median
from sealstack.models.text.detection.detector import Detector
from sealstack.models.values import Image

_LONGER_SIDE = 960
"""What a picture is reduced to for its curves, pixels."""

_CHARACTER_SHOWN = 9.5
"""How large characters of known size are shown to the detector, pixels: smaller ones it misses."""

_LEAST_SHOWN = 0.6
"""Of the reduced picture, what the detector is shown at least."""

_NARROWEST = 64
"""Pictures with a side shorter than this, pixels, hold no page."""

_THRESHOLD = 0.3
"""The probability from which on a pixel belongs to a kernel."""

_ELONGATED = 3.0
"""A kernel is at least this much longer than thick to tell a direction."""

_THINNEST = 2
"""Of a kernel, pixels of the map."""

_POINTS = 5
"""A kernel is divided into so many points at least, as far as it has columns for them."""

_KERNEL_SHARE = 0.55
"""How much of a line's height its kernel takes."""


@dataclass(frozen=True, eq=False)
class TextCurve:
    """The curve that a line of print follows.

    Attributes:
        points: `(N, 2)` float64 pixels of the picture, N >= 4, from left to right, about evenly spread.
        height: of the print, pixels of the picture, roughly.
    """

    points: NDArray[np.float64]
    height: float

    @property
    def length(self) -> float:
        """From end to end, pixels."""
        return float(np.linalg.norm(self.points[-1] - self.points[0]))


def find_text_curves(
    image: Image,
    detector: Detector,
    character: float | None = None,
    within: tuple[int, int, int, int] | None = None,
) -> list[TextCurve]:
    """Find the curves of a page's lines.

    Args:
        image: `(H, W, 3)` uint8 BGR, upright; lines within some 35 degrees of the rows are found.
        detector: whose map to take.
        character: the usual height of a character, pixels, if known: large print is looked at smaller.
        within: left, top, right and bottom of the part to look at, pixels of the picture; None for all of it.

    Returns:
        The curves, in no order; empty when there is no print.
    """
    height, width = image.shape[:2]
    if min(height, width) < _NARROWEST:
        return []
    scale = min(1.0, _LONGER_SIDE / max(height, width))
    corner = np.zeros(2)
    if within is not None:
        left, top, right, bottom = within
        image, corner = image[top:bottom, left:right], np.array([left, top], np.float64)
    share = float(np.clip(_CHARACTER_SHOWN / (character * scale), _LEAST_SHOWN, 1.0)) if character else 1.0
    seen = np.asarray(_reduced(image, scale * share), np.uint8)
    grey = _reduced(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8), scale)
    probability, shown = detector.probability(seen, shorter_side=min(seen.shape[:2]))
    factors = np.array([grey.shape[1] / seen.shape[1], grey.shape[0] / seen.shape[0]])
    stretch = factors * [seen.shape[1] / shown.width, (seen.shape[0] + 2 * shown.padding) / shown.height]
    offset = factors * [0.0, shown.padding]
    kernels = np.asarray(probability > _THRESHOLD, np.uint8)
    count, labels, statistics, _ = cv2.connectedComponentsWithStats(kernels, connectivity=4)
    curves = []
    for number in range(1, count):
        left, top, wide, high, _ = (int(value) for value in statistics[number])
        if wide < _ELONGATED * _THINNEST:
            continue
        inside = labels[top : top + high, left : left + wide] == number
        traced = _trace(np.where(inside, probability[top : top + high, left : left + wide], 0))
        if traced is not None:
            points, thickness = traced
            points = (points + np.array([left + 0.5, top + 0.5])) * stretch - offset
            size = thickness / _KERNEL_SHARE * float(stretch[1])
            curves.append(TextCurve(centred_on_ink(grey, points, size) / scale + corner, size / scale))
    return curves


def _reduced(image: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """The picture, of any channels, made smaller, `scale` at most 1."""
    if scale >= 1:
        return image
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _trace(kernel: NDArray[np.float32]) -> tuple[NDArray[np.float64], float] | None:
    """The middle of a kernel, `(N, 2)` pixels `(x, y)`, and its thickness; None for what is no line.

    Where the kernel is far thicker than usual two lines have run together: nothing is taken from there.
    """
    weight = kernel.sum(axis=0)
    thickness = (kernel > 0).sum(axis=0)
    usual = median(thickness)
    if usual < _THINNEST or kernel.shape[1] < _ELONGATED * usual:
        return None
    rows = np.arange(kernel.shape[0])
    middle = (kernel * rows[:, None]).sum(axis=0) / np.maximum(weight, 1e-6)
    sound = (thickness > 0.4 * usual) & (thickness < 1.7 * usual)
    ends = max(1, round(0.5 * usual))  # the rounded ends of a kernel are pulled either way
    sound[:ends] = sound[-ends:] = False
    # a short line, as a table's figures are, still tells its height by as many points as a curve has at least
    step = min(max(2.0, 0.75 * usual), max(1.0, sound.sum() / _POINTS))
    columns = np.arange(kernel.shape[1])
    group = (columns / step).astype(int)
    amount = np.bincount(group, weights=sound)
    kept = amount >= 0.5 * step
    if kept.sum() < 4:
        return None
    x = np.bincount(group, weights=columns * sound)[kept] / amount[kept]
    y = np.bincount(group, weights=middle * sound)[kept] / amount[kept]
    return np.stack([x, y], axis=1), usual
