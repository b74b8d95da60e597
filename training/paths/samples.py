"""What the path network learns from: a seal's crop, and maps of where its text runs and which way.

The kernels of text bands are shrunk along the normal, so that neighbours stay apart, as in Wang et al.,
"Shape robust text detection with progressive scale expansion network", CVPR 2019, pp. 9336-9345; beside them
stand the geometry of the band, as in Long et al., "TextSnake: a flexible representation for detecting text of
arbitrary shapes", ECCV 2018, pp. 19-35, and the characters' centres, as in Baek et al., "Character region
awareness for text detection", CVPR 2019, pp. 9365-9374.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.truth import CharacterTruth, PathKind, Points, TextPath

CLASSES = ("title_arc", "other_arc", "lower_arc", "line", "column")
"""Kinds of text paths in the order of the network's maps; class 0 of `Maps.kernel` is none of them."""

STRIDE = 4
"""Pixels of the crop a cell of the maps."""

SHRUNK = 0.5
"""A kernel's height over its band's."""

UNCOUNTED = 255
"""Class of cells that are not learned from: text that nobody could make out."""

_LEAST_KERNEL = 0.7  # cells, half its height: thinner ones fall apart
_HIGHEST_SHARE = 0.8  # of the band's height, however small the text
_FADED = 0.08  # legibility below which a character is not asked for
_DENSER = 3  # points of the middle line for each of the polygon
_FRACTION = 4  # bits of a point's fraction in OpenCV's drawing
_DIRECTION_SCALE = 127  # of cosine and sine as int8
_SPREAD = 0.17  # standard deviation of a centre's bump over the character's narrower side
_SPREADS = (0.55, 2.0)  # cells


@dataclass(frozen=True, eq=False)
class Maps:
    """What the network is to show of one crop, a cell for every fourth pixel.

    Attributes:
        kernel: `(H, W)` uint8, 0 for no text, 1.. for the classes of `CLASSES`, `UNCOUNTED`.
        direction: `(2, H, W)` int8, cosine and sine of the direction of reading times 127 (x to the right, y
            down); 0 where there is no kernel.
        half_height: `(H, W)` float16, half the band's height, pixels of the crop; 0 where there is no kernel.
        centre: `(H, W)` uint8, 255 in the cell of a character's centre, falling off around it.
    """

    kernel: NDArray[np.uint8]
    direction: NDArray[np.int8]
    half_height: NDArray[np.float16]
    centre: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class MiddleLine:
    """The line that a path's characters stand along.

    Attributes:
        points: `(N, 2)` float64 pixels, in reading direction.
        tangents: `(N, 2)` unit vectors in reading direction.
        half_heights: `(N,)` half the band's height along the normal, pixels.
    """

    points: Points
    tangents: Points
    half_heights: NDArray[np.float64]


def class_of(path: TextPath) -> int:
    """The class of a drawn path, counted from 1."""
    if path.kind is PathKind.ARC_OUTER and path.of_body:
        return 1
    order = (PathKind.ARC_INNER, PathKind.ARC_LOWER, PathKind.LINE, PathKind.COLUMN)
    return 2 if path.kind is PathKind.ARC_OUTER else 2 + order.index(path.kind)


def middle_line(path: TextPath) -> MiddleLine:
    """The middle line of a path's band."""
    count = len(path.polygon) // 2
    heads, feet = path.polygon[:count], path.polygon[count:][::-1]
    shares = np.linspace(0, count - 1, (count - 1) * _DENSER * (1 if count > 2 else 4) + 1)
    heads, feet = (_interpolated(side, shares) for side in (heads, feet))
    points = (heads + feet) / 2
    tangents = np.gradient(points, axis=0)
    tangents /= np.maximum(np.linalg.norm(tangents, axis=1, keepdims=True), 1e-9)
    across = heads - feet
    half_heights = np.abs(across[:, 0] * tangents[:, 1] - across[:, 1] * tangents[:, 0]) / 2
    return MiddleLine(points, tangents, half_heights)


def _interpolated(points: Points, places: NDArray[np.float64]) -> Points:
    known = np.arange(len(points))
    return np.stack([np.interp(places, known, points[:, axis]) for axis in (0, 1)], axis=-1)


