"""How much room a form's own print leaves around its fields."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from bench.forms.layout import Blank, FormLayout, Word


@dataclass(frozen=True)
class Room:
    """What is free beside a field's box, millimetres.

    Attributes:
        left: up to a word, a rule or another field.
        down: below it.
    """

    left: float
    down: float


def room_of(layout: FormLayout, blank: Blank) -> Room:
    """How much is free to the left of a field and below it, in its own rows and columns."""
    x, y, width, height = blank.box
    left, down = x - 2, layout.height - y - height - 2
    for x1, y1, x2, y2 in obstacles(layout, blank):
        if y1 < y + height and y2 > y and x2 <= x + 0.1:
            left = min(left, x - x2)
        if x1 < x + width and x2 > x and y1 >= y + height - 0.1:
            down = min(down, y1 - y - height)
    return Room(left, down)


def obstacles(layout: FormLayout, blank: Blank) -> list[tuple[float, float, float, float]]:
    """All else that is printed, as boxes `(left, top, right, bottom)`, millimetres."""
    boxes = [box_of(word) for word in layout.words]
    boxes += [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in layout.rules]
    for other in layout.blanks:
        if other.name != blank.name:
            x, y, width, height = other.box
            boxes.append((x, y, x + width, y + height))
    return boxes


def box_of(word: Word) -> tuple[float, float, float, float]:
    """About where a fixed word stands, millimetres."""
    length = sum(
        word.size * (1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.55) for letter in word.text
    )
    left = word.x - length / 2 if word.centred else word.x
    return left, word.y - 0.88 * word.size, left + length, word.y + 0.15 * word.size
