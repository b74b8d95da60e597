"""Regions of the maps: connected cells of one kind of text path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.paths.text_path import PathKind, Points

STRIDE = 4
"""Pixels of the crop a cell of the maps."""

MAPS = len(PathKind) + 4
"""A probability for each kind; cosine, sine; half height in pixels; probability of a character's centre."""

Maps = NDArray[np.float32]
"""`(MAPS, H, W)` float32: what the path network gives for one crop."""

KINDS = tuple(PathKind)
_LINE = KINDS.index(PathKind.LINE)
_LOWER_ARC = KINDS.index(PathKind.LOWER_ARC)
_DIRECTION = len(KINDS)
_HALF_HEIGHT = _DIRECTION + 2
_CENTRE = _HALF_HEIGHT + 1
_OUTERMOST = (4, 96)  # percent of a region's cells, which show how high it is
_ROUNDS = 5  # of the search for two headings


@dataclass(frozen=True)
class RegionSettings:
    """When cells are text; set on drawn crops.

    Attributes:
        text: probability of any kind from which on a cell is text.
        centre: probability from which on a peak is a character's centre.
        fewest: cells of a region.
        most: regions of a crop, the largest ones; no seal has so many texts.
        mixed: share of a region's second kind from which on it is two regions that touch.
        line: cells of a line or lower arc from which on it is none of the arc that it runs into.
        reach: how far beside that line cells still are its own, in heights of its text.
        kernel: height of a line's cells, in heights of its text.
        angle: degrees between the headings of two halves of a straight region, from which on it is two.
        taller: times as high that one part of an arc must be as another for these to be two texts.
        small: cells of the lower part.
    """

    text: float = 0.5
    centre: float = 0.35
    fewest: int = 4
    most: int = 24
    mixed: float = 0.25
    line: int = 24
    reach: float = 0.4
    kernel: float = 0.5
    angle: float = 25.0
    taller: float = 1.7
    small: int = 16


@dataclass(frozen=True, eq=False)
class Region:
    """Cells that belong together.

    Attributes:
        kind: of their path.
        points: `(N, 2)` float64 pixels, the cells' middles.
        headings: `(N, 2)` float64, cosine and sine of the direction of reading; shorter where unsure.
        half_heights: `(N,)` float64 pixels.
        chances: `(N,)` float64, 0..1, of being text.
    """

    kind: PathKind
    points: NDArray[np.float64]
    headings: NDArray[np.float64]
    half_heights: NDArray[np.float64]
    chances: NDArray[np.float64]

    @property
    def half_height(self) -> float:
        """Median of the cells', pixels."""
        return float(np.median(self.half_heights))

    @classmethod
    def joined(cls, regions: Sequence[Region]) -> Region:
        """One region of the cells of several of one kind."""
        return cls(
            regions[0].kind,
            np.concatenate([region.points for region in regions]),
            np.concatenate([region.headings for region in regions]),
            np.concatenate([region.half_heights for region in regions]),
            np.concatenate([region.chances for region in regions]),
        )


def regions_of(maps: Maps, settings: RegionSettings) -> list[Region]:
    """The regions of text in a crop's maps, the largest first."""
    text = maps[: len(KINDS)].sum(axis=0)
    parts = [part for cells in _connected(text > settings.text) for part in _parted(maps, cells, settings)]
    large = [(kind, cells) for kind, cells in parts if int(cells.sum()) >= settings.fewest]
    large.sort(key=lambda part: -int(part[1].sum()))
    return [_region(maps, text, kind, cells) for kind, cells in large[: settings.most]]


