"""The band a title stands in: how far from the rim its characters begin and end.

Seals differ in the thickness of their rims, in second rims, and in how tall the characters are. The ink along
the title tells: ringed rows are the rims, then comes a little paper, then the characters.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.seal.ring import Ellipse
from models.seal.separate import Renderings
from models.seal.unwarp import Arc, unroll
from models.values import Image

_OUTERMOST, _INNERMOST = 1.06, 0.30  # of the rim: where to look
_ROWS = 152
_STEP = (_OUTERMOST - _INNERMOST) / _ROWS
_INKED = 0.35  # darkness 0..1 of a sample that counts as ink
_RINGED = 0.6  # share of a row that only a rim inks
_RIM_ENDS = 0.72  # further in than this no rim is looked for
_WITHOUT_RIM = 0.97
_TALLEST, _SHORTEST = 0.45, 0.12
_FAINTEST = 0.03  # mean darkness 0..1 of rows with characters over the paper's
_FILLED = 0.6  # share of the least height of characters that they ink
_EDGE = 0.3  # of the height of the characters' ink over the paper's


def fit_band(
    shown: Renderings, rim: Ellipse, first: float, last: float, *, parallel: bool = False
) -> tuple[float, float] | None:
    """Find the outer and the inner edge of a title's characters.

    Args:
        shown: the seal's `renderings`.
        rim: its rim in pixels of these.
        first: where the title begins, about, in turns.
        last: where it ends.
        parallel: how a rim that is no circle is followed, see `Arc`.

    Returns:
        Both edges in multiples of the rim, as an `Arc` has them; None where no band stands out.
    """
    arc = Arc(_OUTERMOST, _INNERMOST, first, last - first, parallel=parallel)
    ink = 1 - unroll(shown.clean, rim, arc, height=_ROWS).mean(axis=2) / 255
    trusted = 1 - unroll(_picture(shown), rim, arc, height=_ROWS)[..., 0] / 255
    weight = np.maximum(trusted.sum(axis=1), 1e-3)
    profile = np.convolve(np.pad((ink * trusted).sum(axis=1) / weight, 2, "edge"), np.ones(5) / 5, "valid")
    begin = _below_the_rim(((ink > _INKED) * trusted).sum(axis=1) / weight, profile)
    edges = _edges(profile[begin:], float(np.percentile(profile, 5)))
    if edges is None:
        return None
    outer, inner = (_OUTERMOST - _STEP * (begin + edge + 0.5) for edge in edges)
    return (outer, inner) if _SHORTEST <= outer - inner <= _TALLEST else None


def clear_of_rims(shown: Renderings, rim: Ellipse) -> float:
    """Where the paper within a seal's rims begins: second and third rims are drawn inside the outermost.

    Args:
        shown: the seal's `renderings`.
        rim: its outermost rim in pixels of these.

    Returns:
        The distance from the centre in multiples of the rim.
    """
    arc = Arc(_OUTERMOST, _INNERMOST, 0.0, 1.0)
    ink = 1 - unroll(shown.own, rim, arc, height=_ROWS).mean(axis=2) / 255
    return _OUTERMOST - _STEP * _rims_end((ink > _INKED).mean(axis=1))


def _picture(shown: Renderings) -> Image:
    """The map of print as a picture."""
    return np.repeat((shown.printed * 255).astype(np.uint8)[..., None], 3, axis=2)


def _below_the_rim(covered: NDArray[np.float64], profile: NDArray[np.float64]) -> int:
    """The row of paper between the rims and the characters."""
    row = _rims_end(covered)
    while row + 1 < _ROWS and profile[row + 1] <= profile[row]:
        row += 1
    return row


def _rims_end(covered: NDArray[np.float64]) -> int:
    """The first row within all rims, given the share of each row that is inked."""
    radius = _OUTERMOST - _STEP * (np.arange(_ROWS) + 0.5)
    ringed = np.flatnonzero((covered > _RINGED) & (radius > _RIM_ENDS))
    return int(ringed.max()) + 1 if ringed.size else int(np.abs(radius - _WITHOUT_RIM).argmin())


def _edges(profile: NDArray[np.float64], paper: float) -> tuple[int, int] | None:
    """First and last row of the characters in what lies inside the rims."""
    tallest, shortest = round(_TALLEST / _STEP), round(_SHORTEST / _STEP)
    near = profile[:tallest]
    if near.size < shortest:
        return None
    full = float(np.sort(near)[-max(3, near.size // 5) :].mean())
    if full - paper < _FAINTEST:
        return None
    inked = profile > paper + _EDGE * (full - paper)
    begin = int(inked.argmax())
    while inked[begin : begin + shortest].mean() < _FILLED:  # a thin rim that nobody told
        after = np.flatnonzero(inked & (np.arange(len(inked)) > begin + int(inked[begin:].argmin())))
        if not after.size:
            return None
        begin = int(after[0])
    end = begin + shortest
    while end < len(profile) and inked[end : end + 4].any():
        end += 1
    return begin, end
