"""Read what stands upright along the lower rim of a seal: a serial number, mostly."""

from __future__ import annotations

import numpy as np

from models.seal.jury import Juror, characters_of, marks_of, vote
from models.seal.read_title import Title
from models.seal.ring import Ellipse
from models.seal.separate import Renderings
from models.seal.unwarp import Arc, arc_polygon, turns_along, unroll
from models.text.recognizer import Recognizer
from models.values import SealText

_SURE = 0.9  # a reading as sure as this needs no second look


def read_lower_arc(shown: Renderings, rim: Ellipse, title: Title, recognizer: Recognizer) -> SealText | None:
    """Read what stands upright along the lower rim, from left to right: a serial number, mostly.

    Args:
        shown: the seal's `renderings`.
        rim: its rim in pixels of these.
        title: already read; the lower arc is looked for where it leaves room.
        recognizer: reads the strips.

    Returns:
        The text, or None when there is no room or nothing the jury agrees on.
    """
    room = 1.0 - (title.last - title.first)
    if room < 0.12:
        return None
    inset = min(0.02, room / 8)
    best: SealText | None = None
    for outer, inner in ((0.97, 0.76), (0.96, 0.68)):
        arc = Arc(outer, inner, title.first - inset, room - 2 * inset, heads_inward=True)
        strips = [unroll(picture, rim, arc, stretch=1.1) for picture in (shown.plain, shown.clean)]
        tables = recognizer.probabilities(strips)
        jurors = [Juror(marks_of(table, recognizer.alphabet)) for table in tables]
        verdicts = [verdict for verdict in vote(jurors) if verdict.score > 0.3]
        text = "".join(verdict.text for verdict in verdicts)
        if not _is_serial(text):
            continue
        score = float(np.mean([verdict.score for verdict in verdicts]))
        if score >= 0.5 and (best is None or score > best.score):
            ends = turns_along(rim, arc, np.array([verdicts[0].position, verdicts[-1].position]))
            polygon = arc_polygon(rim, arc, float(ends[0]), float(ends[1]))
            best = SealText(polygon, text, score, characters_of(verdicts))
        if score >= _SURE:
            break
    return best


def _is_serial(text: str) -> bool:
    figures = sum(character.isascii() and character.isalnum() for character in text)
    return len(text) >= 5 and figures >= 0.8 * len(text)