def maps_of(paths: Sequence[TextPath], size: tuple[int, int]) -> Maps:
    """Draw the maps of a crop.

    Args:
        paths: in pixels of the crop; where kernels lap over each other the later path's is kept.
        size: height and width of the crop, divisible by `STRIDE`.
    """
    rows, columns = (side // STRIDE for side in size)
    maps = Maps(
        np.zeros((rows, columns), np.uint8),
        np.zeros((2, rows, columns), np.int8),
        np.zeros((rows, columns), np.float16),
        np.zeros((rows, columns), np.uint8),
    )
    for path in paths:
        _draw_kernel(maps, path)
        for character in path.characters:
            if character.legibility >= _FADED:
                _draw_centre(maps.centre, character)
    for character in (c for path in paths for c in path.characters if c.legibility < _FADED):
        _leave_out(maps.kernel, character)
    return maps


def _cells(points: Points) -> Points:
    """Pixels to cells; a cell's middle has whole coordinates."""
    return (points + 0.5) / STRIDE - 0.5


def _draw_kernel(maps: Maps, path: TextPath) -> None:
    line = middle_line(path)
    points = _cells(line.points).astype(np.float32)
    normals = np.stack([-line.tangents[:, 1], line.tangents[:, 0]], axis=-1)
    halves = line.half_heights / STRIDE
    reach = np.minimum(np.maximum(SHRUNK * halves, _LEAST_KERNEL), _HIGHEST_SHARE * halves)
    side = normals * (reach + 0.5)[:, None]
    area = np.zeros(maps.kernel.shape, np.uint8)
    _fill(area, np.concatenate([points + side, (points - side)[::-1]]))
    y, x = np.nonzero(area)
    if not len(x):
        return
    apart = np.stack([x, y], axis=-1).astype(np.float32)[:, None] - points[None]
    nearest = np.einsum("nmd,nmd->nm", apart, apart).argmin(axis=1)
    offset = (apart[np.arange(len(x)), nearest] * normals[nearest]).sum(axis=-1)
    # OpenCV fills the outline's cells too; what is kept is decided by the cell's middle alone
    kept = np.abs(offset) <= reach[nearest]
    x, y, nearest = x[kept], y[kept], nearest[kept]
    maps.kernel[y, x] = class_of(path)
    maps.direction[:, y, x] = np.round(line.tangents[nearest].T * _DIRECTION_SCALE).astype(np.int8)
    maps.half_height[y, x] = line.half_heights[nearest].astype(np.float16)


def _fill(area: NDArray[np.uint8], outline: Points) -> None:
    cv2.fillPoly(area, [np.round(outline * 2**_FRACTION).astype(np.int32)], 1, cv2.LINE_8, _FRACTION)


def _leave_out(kernel: NDArray[np.uint8], character: CharacterTruth) -> None:
    """Count nothing of a character that cannot be seen, in place."""
    area = np.zeros(kernel.shape, np.uint8)
    _fill(area, _cells(character.quad))
    kernel[area > 0] = UNCOUNTED


def _draw_centre(centre: NDArray[np.uint8], character: CharacterTruth) -> None:
    """A bump about a character's centre, in place."""
    rows, columns = centre.shape
    x, y = _cells(character.quad).mean(axis=0)
    column, row = round(float(x)), round(float(y))
    if not (0 <= column < columns and 0 <= row < rows):
        return
    sides = np.linalg.norm(character.quad[[1, 3]] - character.quad[0], axis=1) / STRIDE
    spread = float(np.clip(_SPREAD * sides.min(), *_SPREADS))
    reach = int(np.ceil(2.5 * spread))
    part = (
        slice(max(0, row - reach), min(rows, row + reach + 1)),
        slice(max(0, column - reach), min(columns, column + reach + 1)),
    )
    down = np.arange(part[0].start, part[0].stop)[:, None] - row
    across = np.arange(part[1].start, part[1].stop)[None] - column
    bump = np.round(255 * np.exp(-(down**2 + across**2) / (2 * spread**2))).astype(np.uint8)
    centre[part] = np.maximum(centre[part], bump)