def _parted(
    maps: Maps, cells: NDArray[np.bool_], settings: RegionSettings
) -> list[tuple[int, NDArray[np.bool_]]]:
    """Connected cells as the paths that they are of, each with the number of its kind."""
    best = maps[: len(KINDS)].argmax(axis=0)
    votes = maps[: len(KINDS), cells].sum(axis=1)
    order = np.argsort(-votes)
    if votes[order[1]] >= settings.mixed * votes.sum():
        # paths that touch, as a title's end and a serial number's
        parts = [(int(kind), part) for kind in order for part in _connected(cells & (best == kind))]
    elif KINDS[order[0]].is_arc:
        parts = _without_lines(maps, cells, int(order[0]), best == _LINE, settings)
        parts = [
            part for kind, arc in parts for part in _without_foot(arc, kind, best == _LOWER_ARC, settings)
        ]
        return [part for kind, arc in parts for part in _by_height(maps, arc, kind, settings)]
    else:
        parts = [(int(order[0]), cells)]
    return [
        (kind, line)
        for kind, part in parts
        for line in ([part] if KINDS[kind].is_arc else _lines(maps, part, settings))
    ]


def _by_height(
    maps: Maps, cells: NDArray[np.bool_], kind: int, settings: RegionSettings
) -> list[tuple[int, NDArray[np.bool_]]]:
    """An arc, and the much smaller text that it runs into: a serial number between a title's ends."""
    if not KINDS[kind].is_arc:
        return [(kind, cells)]
    heights = np.log(np.maximum(maps[_HALF_HEIGHT, cells], 1e-3))
    low, high = np.percentile(heights, _OUTERMOST)
    for _ in range(_ROUNDS):
        upper = heights > (low + high) / 2
        if upper.all() or not upper.any():
            return [(kind, cells)]
        low, high = float(heights[~upper].mean()), float(heights[upper].mean())
    if high - low < np.log(settings.taller):
        return [(kind, cells)]
    tall = np.zeros_like(cells)
    tall[cells] = upper
    small = [part for part in _connected(cells & ~tall) if int(part.sum()) >= settings.small]
    if not small:
        return [(kind, cells)]
    rest = cells & ~np.logical_or.reduce(small)
    return [*((kind, part) for part in _connected(rest)), *((_LOWER_ARC, part) for part in small)]


def _without_lines(
    maps: Maps, cells: NDArray[np.bool_], kind: int, lined: NDArray[np.bool_], settings: RegionSettings
) -> list[tuple[int, NDArray[np.bool_]]]:
    """An arc, and the lines that it runs into: at the foot of a seal, as large as its title."""
    left, lines = cells, []
    for part in _connected(cells & lined):
        if int(part.sum()) >= settings.line:
            line = _along(maps, left, part, settings.reach)
            lines.append((_LINE, line))
            left = left & ~line
    return [*((kind, part) for part in (_connected(left) if lines else [left])), *lines]


def _without_foot(
    cells: NDArray[np.bool_], kind: int, lower: NDArray[np.bool_], settings: RegionSettings
) -> list[tuple[int, NDArray[np.bool_]]]:
    """An arc that comes round to its beginning, and the text at the seal's foot that it runs into."""
    if kind in (_LINE, _LOWER_ARC):
        return [(kind, cells)]
    feet = [part for part in _connected(cells & lower) if int(part.sum()) >= settings.line]
    if not feet:
        return [(kind, cells)]
    rest = cells & ~np.logical_or.reduce(feet)
    return [*((kind, part) for part in _connected(rest)), *((_LOWER_ARC, part) for part in feet)]


