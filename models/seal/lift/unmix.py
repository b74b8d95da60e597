"""Unmix: how light a page's print is beneath a seal's ink.

A pixel shows `c (T b + A) + (1 - c) b` in each channel, as shares of the paper: `b` is the print's
lightness (the same in all channels, as print is grey), `c` how much of the pixel the ink covers, `T` what
full ink lets through and `A` what it shines itself. Ink on paper darkens what is there: `A` is 0. A stamp
laid over the page as editors do it fades what is there: `T` is the same in all channels, and black print
beneath shows as `A`.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.ink.density import Plane

Shares = NDArray[np.float32]
"""A picture as shares of its paper, `(H, W, 3)` float32, 1 where nothing is printed."""

_FULL = 0.85
"""Strokes are fully inked where their colour is that strong, of well inked ones."""

_DARK = 0.25
"""Print is what comes so near to the darkest of it, as a share of the paper."""

_LEAST_PRINT = 0.01
"""Share of a seal's surroundings: with less print there is nothing to measure on it."""

_AS_MUCH = 0.8
"""As ink on paper, a stamp must hide no more than the rest of the print beneath it."""

_UNEVEN, _LARGEST_ERROR = 0.05, 0.4
"""How unevenly ink lies, as a share of the paper's light, and how far it may lead the lightness astray."""

_LEAST_THROUGH = 0.06
"""Ink that lets less through than this hides print for good: no more is made of it."""


@dataclass(frozen=True)
class InkModel:
    """What a seal's ink does to the page beneath it.

    Attributes:
        clear, dense: the channels (of BGR) that it darkens least and most.
        through: the share of the light that it lets through in these two channels, where it lies full.
        own: the share that it shines itself.
    """

    clear: int
    dense: int
    through: tuple[float, float]
    own: tuple[float, float]

    @property
    def unevenness(self) -> float:
        """By how much the lightness may err, as ink does not lie evenly."""
        return min(_UNEVEN / max(self.through[0], 0.01), _LARGEST_ERROR)

    def lightness(self, seen: Shares) -> Plane:
        """Compute how light the page is beneath the ink, `(H, W)` float32 0..1."""
        clear, dense = seen[..., self.clear], seen[..., self.dense]
        difference = np.maximum(clear - dense, 0)
        lost = 1 - self.through[0]
        spread_through = self.through[0] - self.through[1]
        spread_own = self.own[0] - self.own[1]
        light = np.clip(clear, 0, 1)
        # the cover follows from the colour and the lightness, the lightness from the cover
        for _ in range(4):
            cover = np.clip(difference / np.maximum(light * spread_through + spread_own, 0.02), 0, 1)
            light = np.clip((clear - cover * self.own[0]) / np.maximum(1 - cover * lost, 0.02), 0, 1)
        return np.asarray(light, np.float32)


def fit_ink(seen: Shares, strokes: NDArray[np.bool_], within: NDArray[np.bool_]) -> InkModel | None:
    """Measure on a seal's strokes what its ink does.

    Args:
        seen: the seal's surroundings.
        strokes: where its ink surely lies, `(H, W)`.
        within: where it may lie.

    Returns:
        The ink; None when nothing is inked.
    """
    if not strokes.any():
        return None
    typical = np.median(seen[strokes], axis=0)
    clear, dense = int(typical.argmax()), int(typical.argmin())
    difference = seen[..., clear] - seen[..., dense]
    usual = float(np.percentile(difference[strokes], 85))
    full = strokes & (difference >= _FULL * usual)
    if not full.any():
        return None
    on_paper = float(np.percentile(seen[..., clear][full], 65))
    inked = InkModel(clear, dense, (on_paper, max(on_paper - usual, 0.0)), (0.0, 0.0))
    beside = within & ~_grown(strokes)
    if not beside.any():
        return inked
    black = float(np.percentile(seen[..., clear][beside], 1))
    printed = float(np.mean(seen[..., clear][beside] < black + _DARK))
    core = _core(strokes)
    shown = float(np.mean(inked.lightness(seen)[core] < black + _DARK)) if core.any() else printed
    if black > 1 - 2 * _DARK or printed < _LEAST_PRINT or shown >= _AS_MUCH * printed:
        return inked
    # print lies under as large a part of the strokes as of the rest: that part of them is the darkest
    on_print = float(np.quantile(seen[..., clear][full], printed / 2))
    through = max((on_paper - on_print) / (1 - black), _LEAST_THROUGH)
    own = on_paper - through
    return InkModel(clear, dense, (through, through), (own, own - usual))


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0)


def _core(strokes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Strokes with the gaps that print cuts into them, without their edges."""
    joined = cv2.morphologyEx(strokes.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return np.asarray(cv2.erode(joined, np.ones((3, 3), np.uint8)) > 0)
