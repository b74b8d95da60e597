"""Which lines of print stand side by side in one row, as the cells of a table or an item and its price do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sealstack.models.document.unwarp.rows.smooth_field import Floats
from sealstack.models.document.unwarp.text_curves import TextCurve

_FARTHEST = 8.0
"""How far a line may begin beside the end of the one before, in heights of its print."""

_LEVEL = 0.5
"""How far apart those ends may be in height, in heights of its print."""

_ALIKE = 1.5
"""The heights of their print differ by less than this factor."""

_POINTS = 4
"""Of a line, how many at its end say where that is."""


class Neighbours:
    """Which lines stand near enough beside each other to be of one row, wherever their ends come to lie."""

    def __init__(self, curves: Sequence[TextCurve]) -> None:
        """Find them among a page's lines, at least one."""
        counts = np.array([len(curve.points) for curve in curves])
        last = np.cumsum(counts)
        self._ends = [
            np.stack([last - counts + number for number in range(_POINTS)], axis=1),
            np.stack([last - 1 - number for number in range(_POINTS)], axis=1),
        ]
        left, right = (np.array([curve.points[end, 0] for curve in curves]) for end in (0, -1))
        height = np.array([curve.height for curve in curves])
        smaller, larger = np.minimum.outer(height, height), np.maximum.outer(height, height)
        gap = left[None] - right[:, None]
        near = (gap > -0.5 * smaller) & (gap < _FARTHEST * smaller) & (larger < _ALIKE * smaller)
        self._gap = np.where(near, gap, np.inf)
        self._tolerated = _LEVEL * smaller

    def rows(self, heights: Floats) -> NDArray[np.intp]:
        """The number of each line's row, `(curves,)`.

        Args:
            heights: where all points of all lines belong, one line after the other, `(N,)` pixels.
        """
        begin, end = (heights[places].mean(axis=1) for places in self._ends)
        gap = np.where(np.abs(begin[None] - end[:, None]) < self._tolerated, self._gap, np.inf)
        row = np.arange(len(gap))
        beside = gap.argmin(axis=1)
        for line in np.flatnonzero(np.isfinite(gap.min(axis=1))).tolist():
            row[row == row[beside[line]]] = row[line]
        return np.asarray(np.unique(row, return_inverse=True)[1], np.intp)
