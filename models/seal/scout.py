"""The first look round a ring: more than once round, to learn where a title begins and ends.

The look begins at the foot of an upright seal, where most titles leave a gap, and goes on past it, so that
what stands where it begins is seen whole as well.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.seal.marks import Mark

START = 0.25
"""Where it begins, in turns clockwise from the right."""

TURNS = 1.3
"""How far it goes."""


def widest_gap(marks: Sequence[Mark]) -> float:
    """Where on the ring nothing is written, in turns: a strip cut there holds the title whole.

    Args:
        marks: what was seen going `TURNS` round from `START`.
    """
    clear = [mark for mark in marks if mark.strength > 0.5]
    title = [mark for mark in clear if not mark.is_figure]
    # upside down in the gap stands a serial number; only a title of figures alone is told by its figures
    turns = [mark.position for mark in (title if len(title) >= len(clear) / 3 else clear)]
    # what stands at the very ends may be half a character; there is another view of it
    begin = START + 0.06
    positions = sorted(turn % 1.0 for turn in turns if begin <= turn < begin + 1)
    if not positions:
        return START
    gaps = np.diff([*positions, positions[0] + 1.0])
    widest = int(gaps.argmax())
    return float((positions[widest] + 0.4 * gaps[widest]) % 1.0)


def once_round(marks: Sequence[Mark], start: float) -> list[Mark]:
    """What was seen, each place once.

    Args:
        marks: what was seen going `TURNS` round from `START`.
        start: where to begin, 0..1.

    Returns:
        Marks at positions from `start` to one turn later.
    """
    end = START + TURNS
    begin = start if start >= START else start + 1  # where the scout came by
    seen = [mark for mark in marks if begin <= mark.position < begin + 1]
    if begin + 1 > end:
        again = [Mark(mark.position + 1, mark.voices) for mark in marks if mark.position < begin]
        seen = joined(seen, again, START + 1, end)
    return [Mark(mark.position - begin + start, mark.voices) for mark in seen]


def joined(before: Sequence[Mark], after: Sequence[Mark], begin: float, end: float) -> list[Mark]:
    """Two views joined at the place of their overlap that is farthest from what either saw.

    Args:
        before: the view that ends at `end`; at the very ends of a view characters are seen by half.
        after: the view that begins at `begin`, less than `end`.
        begin: where the overlap begins, in the marks' unit.
        end: where it ends.

    Returns:
        The marks of the one before that place, those of the other after it.
    """
    places = np.linspace(begin, end, 42)[1:-1]
    seen = np.array([mark.position for mark in (*before, *after)])
    room = np.abs(places[:, None] - seen).min(axis=1, initial=1.0)
    seam = places[np.minimum(room, np.minimum(places - begin, end - places)).argmax()]
    return [mark for mark in before if mark.position < seam] + [m for m in after if m.position >= seam]
