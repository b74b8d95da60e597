"""Lay a text path straight: along an arc or a line as one strip, down a column as a row of cells."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from sealstack.models.geometry.polylines import distances_along
from sealstack.models.seal.paths.text_path import TextPath
from sealstack.models.values import Image

_HEIGHT = 56  # pixels of a strip: a little more than recognizers see
_NARROWEST = 8  # pixels
_CELL = (82, 84)  # pixels of a cell among its paper, as it is shown
_AROUND = (6, 4)  # pixels of paper above and below it, and beside it: recognizers know lines with some


@dataclass(frozen=True)
class Margins:
    """How much of a path's surroundings its strip shows, in multiples of the text's height.

    Attributes:
        above: the characters' heads.
        below: their feet.
    """

    above: float
    below: float


def strip_along(
    picture: Image, path: TextPath, margins: Margins, *, beyond: float = 0.0, stretch: float = 1.0
) -> Image:
    """The text of an arc or a line laid straight.

    Args:
        picture: `(H, W, 3)` uint8 BGR, any rendering of the crop that the path was found in.
        path: an arc or a line.
        margins: what is shown above and below it.
        beyond: what is shown past both ends, in multiples of the text's height.
        stretch: widens the strip; condensed characters read better at more than 1.

    Returns:
        `(56, W, 3)` uint8; characters stand upright, reading from the left.
    """
    more = beyond * path.height
    longer = path.between(-more, path.length + more)
    points, half_heights = longer.centre_line.astype(np.float64), longer.half_heights
    along = distances_along(points)
    shown = path.height * (1 + margins.above + margins.below)
    width = max(_NARROWEST, round(_HEIGHT * along[-1] / max(shown, 1e-6) * stretch))
    places = (np.arange(width) + 0.5) / width * along[-1]
    line = np.stack([np.interp(places, along, points[:, axis]) for axis in (0, 1)], axis=-1)
    half = np.interp(places, along, half_heights)
    tangents = np.gradient(line, axis=0) if width > 1 else np.ones_like(line)
    tangents /= np.maximum(np.linalg.norm(tangents, axis=1, keepdims=True), 1e-6)
    up = np.stack([tangents[:, 1], -tangents[:, 0]], axis=-1) * half[:, None]
    offsets = np.linspace(1 + 2 * margins.above, -1 - 2 * margins.below, _HEIGHT)
    grid = line[None] + offsets[:, None, None] * up[None]
    x, y = (np.ascontiguousarray(grid[..., axis], dtype=np.float32) for axis in (0, 1))
    strip = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(strip, dtype=np.uint8)


def cells_down(picture: Image, path: TextPath, count: int) -> Image:
    """The characters of a column side by side in reading order.

    Args:
        picture: `(H, W, 3)` uint8 BGR, any rendering of the crop that the path was found in.
        path: a column; its characters stand upright across it.
        count: into how many cells it is divided, evenly.

    Returns:
        `(96, count * 90, 3)` uint8.
    """
    cells = [_cell(picture, path, place / count, (place + 1) / count) for place in range(count)]
    ground = np.median(np.concatenate([cells[0][0], cells[-1][-1], *(cell[:, 0] for cell in cells)]), axis=0)
    above, beside = _AROUND
    shown = [
        cv2.copyMakeBorder(cell, above, above, beside, beside, cv2.BORDER_CONSTANT, value=ground.tolist())
        for cell in cells
    ]
    return np.asarray(np.hstack(shown), dtype=np.uint8)


def _cell(picture: Image, path: TextPath, first: float, last: float) -> Image:
    """A column between two shares 0..1 of its length, laid straight."""
    width, height = _CELL
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    corners = path.between(first * path.length, last * path.length).polygon
    warp = cv2.getPerspectiveTransform(corners, target)
    cell = cv2.warpPerspective(picture, warp, _CELL, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cell, np.uint8)
