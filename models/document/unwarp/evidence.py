"""Whether a page is bent at all: what its lines of print say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sealstack.models.document.unwarp.rows.smooth_field import Floats
from sealstack.models.document.unwarp.rows.straight_rows import Rows
from sealstack.models.document.unwarp.text_curves import TextCurve

_BENT = 0.3
"""A line is bent when it leaves its straight chord by this much, in heights of its print."""

_ASKEW = 0.8
"""A line is askew when its ends are this much off the page's common slope, in heights of its print."""

_SUSPECT = 0.05
"""A page may be bent when this much of its print, by length, stands in such lines."""

_SHARE = 0.12
"""A page is worth flattening when this much of its print, by length, is worth moving."""

_MOVED = 0.3
"""A line is worth moving when its parts move against each other by this much, in heights of its print."""

_LEVEL = 2.5
"""A page that leans by less than this, degrees, is left as it is when nothing else is wrong."""


def _swing(places: int) -> Floats:
    """From a line's heights at evenly spread places to a smooth curve through them, less a straight line."""
    along = np.linspace(-1, 1, places)
    smooth, straight = (np.vander(along, degree + 1) for degree in (4, 1))
    result = smooth @ np.linalg.pinv(smooth) - straight @ np.linalg.pinv(straight)
    return np.asarray(result, np.float64)


_SWING = _swing(60)


def lean_of(curves: Sequence[TextCurve]) -> float:
    """The common slope of a page's lines, degrees clockwise: the median over their lengths."""
    ends = np.array([curve.points[-1] - curve.points[0] for curve in curves])
    slopes = np.degrees(np.arctan2(ends[:, 1], ends[:, 0]))
    return _weighted_median(slopes, np.linalg.norm(ends, axis=1))


def is_level(curves: Sequence[TextCurve]) -> bool:
    """Whether a page leans by so little that it may stay as it is."""
    return abs(lean_of(curves)) <= _LEVEL


def is_bent(curves: Sequence[TextCurve]) -> bool:
    """Whether a page's lines suggest that it is not flat, or leans; a fit to all of them says for certain."""
    if not is_level(curves):
        return True
    return share_out_of_line(curves) > _SUSPECT


def share_out_of_line(curves: Sequence[TextCurve]) -> float:
    """How much of a page's print, by length, stands in lines that are bent or askew, 0..1."""
    slope = np.tan(np.radians(lean_of(curves)))
    lengths = np.array([curve.length for curve in curves])
    off = np.array([bend(curve) > _BENT or _askew(curve, slope) > _ASKEW for curve in curves])
    return float(lengths[off].sum() / lengths.sum())


def is_worth_flattening(curves: Sequence[TextCurve], rows: Rows) -> bool:
    """Whether fitted heights move the parts of lines against each other.

    Single lines seem bent where they have gaps or tailed letters; what a fit to all of them says is surer.

    Args:
        curves: a page's lines, in the frame of the fit.
        rows: the fitted heights.
    """
    lengths = np.array([curve.length for curve in curves])
    moved = np.array([_movement(curve, rows) > _MOVED for curve in curves])
    return bool(lengths[moved].sum() > _SHARE * lengths.sum())


def _movement(curve: TextCurve, rows: Rows) -> float:
    """How far a straight line's points would move apart in a line's place, in heights of its print."""
    chord = np.linspace(curve.points[0], curve.points[-1], 25)
    moved = rows.at(chord) - chord[:, 1]
    return float(np.ptp(moved) / curve.height)


def bend(curve: TextCurve) -> float:
    """How far a line swings about the straight line that suits it best, in heights of its print.

    Measured on a smooth curve through its points, as single points err with the letters that stand there.
    """
    x, y = curve.points.T
    if len(x) < 8:
        return 0.0
    even = np.interp(np.linspace(x[0], x[-1], len(_SWING)), x, y)
    return float(np.ptp(_SWING @ even) / curve.height)


def _askew(curve: TextCurve, slope: float) -> float:
    across, down = curve.points[-1] - curve.points[0]
    return abs(float(down - slope * across)) / curve.height


def _weighted_median(values: np.ndarray, weights: np.ndarray) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])
