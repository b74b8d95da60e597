"""Read an inner arc: a second name that some round seals have beneath their title, about the same centre."""

from __future__ import annotations

from models.seal.arc_text import is_blank, strips_along, text_along, words_of
from models.seal.band import fit_band
from models.seal.inquiry import Inquiry
from models.seal.jury import vote
from models.seal.read_title import Title
from models.seal.ring import Ellipse
from models.seal.separate import Renderings
from models.seal.unwarp import Arc

_USUAL = 0.62  # of the rim: where a title's characters end
_SPARE = 0.03  # of the rim: paper beneath the title
_BANDS = (0.27, 0.22)  # of the rim: how far in such an arc may reach
_INNERMOST = 0.2
_LOOKED_AT = 0.1  # turns to either side of the top: where there is ink if there is anything to read
_DEEP = 0.14  # of the rim: an emblem reaches less near to the title
_SPECKS = 0.04
_TURNS = 0.76
_FEWEST, _LEAST_MEAN = 3, 0.65
_SURE = 0.9  # a reading in which every character is as sure as this needs no second look


def read_inner_arc(shown: Renderings, rim: Ellipse, title: Title) -> Inquiry:
    """Read what stands along an arc beneath the title.

    Args:
        shown: the seal's `renderings`.
        rim: its rim in pixels of these.
        title: already read: the arc lies within it, at the same top.

    Returns:
        The text, or None where there is no ink of the seal's, or nothing that the jury agrees on.
    """
    edges = fit_band(shown, rim, title.first, title.last)
    outer = (edges[1] if edges is not None else _USUAL) - _SPARE
    inked = Arc(outer, outer - _DEEP, title.up - _LOOKED_AT, 2 * _LOOKED_AT)
    if outer - _DEEP < _INNERMOST or is_blank(shown, rim, inked, _SPECKS):
        return None
    start = title.up - _TURNS / 2
    arcs = [Arc(outer, max(_INNERMOST, outer - height), start, _TURNS) for height in _BANDS]
    jurors = yield strips_along(shown.plain, rim, arcs)
    words = words_of(vote(jurors), _FEWEST, _LEAST_MEAN)
    if not words or min(verdict.score for verdict in words) < _SURE:
        jurors += yield strips_along(shown.clean, rim, arcs)
        words = words_of(vote(jurors), _FEWEST, _LEAST_MEAN)
    return text_along(rim, arcs[0], words) if words else None