def _along(maps: Maps, cells: NDArray[np.bool_], part: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    """The cells that lie on the straight line through a part of them, and connected with it."""
    rows, columns = np.nonzero(part)
    x, y = maps[_DIRECTION:_HALF_HEIGHT, rows, columns].sum(axis=1)
    length = max(float(np.hypot(x, y)), 1e-6)
    height = 2 * float(np.median(maps[_HALF_HEIGHT, rows, columns]))
    down, right = np.indices(cells.shape)
    beside = STRIDE * np.abs((down - rows.mean()) * x - (right - columns.mean()) * y) / length
    near = cells & (part | (beside < reach * height))
    _, labels = cv2.connectedComponents(near.astype(np.uint8), connectivity=8)
    return np.asarray(np.isin(labels, np.unique(labels[part])) & near)


def _lines(maps: Maps, cells: NDArray[np.bool_], settings: RegionSettings) -> list[NDArray[np.bool_]]:
    """The lines in a region: those that head differently, and those that stand close below each other."""
    straight = _straight(maps, cells, settings.angle)
    return [line for part in straight for line in _below_each_other(maps, part, settings.kernel)]


def _below_each_other(maps: Maps, cells: NDArray[np.bool_], kernel: float) -> list[NDArray[np.bool_]]:
    """The lines in a straight region that is higher than one: as many as its height holds, parted evenly."""
    rows, columns = np.nonzero(cells)
    x, y = maps[_DIRECTION:_HALF_HEIGHT, rows, columns].sum(axis=1)
    length = max(float(np.hypot(x, y)), 1e-6)
    beside = STRIDE * (rows * x - columns * y) / length
    height = 2 * float(np.median(maps[_HALF_HEIGHT, rows, columns]))
    first, last = np.percentile(beside, _OUTERMOST)
    # beside the kernels themselves, one line is as far from the next as it is high
    count = 1 + round(max(0.0, (last - first) / max(height, 1e-6) - kernel))
    if count == 1:
        return [cells]
    number = np.clip((beside - first) / (last - first) * count, 0, count - 1).astype(int)
    parts = []
    for line in range(count):
        part = np.zeros_like(cells)
        part[rows[number == line], columns[number == line]] = True
        parts.append(part)
    return parts


def _straight(maps: Maps, cells: NDArray[np.bool_], angle: float) -> list[NDArray[np.bool_]]:
    """The lines in a region: two that meet at a corner head differently."""
    rows, columns = np.nonzero(cells)
    headings = maps[_DIRECTION:_HALF_HEIGHT, rows, columns]
    x, y = headings.sum(axis=1)
    # angles about the mean heading, so that none is near the turn of a circle
    turned = np.arctan2(x * headings[1] - y * headings[0], x * headings[0] + y * headings[1])
    first, last = float(turned.min()), float(turned.max())
    for _ in range(_ROUNDS):
        upper = turned > (first + last) / 2
        if upper.all() or not upper.any():
            return [cells]
        first, last = float(turned[~upper].mean()), float(turned[upper].mean())
    if np.degrees(last - first) < angle:
        return [cells]
    parts = []
    for chosen in (upper, ~upper):
        part = np.zeros_like(cells)
        part[rows[chosen], columns[chosen]] = True
        parts += [line for piece in _connected(part) for line in _straight(maps, piece, angle)]
    return parts


def _connected(mask: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    return [labels == label for label in range(1, count)]


def _region(maps: Maps, text: NDArray[np.float32], kind: int, cells: NDArray[np.bool_]) -> Region:
    rows, columns = np.nonzero(cells)
    return Region(
        KINDS[kind],
        _pixels(np.stack([columns, rows], axis=-1)),
        maps[_DIRECTION:_HALF_HEIGHT, rows, columns].T.astype(np.float64),
        maps[_HALF_HEIGHT, rows, columns].astype(np.float64),
        text[rows, columns].astype(np.float64),
    )


def _pixels(cells: NDArray[np.int64]) -> NDArray[np.float64]:
    """The middles of cells `(column, row)` in pixels of the crop."""
    return np.asarray((cells + 0.5) * STRIDE - 0.5, np.float64)


def centres_of(maps: Maps, settings: RegionSettings) -> Points:
    """Peaks of the map of characters' centres, `(M, 2)` float32 pixels."""
    chances = np.ascontiguousarray(maps[_CENTRE])
    highest = cv2.dilate(chances, np.ones((3, 3), np.uint8))
    rows, columns = np.nonzero((chances >= highest) & (chances > settings.centre))
    return _pixels(np.stack([columns, rows], axis=-1)).astype(np.float32)
