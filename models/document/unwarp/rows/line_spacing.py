"""Even line spacing: print is set at one distance from line to line, whatever a crumpled page makes of it.

Lines of print alone tell that heights are constant along them, but not which; where paper is pushed up or
down in its own plane, or stands up from the desk, the distances between lines tell that. Most of a page's
distances are equal, as set by its writer; those that are not, as before a heading, stay out of account.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sealstack.models.document.unwarp.rows.smooth_field import Conditions, Fit, Floats, Grid
from sealstack.models.document.unwarp.text_curves import TextCurve

_PLACES = 48
"""Across the page, at which distances between lines are taken."""

_FEWEST = 24
"""Fewer distances than these tell nothing."""

_ALIKE = 1.5
"""Two lines' heights differ by less than this factor when their distance counts."""

_APART = 0.8
"""They are at least this far apart, in heights of their print."""

_WINDOWS = (0.3, 0.2, 0.12, 0.08)
"""How far distances may be from the usual one in the rounds of a fit, in parts of it; the last ones go on."""

_TOLERATED = 0.05
"""From this deviation on, in parts of the usual distance, a distance loses weight; half a window at least."""

_WEIGHT = 0.3
"""What a distance counts, squared pixels against those of lines that are not level."""


class LineSpacing:
    """The distances between the neighbouring lines of a page, and how they bear on the page's heights."""

    def __init__(self, curves: Sequence[TextCurve], grid: Grid) -> None:
        """Find the distances.

        Args:
            curves: of the page's lines, pixels of the grid's frame.
            grid: of the heights that are fitted.
        """
        across, upper, lower = _neighbours(curves, grid.width)
        self.gaps = lower - upper
        node = grid.height / (grid.rows - 1)
        # a condition may couple near nodes only: a wide gap is measured by the rate in its middle
        taken = np.minimum(self.gaps, 0.98 * node)
        middle = (upper + lower) / 2
        ends = [grid.weights(np.stack([across, middle + side * taken / 2], axis=1)) for side in (-1, 1)]
        factor = (self.gaps / np.maximum(taken, 1e-6))[:, None]
        self._conditions = Conditions(
            np.concatenate([ends[0].nodes, ends[1].nodes], axis=1),
            np.concatenate([-ends[0].shares * factor, ends[1].shares * factor], axis=1),
        )
        self._weight = _WEIGHT * min(1.0, grid.size / max(1, len(self.gaps)))

    @property
    def tells(self) -> bool:
        """Whether there are enough distances to go by."""
        return len(self.gaps) >= _FEWEST

    def add_to(self, fit: Fit, values: Floats, repetition: int) -> None:
        """Ask that the usual distances be equal.

        Args:
            fit: what is asked.
            values: the nodes' heights as far as they are known, `(size,)`.
            repetition: of the fit, from 0: later ones take fewer distances for the usual one.
        """
        window = _WINDOWS[min(repetition, len(_WINDOWS) - 1)]
        gaps = self._conditions @ values
        usual = usual_gap(gaps, window)
        off = np.abs(gaps / usual - 1)
        kept = off < window
        if kept.sum() < _FEWEST:
            return
        weight = self._weight / (1 + (off[kept] / max(_TOLERATED, window / 2)) ** 2)
        chosen = Conditions(self._conditions.nodes[kept], self._conditions.shares[kept])
        fit.add_equal(chosen, np.zeros(int(kept.sum()), np.intp), weight)


def usual_gap(gaps: Floats, window: float) -> float:
    """The distance that most distances are alike to.

    Args:
        gaps: distances, pixels, at least one.
        window: how far off a distance may be, in parts.

    Returns:
        The median of the distances in the window that holds most of them, pixels.
    """
    logarithms = np.sort(np.log(np.maximum(gaps, 1e-3)))
    ends = np.searchsorted(logarithms, logarithms + 2 * window, side="right")
    first = int(np.argmax(ends - np.arange(len(logarithms))))
    return float(np.exp(np.median(logarithms[first : ends[first]])))


def _neighbours(curves: Sequence[TextCurve], width: float) -> tuple[Floats, Floats, Floats]:
    """Where one line stands right below another: across, the upper one's height, the lower one's, pixels."""
    places = (np.arange(_PLACES) + 0.5) * width / _PLACES
    columns: list[NDArray[np.float64]] = []
    for curve in curves:
        x, y = curve.points.T
        first, last = np.searchsorted(places, [x[0] - curve.height, x[-1] + curve.height])
        at = places[first:last]
        columns.append(np.column_stack([at, np.interp(at, x, y), np.full(len(at), curve.height)]))
    points = np.concatenate(columns)
    points = points[np.lexsort((points[:, 1], points[:, 0]))]
    above, below = points[:-1], points[1:]
    larger, smaller = np.maximum(above[:, 2], below[:, 2]), np.minimum(above[:, 2], below[:, 2])
    gap = below[:, 1] - above[:, 1]
    kept = (above[:, 0] == below[:, 0]) & (larger < _ALIKE * smaller) & (gap > _APART * larger)
    return above[kept, 0], above[kept, 1], below[kept, 1]
