"""Read what stands upright along the lower rim: a serial number mostly, on some ovals the rest of a name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from models.seal.arc_text import LEAST_SCORE, is_blank, strips_along, text_along, words_of
from models.seal.inquiry import Inquiry
from models.seal.jury import Verdict, vote
from models.seal.marks import is_figure
from models.seal.read_title import Title
from models.seal.ring import Ellipse
from models.seal.separate import Renderings
from models.seal.unwarp import Arc

_LEAST_ROOM = 0.12  # turns between the ends of the title
_BELOW = (0.93, 0.80)  # where there is ink if there is anything to read

_SERIAL_BANDS = ((0.97, 0.80), (0.97, 0.76), (0.98, 0.83))
_ONE_RIM = 0.97  # of it: where the paper within a single rim begins
_BENEATH = 0.03  # turns: serial numbers stand so near the rim that they reach under the title's ends
_STRETCH = 1.3  # figures stand closer than the network's columns tell apart
_SURE = 0.9  # a reading in which every character is as sure as this needs no second look
_FEWEST_FIGURES = 5
_LEAST_MEAN = 0.5

_WORD_BANDS = ((0.95, 0.62), (0.93, 0.66))
_ROOM_FOR_WORDS = 0.22
_FEWEST_WORDS = 4
_LEAST_MEAN_OF_WORDS = 0.75  # upside down the title's own characters look like words, too


def read_lower_arc(shown: Renderings, rim: Ellipse, title: Title, paper: float) -> Inquiry:
    """Read what stands upright along the lower rim, from left to right.

    Args:
        shown: the seal's `renderings`.
        rim: its rim in pixels of these.
        title: already read; the lower arc is looked for where it leaves room.
        paper: where the paper within the innermost rim begins, in multiples of the rim.

    Returns:
        The text, or None when there is no room or nothing the jury agrees on.
    """
    room = 1.0 - (title.last - title.first)
    if room < _LEAST_ROOM:
        return None
    within = min(1.0, paper / _ONE_RIM)
    beneath = _BENEATH / within
    begin, turns = title.first + beneath, min(1.0, room + 2 * beneath)
    arcs = [Arc(within * far, within * near, begin, turns, heads_inward=True) for far, near in _SERIAL_BANDS]
    outer, inner = _BELOW
    if is_blank(shown, rim, Arc(within * outer, within * inner, title.first, room, heads_inward=True)):
        return None
    jurors = yield strips_along(shown.plain, rim, arcs[:1], stretch=_STRETCH)
    serial = _figures(vote(jurors))
    if serial and min(verdict.score for verdict in serial) < _SURE:
        jurors += yield strips_along(shown.plain, rim, arcs[1:], stretch=_STRETCH)
        serial = _figures(vote(jurors))
    if serial:
        return text_along(rim, arcs[0], serial)
    if room < _ROOM_FOR_WORDS:
        return None
    arcs = [
        Arc(within * far, within * near, title.first, room, heads_inward=True, parallel=True)
        for far, near in _WORD_BANDS
    ]
    words = words_of(vote((yield strips_along(shown.plain, rim, arcs))), _FEWEST_WORDS, _LEAST_MEAN_OF_WORDS)
    return text_along(rim, arcs[0], words) if words else None


def _figures(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The longest row of figures and Latin letters, if it makes a serial number."""
    likely = [verdict for verdict in verdicts if verdict.score > LEAST_SCORE]
    rows = [
        list(row) for figure, row in groupby(likely, key=lambda verdict: is_figure(verdict.text)) if figure
    ]
    longest = max(rows, key=len, default=[])
    if len(longest) < _FEWEST_FIGURES or np.mean([verdict.score for verdict in longest]) < _LEAST_MEAN:
        return []
    return longest
