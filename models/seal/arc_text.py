"""Texts along arcs other than the title: whether there is any ink, how it is shown, what makes a text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.seal.jury import Verdict, characters_of, main_run
from models.seal.marks import is_figure
from models.seal.ring import Ellipse
from models.seal.separate import Renderings
from models.seal.unwarp import Arc, arc_polygon, turns_along, unroll
from models.values import Image, SealText

LEAST_SCORE = 0.25
"""Of a character that is told at all."""

_COARSE = 20  # pixels of height, to look for ink
_INKED = 170  # grey level below which a pixel is inked
_SPECKS = 0.03


def is_blank(shown: Renderings, rim: Ellipse, arc: Arc, specks: float = _SPECKS) -> bool:
    """Whether hardly any of the seal's own ink lies along an arc, less than a share `specks` 0..1 of it."""
    return float((unroll(shown.own, rim, arc, height=_COARSE)[..., 0] < _INKED).mean()) < specks


def strips_along(picture: Image, rim: Ellipse, arcs: Sequence[Arc], *, stretch: float = 1.0) -> list[Image]:
    """A rendering of the seal along some arcs of the same turns, `(56, W, 3)` uint8 each."""
    return [unroll(picture, rim, arc, stretch=stretch) for arc in arcs]


def words_of(verdicts: Sequence[Verdict], fewest: int, least_mean: float) -> list[Verdict]:
    """The row of characters other than figures, if it is long and sure enough.

    Args:
        verdicts: what was agreed on along an arc.
        fewest: characters of a text, at least.
        least_mean: their mean score, 0..1, at least.

    Returns:
        The row in its order; empty when it is neither.
    """
    row = main_run([one for one in verdicts if one.score > LEAST_SCORE and not is_figure(one.text)])
    if len(row) < fewest or np.mean([verdict.score for verdict in row]) < least_mean:
        return []
    return row


def text_along(rim: Ellipse, arc: Arc, run: Sequence[Verdict]) -> SealText:
    """Verdicts along an arc as a text with its polygon."""
    ends = turns_along(rim, arc, np.array([run[0].position, run[-1].position]))
    polygon = arc_polygon(rim, arc, float(ends[0]), float(ends[1]))
    score = float(np.mean([verdict.score for verdict in run]))
    return SealText(polygon, "".join(verdict.text for verdict in run), score, characters_of(run))
