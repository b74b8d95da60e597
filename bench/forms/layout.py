"""A form before it is filled in: rules, fixed words and fields, in millimetres of its paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

Value: TypeAlias = Callable[[np.random.Generator], str]
"""Makes up what a field says; lines are set apart by line feeds."""

BLACK = (0.12, 0.12, 0.12)
BROWN = (0.16, 0.3, 0.52)
BLUE = (0.6, 0.3, 0.15)
RED = (0.2, 0.16, 0.78)
"""BGR reflectance of inks."""


@dataclass(frozen=True)
class Word:
    """A fixed word.

    Attributes:
        x: of its left end.
        y: of its baseline.
        text: what it says.
        size: millimetres an em.
        centred: `x` is its middle.
    """

    x: float
    y: float
    text: str
    size: float
    centred: bool = False


@dataclass(frozen=True)
class Blank:
    """A field to be filled in.

    Attributes:
        name: of the field.
        box: `(x, y, width, height)` of the place for its value, as an operator would mark it.
        value: makes up what it says.
        size: millimetres an em.
        align: `left`, `centre` or `right`.
        colour: of the print.
    """

    name: str
    box: tuple[float, float, float, float]
    value: Value
    size: float
    align: str = "left"
    colour: tuple[float, float, float] = BLACK


@dataclass(frozen=True)
class Lettering:
    """How fixed words are set.

    Attributes:
        width: of the letters against the face's own.
        weight: by how much strokes are thickened, em.
        turn: which of the faces of this machine, counted round.
    """

    width: float = 1.0
    weight: float = 0.0
    turn: int = 0


@dataclass
class FormLayout:
    """A kind of form, built up by the functions in `kinds`.

    Attributes:
        kind: its name.
        width: of the paper, millimetres.
        height: of the paper, millimetres.
        stock: ink of rules and fixed words.
        paper: reflectance of the paper, BGR.
        stamped: whether such forms bear seals.
        lettering: how its fixed words are set.
    """

    kind: str
    width: float
    height: float
    stock: tuple[float, float, float] = BLACK
    paper: tuple[float, float, float] = (1.0, 1.0, 1.0)
    stamped: bool = True
    lettering: Lettering = Lettering()
    words: list[Word] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    blanks: list[Blank] = field(default_factory=list)

    def word(self, x: float, y: float, text: str, size: float = 3.4, centred: bool = False) -> None:
        """Add a fixed word."""
        self.words.append(Word(x, y, text, size, centred))

    def rule(self, *ends: float) -> None:
        """Add a rule from `(x, y)` to `(x, y)`."""
        first, second, third, fourth = ends
        self.rules.append((first, second, third, fourth))

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """Add four rules."""
        self.rule(x, y, x + width, y)
        self.rule(x, y + height, x + width, y + height)
        self.rule(x, y, x, y + height)
        self.rule(x + width, y, x + width, y + height)

    def blank(
        self,
        name: str,
        box: tuple[float, float, float, float],
        value: Value,
        size: float = 3.6,
        align: str = "left",
        colour: tuple[float, float, float] = BLACK,
    ) -> None:
        """Add a field."""
        self.blanks.append(Blank(name, box, value, size, align, colour))
