"""Whether a page is bent at all: what its lines of print say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.document.unwarp.text_curves import TextCurve

_BENT = 0.22
"""A line is bent when it leaves its straight chord by this much, in heights of its print."""

_ASKEW = 0.6
"""A line is askew when its ends are this much off the page's common slope, in heights of its print."""

_SHARE = 0.12
"""A page is bent when this much of its print, by length, stands in such lines."""

_LEVEL = 2.5
"""A page that leans by less than this, degrees, is left as it is when nothing else is wrong."""


def lean_of(curves: Sequence[TextCurve]) -> float:
    """The common slope of a page's lines, degrees clockwise: the median over their lengths."""
    ends = np.array([curve.points[-1] - curve.points[0] for curve in curves])
    slopes = np.degrees(np.arctan2(ends[:, 1], ends[:, 0]))
    return _weighted_median(slopes, np.linalg.norm(ends, axis=1))


def is_bent(curves: Sequence[TextCurve]) -> bool:
    """Whether a page's lines show that it is not flat, or leans."""
    lean = lean_of(curves)
    if abs(lean) > _LEVEL:
        return True
    slope = np.tan(np.radians(lean))
    lengths = np.array([curve.length for curve in curves])
    off = np.array([bend(curve) > _BENT or _askew(curve, slope) > _ASKEW for curve in curves])
    return bool(lengths[off].sum() > _SHARE * lengths.sum())


def bend(curve: TextCurve) -> float:
    """How far a line leaves the straight line that suits it best, in heights of its print."""
    x, y = curve.points.T
    if len(x) < 5:
        return 0.0
    residual = y - np.polyval(np.polyfit(x, y, 1), x)
    # the extremes of a long line are taken a little inward: single columns may err
    return float(np.ptp(np.percentile(residual, [4, 96])) / curve.height)


def _askew(curve: TextCurve, slope: float) -> float:
    across, down = curve.points[-1] - curve.points[0]
    return abs(float(down - slope * across)) / curve.height


def _weighted_median(values: np.ndarray, weights: np.ndarray) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])
