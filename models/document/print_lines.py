"""Lines of print found by their ink alone: quick, and without knowing yet which way up a page is.

Smearing ink along rows (or columns) joins the characters of a line and keeps the lines apart, as the gap
between characters is smaller than that between lines: the "run-length smoothing" of Wong, Casey and Wahl,
"Document Analysis System" (IBM Journal of Research and Development 26, 1982).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from sealstack.models.values import Image, Mask

_LONGER_SIDE = 1000
"""What a picture is reduced to, pixels; print of 8 points on an A4 page is then about 9 pixels high."""

_NEIGHBOURHOOD = 31
_DARKER = 14
"""Ink is this much darker than its neighbourhood (pixels across) on the average; grey levels."""

_SMALLEST, _LARGEST = 4, 90
"""Heights of characters in the reduced picture, pixels."""

_PIECE = 12
"""Lines are cut into pieces of so many characters, which overlap their neighbours in no page's small skew."""

_LONG = 2.5
"""A line is at least this much longer than high."""


@dataclass(frozen=True)
class PrintLine:
    """A line of print that runs along the rows or the columns of a picture.

    Attributes:
        box: `(x, y, width, height)` in whole pixels of the picture, with a little room around.
        upended: whether it runs along the columns.
        fill: how much of its box is ink, 0..1.
    """

    box: tuple[int, int, int, int]
    upended: bool
    fill: float

    @property
    def length(self) -> int:
        """Along its direction, pixels."""
        return max(self.box[2:])

    @property
    def height(self) -> int:
        """Across its direction, pixels."""
        return min(self.box[2:])


@dataclass(frozen=True, eq=False)
class Print:
    """What is printed on a page, reduced.

    Attributes:
        ink: `(h, w)` uint8, 255 where there is ink, without tables' rules and frames.
        character: the usual size of a character, pixels of `ink`.
        scale: pixels of `ink` for one of the picture.
    """

    ink: Mask
    character: float
    scale: float


def find_print(image: Image) -> Print | None:
    """Find a page's ink, `image` being `(H, W, 3)` uint8 BGR; None when hardly anything is printed."""
    scale = min(1.0, _LONGER_SIDE / max(image.shape[:2]))
    size = tuple(max(1, round(side * scale)) for side in image.shape[1::-1])
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    ink = _ink(np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8))
    character = _character_size(ink)
    return None if character is None else Print(_without_rules(ink, character), character, scale)


def find_print_lines(image: Image) -> list[PrintLine]:
    """Find what may be lines of print, along both directions.

    Args:
        image: `(H, W, 3)` uint8 BGR, any way up.

    Returns:
        Pieces of lines, the longest (measured in their own heights) first; empty when there is no print.
    """
    print_ = find_print(image)
    if print_ is None:
        return []
    ink, character, scale = print_.ink, print_.character, print_.scale
    lines = _along_rows(ink, character, False) + _along_rows(np.ascontiguousarray(ink.T), character, True)
    lines.sort(key=lambda line: line.length / line.height, reverse=True)
    return [_on_picture(line, scale, image) for line in lines]


def _ink(grey: Mask) -> Mask:
    """What is darker than its surroundings, 255 or 0; on dark paper, what is lighter."""
    if min(grey.shape) < _NEIGHBOURHOOD:
        return np.zeros_like(grey)
    average = cv2.boxFilter(grey, -1, (_NEIGHBOURHOOD, _NEIGHBOURHOOD))
    # print covers less of a page than paper does, and so stands out more: the third moment has its sign
    difference = grey.astype(np.float32) - average
    if float(np.mean(difference * difference * difference)) > 0:
        difference = -difference
    return np.asarray(cv2.threshold(difference, -_DARKER, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def _character_size(ink: Mask) -> float | None:
    """The usual size of a character, pixels: the upper quartile of its connected parts."""
    count, _, statistics, _ = cv2.connectedComponentsWithStats(ink)
    sides = statistics[1:count, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1].max(axis=1)
    sides = sides[(sides >= _SMALLEST) & (sides <= _LARGEST)]
    return float(np.percentile(sides, 75)) if len(sides) >= 4 else None


def _without_rules(ink: Mask, character: float) -> Mask:
    """Ink less the straight strokes far longer than a character: tables' rules, frames."""
    long = max(30, round(4 * character))
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    rules = cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.subtract(ink, rules), np.uint8)


def _along_rows(ink: Mask, character: float, upended: bool) -> list[PrintLine]:
    """Lines along the rows of `ink`; with `upended` the boxes are given for its transpose."""
    reach = max(3, round(0.55 * character)) | 1
    smeared = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    smeared[:, :: max(8, round(_PIECE * character))] = 0
    count, labels, statistics, _ = cv2.connectedComponentsWithStats(smeared)
    lines = []
    inked = np.bincount(labels[ink > 0], minlength=count)
    for number in range(1, count):
        x, y, width, height, _ = (int(value) for value in statistics[number])
        if not max(_SMALLEST, 0.5 * character) <= height <= min(_LARGEST, 4 * character):
            continue
        fill = inked[number] / (width * height)
        if width < _LONG * height or not 0.1 < fill < 0.8:
            continue
        lines.append(PrintLine((y, x, height, width) if upended else (x, y, width, height), upended, fill))
    return lines


def _on_picture(line: PrintLine, scale: float, image: Image) -> PrintLine:
    """The line with its box in the picture's own pixels and some room around."""
    margin = 0.12 * line.height + 1
    x, y, width, height = line.box
    left, top = max(0, round((x - margin) / scale)), max(0, round((y - margin) / scale))
    right = min(image.shape[1], round((x + width + margin) / scale))
    bottom = min(image.shape[0], round((y + height + margin) / scale))
    return PrintLine((left, top, right - left, bottom - top), line.upended, line.fill)


def amount_along(lines: list[PrintLine], upended: bool) -> float:
    """How much print runs in a direction: the sum of its lines' squared lengths in their own heights.

    Squared, as the wrong direction has many short runs of characters that happen to stand below each other.
    """
    return sum(((line.length / line.height) ** 2 for line in lines if line.upended == upended), 0.0)
