"""How paths are read: the thresholds of all looks along them, set on drawn crops."""

from __future__ import annotations

from dataclasses import dataclass, field

from sealstack.models.seal.rectify.path import Margins


@dataclass(frozen=True)
class StripSettings:
    """How arcs and lines are read. Lengths are in heights of the text unless it says otherwise.

    Attributes:
        sure: least score of every character with which one look needs no second beside it.
        upright: mean score with which a line is not looked at from its other side.
        seen: characters, as far as they are sure, below which a text may stand on its head, and if not so no
            further look is worth it.
        margins: paper above and below the text, of the first look.
        beyond: what is shown past both ends, where characters are lost most often.
        tight: paper above and below the text, of the second look.
        wider: how much its strip is widened.
        clear: strength of a mark that is a character.
        grown: least score of a character past an end with which the path goes on there.
        further: characters by which it goes on.
        gap: pitches between two neighbours from which on a character is missing.
        at_an_end: pitches from an end to the middle of the first character, of which none is missing.
        stroke: least score of a character at an end that a piece of a rim is taken for, such as 一.
        least: mean score of a text.
    """

    sure: float = 0.8
    upright: float = 0.7
    seen: float = 1.2
    margins: Margins = field(default_factory=lambda: Margins(0.12, 0.12))
    beyond: float = 0.8
    tight: Margins = field(default_factory=lambda: Margins(0.02, 0.0))
    wider: float = 1.15
    clear: float = 0.5
    grown: float = 0.6
    further: float = 3.0
    gap: float = 1.6
    at_an_end: float = 1.3
    stroke: float = 0.9
    least: float = 0.5


@dataclass(frozen=True)
class ColumnSettings:
    """How columns are read.

    Attributes:
        slender: how many characters a column may hold, in multiples of its length over its width.
        most: characters of a column.
        latin: how much less a figure or letter counts, which parts of characters look like.
        square: how much less a division is worth whose cells are e times as high as wide, or as wide as high.
        least: mean score of a text.
    """

    slender: tuple[float, float] = (0.5, 1.6)
    most: int = 8
    latin: float = 0.6
    square: float = 0.3
    least: float = 0.5
