"""A text path: one run of text in a seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from sealstack.models.geometry.polylines import distances_along
from sealstack.models.values import Polygon

_POINTS_AT_AN_END = 12  # of a centre line, which show how it bends there
_STEP = 6.0  # pixels between points where it goes on

Points = NDArray[np.float32]
"""`(N, 2)` float32 pixels `(x, y)`."""


class PathKind(Enum):
    """How text runs; the network's first maps are these kinds, in this order."""

    TITLE_ARC = "title_arc"
    OTHER_ARC = "other_arc"
    LOWER_ARC = "lower_arc"
    LINE = "line"
    COLUMN = "column"

    @property
    def is_arc(self) -> bool:
        """Whether it bends around the seal."""
        return self in {PathKind.TITLE_ARC, PathKind.OTHER_ARC, PathKind.LOWER_ARC}


@dataclass(frozen=True, eq=False)
class TextPath:
    """One run of text: an arc, a line or a column.

    Attributes:
        kind: how it runs.
        centre_line: `(N, 2)` float32 pixels, in reading direction, N at least 2.
        half_heights: `(N,)` float32 pixels, half the text band's height at each point; of a column, half its
            width.
        confidence: 0..1.
        centres: `(M, 2)` float32 pixels, the characters' centres that were seen, in reading order.
    """

    kind: PathKind
    centre_line: Points
    half_heights: NDArray[np.float32]
    confidence: float
    centres: Points

    @property
    def is_column(self) -> bool:
        """Whether characters stand below each other, upright."""
        return self.kind is PathKind.COLUMN

    @property
    def height(self) -> float:
        """Mean height of the text band, pixels."""
        return 2 * float(self.half_heights.mean())

    @property
    def length(self) -> float:
        """Of the centre line, pixels."""
        return float(np.linalg.norm(np.diff(self.centre_line, axis=0), axis=1).sum())

    @property
    def is_closed(self) -> bool:
        """Whether it comes round to where it began, so that its text may begin anywhere."""
        apart = float(np.linalg.norm(self.centre_line[-1] - self.centre_line[0]))
        return self.kind.is_arc and self.length > 4 * self.height and apart < self.height

    @property
    def tangents(self) -> Points:
        """`(N, 2)` unit vectors of the direction of reading at each point."""
        steps = np.gradient(self.centre_line.astype(np.float64), axis=0)
        lengths = np.maximum(np.linalg.norm(steps, axis=1, keepdims=True), 1e-6)
        return np.asarray(steps / lengths, np.float32)

    @property
    def direction(self) -> tuple[float, float]:
        """Cosine and sine of the direction of reading at the path's middle, x to the right, y down."""
        x, y = self.tangents[len(self.centre_line) // 2]
        return float(x), float(y)

    @property
    def polygon(self) -> Polygon:
        """The text band, clockwise from the upper left of its first character.

        `(2 N, 2)` of an arc: along the characters' heads in reading direction, back along their feet. The
        four corners, `(4, 2)`, of a line or a column, everywhere as high.
        """
        tangents = self.tangents
        up = np.stack([tangents[:, 1], -tangents[:, 0]], axis=-1)
        if self.kind.is_arc:
            heads = self.centre_line + up * self.half_heights[:, None]
            feet = self.centre_line - up * self.half_heights[:, None]
            return np.concatenate([heads, feet[::-1]], dtype=np.float32)
        heads, feet = (self.centre_line + up * side * self.height / 2 for side in (1, -1))
        if self.is_column:
            return np.stack([feet[0], heads[0], heads[-1], feet[-1]]).astype(np.float32)
        return np.stack([heads[0], heads[-1], feet[-1], feet[0]]).astype(np.float32)

    @property
    def turned_round(self) -> TextPath:
        """The same text read the other way, its characters on their heads."""
        return replace(
            self,
            centre_line=self.centre_line[::-1],
            half_heights=self.half_heights[::-1],
            centres=self.centres[::-1],
        )

    def between(self, first: float, last: float) -> TextPath:
        """The path from one place to another, pixels along it from its start.

        Before its start and after its end it goes on as it bends there.
        """
        points, half = self.centre_line.astype(np.float64), self.half_heights.astype(np.float64)
        length = self.length
        if first < 0:
            before = _gone_on(points[::-1], -first)[::-1]
            points, half = (
                np.concatenate([before, points]),
                np.concatenate([np.full(len(before), half[0]), half]),
            )
        if last > length:
            after = _gone_on(points, last - length)
            points, half = (
                np.concatenate([points, after]),
                np.concatenate([half, np.full(len(after), half[-1])]),
            )
        along = distances_along(points)
        begin, end = max(0.0, first), min(float(along[-1]), last - min(0.0, first))
        inner = along[(along > begin) & (along < end)]
        places = np.concatenate([[begin], inner, [end]])
        x, y, heights = (np.interp(places, along, values) for values in (points[:, 0], points[:, 1], half))
        return replace(
            self,
            centre_line=np.stack([x, y], axis=-1).astype(np.float32),
            half_heights=heights.astype(np.float32),
        )

    def mapped(self, turn: NDArray[np.float64]) -> TextPath:
        """The path in another frame: through a `(2, 3)` map that turns and shifts."""
        points, centres = (
            (values @ turn[:, :2].T + turn[:, 2]).astype(np.float32)
            for values in (self.centre_line, self.centres)
        )
        return replace(self, centre_line=points, centres=centres)

    def moved(self, scale: float, x: float = 0.0, y: float = 0.0) -> TextPath:
        """The path in another frame: coordinates times `scale`, then shifted by `(x, y)` pixels."""
        shift = np.array([x, y], np.float32)
        return TextPath(
            self.kind,
            (self.centre_line * np.float32(scale) + shift).astype(np.float32),
            (self.half_heights * np.float32(scale)).astype(np.float32),
            self.confidence,
            (self.centres * np.float32(scale) + shift).astype(np.float32),
        )


def _gone_on(points: NDArray[np.float64], distance: float) -> NDArray[np.float64]:
    """Points that follow a line's end for so many pixels, turning as it does."""
    steps = np.diff(points[-_POINTS_AT_AN_END:], axis=0)
    headings = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    lengths = np.maximum(np.linalg.norm(steps, axis=1), 1e-3)
    turn = float((headings[-1] - headings[0]) / lengths[1:].sum()) if len(headings) > 1 else 0.0
    count = max(1, round(distance / _STEP))
    step = distance / count
    angles = headings[-1] + turn * step * np.arange(1, count + 1)
    return np.asarray(points[-1] + np.cumsum(step * np.stack([np.cos(angles), np.sin(angles)], -1), axis=0))


def characters_on(paths: Sequence[TextPath]) -> float:
    """How many characters the network sees on some paths, each as far as it is sure of its path."""
    return sum(path.confidence * len(path.centres) for path in paths)
