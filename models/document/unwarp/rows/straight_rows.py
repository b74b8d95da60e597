"""Straight rows: how high every point of a bent page belongs, so that its lines of print come out level.

The height is a smooth function of the picture that is constant along each line of print. Only heights change;
points keep their column, as the characters of a curled page stand upright in the picture all the same. Curves
that do not fit the others lose their weight in a few repetitions (iteratively reweighted least squares:
Holland and Welsch, Communications in Statistics A6, 1977).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sealstack.models.document.unwarp.rows.line_spacing import LineSpacing
from sealstack.models.document.unwarp.rows.same_row import Neighbours
from sealstack.models.document.unwarp.rows.smooth_field import Fit, Floats, Grid
from sealstack.models.document.unwarp.text_curves import TextCurve

_NODES = 28
"""Along the longer side."""

_BENDING = 0.1
"""How much bending counts against lines that are not level, squared pixels against squared pixels."""

_MOST_SAID = 0.35
"""How much a single point of a line may count, so that few lines with their letters' tails bend no page."""

_ALONG_LINES = 0.25
"""How much of that counts along lines, where folds and spines bend a page sharply."""

_SCALE = 1e-3
"""How much leaving the scale as it is counts, where nothing else tells."""

_KNOWN = 0.35
"""How much a point of known height counts."""

_PRESUMED = 1e-4
"""How much a point of bent paper counts that is only presumed to be in its place."""

_REPETITIONS = 4
_TOLERATED = 0.2
"""From this deviation on, in heights of its print, a point of a curve begins to lose its weight."""

_LEAST_SLOPE, _MOST_SLOPE = 0.35, 2.8
"""Heights must grow downwards, and neither squeeze nor stretch the page more than this."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Where every point of a picture belongs along y.

    Attributes:
        grid: of the field.
        values: the nodes' heights on the flat page, `(size,)` pixels.
    """

    grid: Grid
    values: Floats

    def at(self, points: Floats) -> Floats:
        """The heights at points `(N, 2)`."""
        return self.grid.weights(points) @ self.values

    @property
    def plausible(self) -> bool:
        """Whether heights grow downwards everywhere, at no wild rate."""
        _, down = self.grid.slopes()
        rate = (down @ self.values) / (self.grid.height / (self.grid.rows - 1))
        return bool(rate.min() > _LEAST_SLOPE and rate.max() < _MOST_SLOPE)


@dataclass(frozen=True, eq=False)
class KnownHeights:
    """Points of a picture whose heights are known, as those of the paper's edges.

    Attributes:
        points: `(N, 2)` pixels.
        heights: where they belong, `(N,)` pixels.
        sure: whether each surely belongs there, `(N,)` bool; others do if the paper lies flat.
        lies_flat: whether the paper does.
    """

    points: Floats
    heights: Floats
    sure: NDArray[np.bool_]
    lies_flat: bool

    def add_to(self, fit: Fit, spacing: LineSpacing | None) -> None:
        """Ask that the points be at their heights."""
        presumed = _KNOWN if spacing is None else _PRESUMED
        fit.add(fit.grid.weights(self.points), self.heights, np.where(self.sure, _KNOWN, presumed))


def fit_rows(
    curves: Sequence[TextCurve], width: int, height: int, known: KnownHeights | None = None
) -> Rows | None:
    """Fit heights to the curves of a page.

    Args:
        curves: of its lines, at least one.
        width: of the picture, pixels.
        height: of the picture, pixels.
        known: points whose heights are known; None where nothing tells but the lines.

    Returns:
        The heights; None when no plausible page follows these curves.
    """
    grid = _grid(width, height)
    lines = _Lines(curves, grid)
    spacing = _spacing(curves, grid, known)
    stiffness = _Stiffness(grid)
    for stiffer in (1.0, 8.0, 64.0):
        stiff = stiffness.fit(stiffer)
        if known is None:
            # nothing tells the level; any will do
            stiff.add(grid.middle(), height / 2, 1.0)
        else:
            known.add_to(stiff, spacing)
        values = _repeated(stiff, lines, spacing)
        rows = Rows(grid, values if known is not None else _at_scale(grid, values, curves))
        if rows.plausible:
            return rows
    return None


def _repeated(stiff: Fit, lines: _Lines, spacing: LineSpacing | None) -> Floats:
    """The nodes' heights after some repetitions of a fit, each with less weight for what contradicts it."""
    values = stiff.grid.node_points()[:, 1]
    line, weight = lines.line, np.ones(len(lines.line))
    for repetition in range(_REPETITIONS):
        fit = stiff.copy()
        fit.add_equal(lines.levels, line, weight * lines.share)
        if spacing is not None:
            spacing.add_to(fit, values, repetition)
        values = fit.solve()
        heights = lines.levels @ values
        if spacing is not None:
            line = lines.neighbours.rows(heights)[lines.line]
        means = np.bincount(line, weight * heights) / np.bincount(line, weight)
        weight = 1 / (1 + ((heights - means[line]) / lines.tolerated) ** 2)
    return values


class _Lines:
    """The points of a page's lines, one line after the other, as a fit needs them.

    Attributes:
        levels: the heights at them.
        line: the number of each one's line.
        tolerated: from which deviation on each loses weight, pixels.
        share: what each counts.
        neighbours: the lines that may be of one row.
    """

    def __init__(self, curves: Sequence[TextCurve], grid: Grid) -> None:
        self.levels = grid.weights(np.concatenate([curve.points for curve in curves]))
        self.line = np.repeat(np.arange(len(curves)), [len(curve.points) for curve in curves])
        self.tolerated = _TOLERATED * np.array([curve.height for curve in curves])[self.line]
        self.share = min(_MOST_SAID, grid.size / len(self.levels))
        self.neighbours = Neighbours(curves)


def _spacing(curves: Sequence[TextCurve], grid: Grid, known: KnownHeights | None) -> LineSpacing | None:
    """The distances between lines, where paper is bent; on flat paper they are what they seem."""
    if known is None or known.lies_flat:
        return None
    spacing = LineSpacing(curves, grid)
    return spacing if spacing.tells else None


def _at_scale(grid: Grid, values: Floats, curves: Sequence[TextCurve]) -> Floats:
    """Heights that keep the print's usual size: little in the fit itself holds the scale."""
    points = np.concatenate([curve.points for curve in curves])
    step = np.array([0.0, grid.height / grid.rows])
    below, above = grid.weights(points + step / 2) @ values, grid.weights(points - step / 2) @ values
    rates = (below - above) / step[1]
    middle = float(values.mean())
    return (values - middle) / max(float(np.median(rates)), 0.2) + middle


def _grid(width: int, height: int) -> Grid:
    longer = max(width, height)
    return Grid(
        width, height, max(6, round(_NODES * width / longer)), max(6, round(_NODES * height / longer))
    )


class _Stiffness:
    """The conditions that do not depend on the curves."""

    def __init__(self, grid: Grid) -> None:
        self._bending = grid.bending()
        self._fixed = Fit(grid)
        across, down = grid.slopes()
        self._fixed.add(across, 0.0, 0.1 * _SCALE)
        self._fixed.add(down, grid.height / (grid.rows - 1), _SCALE)

    def fit(self, stiffer: float) -> Fit:
        """A fit to which only the curves have to be added, bending counting `stiffer` times as much."""
        fit = self._fixed.copy()
        for conditions, share in zip(self._bending, (_ALONG_LINES, 1.0, 1.0), strict=True):
            fit.add(conditions, 0.0, share * _BENDING * stiffer)
        return fit
