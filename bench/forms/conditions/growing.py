"""Values that outgrow their marks: an operator marked one filled form closely, others say more.

The template's values are short and its marks lie close around them. A query's values are longer, begin
further left, or take two lines, wherever the form's own boxes have room for that.
"""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np

from bench.forms.conditions.scans import view_of
from bench.forms.conditions.seen import Query, Template
from bench.forms.drawing import fill_in
from bench.forms.layout import Blank, FormLayout, Value
from bench.forms.room import Room, room_of

GROWS = "value grows"

_DRAWN = 5  # values to choose the shortest or the longest of
_PADDING = 0.25  # of an em around a value that is marked closely
_FARTHEST_LEFT = 1.2  # em


def grown(layout: FormLayout, rng: np.random.Generator, bundled_only: bool, number: int) -> Query:
    """A template marked closely, and a form whose values are longer, seen in three ways."""
    small = copy.copy(layout)
    small.blanks = [replace(blank, value=_shortest(blank.value)) for blank in layout.blanks]
    sample = fill_in(small, rng, bundled_only=bundled_only)
    marks = []
    for blank in layout.blanks:
        left, top, right, bottom = sample.printed[blank.name]
        pad = _PADDING * blank.size * sample.scale
        corners = [
            [left - pad, top - pad],
            [right + pad, top - pad],
            [right + pad, bottom + pad],
            [left - pad, bottom + pad],
        ]
        marks.append((blank.name, np.array(corners, np.float32)))
    large = copy.copy(layout)
    large.blanks = [_roomier(blank, room_of(layout, blank), rng) for blank in layout.blanks]
    seen = view_of(fill_in(large, rng, bundled_only=bundled_only), number, rng, bundled_only)
    return replace(seen, stamped=(), template=Template(sample.sheet, tuple(marks)))


def _shortest(value: Value) -> Value:
    """The first line of the shortest of some values."""
    return lambda rng: min((value(rng) for _ in range(_DRAWN)), key=len).split("\n")[0]


def _longest(value: Value) -> Value:
    return lambda rng: max((value(rng) for _ in range(_DRAWN)), key=len)


def _roomier(blank: Blank, room: Room, rng: np.random.Generator) -> Blank:
    """A field whose values are long, and begin further left or take two lines where there is room."""
    x, y, width, height = blank.box
    size = blank.size
    text = _longest(blank.value)(rng)
    if room.down + height >= 2.6 * size and _breaks(text) and rng.random() < 0.5:
        half = (len(text) + 1) // 2
        box = (x, y, width, max(height, 2.6 * size))
        return replace(blank, box=box, value=lambda _: f"{text[:half]}\n{text[half:]}")
    if blank.align == "left" and room.left > size:
        x -= float(rng.uniform(0, min(room.left - 0.4 * size, _FARTHEST_LEFT * size)))
    return replace(blank, box=(x, y, width, height), value=lambda _: text)


def _breaks(text: str) -> bool:
    """Whether a value would be broken into lines: a name or an address in Chinese."""
    letters = sum(not letter.isascii() for letter in text)
    return letters >= 8 and "\n" not in text and " " not in text
