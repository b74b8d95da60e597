"""The values that travel between layers: frozen, defined once, used by everything above."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Image: TypeAlias = NDArray[np.uint8]
"""A picture, `(H, W, 3)` uint8, BGR, upright (EXIF already applied)."""

Mask: TypeAlias = NDArray[np.uint8]
"""A single-channel map, `(H, W)` uint8, 0 (no) to 255 (surely)."""

Quad: TypeAlias = NDArray[np.float32]
"""Four corners, `(4, 2)` float32 pixels `(x, y)`, clockwise from the upper left in reading direction."""

Polygon: TypeAlias = NDArray[np.float32]
"""Any outline, `(N, 2)` float32 pixels `(x, y)`, clockwise from the upper left in reading direction."""


@dataclass(frozen=True)
class Character:
    """One recognised character.

    Attributes:
        text: the character itself.
        score: the recognizer's confidence, 0..1.
        span: where it stands along its strip, `(start, end)` as fractions 0..1 of the strip's length.
    """

    text: str
    score: float
    span: tuple[float, float]


@dataclass(frozen=True, eq=False)
class TextLine:
    """A line of text found in a picture.

    Attributes:
        quad: its corners, `(4, 2)` float32 pixels.
        text: what it says; empty when only detection was asked for.
        score: confidence 0..1, of the recognition (of the detection when there was no recognition).
        characters: its characters one by one; empty unless asked for.
    """

    quad: Quad
    text: str
    score: float
    characters: tuple[Character, ...] = ()


class SealShape(Enum):
    """The outline of a seal."""

    ROUND = "round"
    OVAL = "oval"
    RECTANGLE = "rectangle"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"


@dataclass(frozen=True, eq=False)
class SealText:
    """One text path of a seal.

    Attributes:
        polygon: the band the text stands in, `(N, 2)` float32 pixels of the picture.
        text: what it says.
        score: confidence 0..1.
        characters: its characters one by one, in reading order.
    """

    polygon: Polygon
    text: str
    score: float
    characters: tuple[Character, ...] = ()


@dataclass(frozen=True, eq=False)
class Seal:
    """A seal found in a picture, and what it says.

    Attributes:
        body: the main title; empty when nothing could be read.
        others: everything else, outer to inner, top to bottom.
        box: `(x, y, width, height)` ints, pixels of the upright picture, clipped to it.
        shape: its outline.
        score: how sure the reader is that this is a seal and reads so, 0..1.
        texts: the text paths in the order of `body` and `others`.
        colour: the ink: `red`, `orange`, `blue`, `purple`, `green`, `black` or `gray`.
    """

    body: str
    others: tuple[str, ...]
    box: tuple[int, int, int, int]
    shape: SealShape
    score: float
    texts: tuple[SealText, ...] = field(default=())
    colour: str = "red"


@dataclass(frozen=True, eq=False)
class Field:
    """What a form says in one of its fields.

    Attributes:
        name: of the field, as its template calls it.
        value: what stands in it, its lines joined; empty when nothing could be read.
        score: mean confidence of its lines, 0..1; 0 when nothing could be read.
        quad: where it landed, `(4, 2)` float32 pixels of the upright query picture.
        lines: its lines in reading order, quads in pixels of the upright query picture.
        label: the printed words that carried it to its place; empty where the whole page, the form's rules or
            the order of its rows did.
    """

    name: str
    value: str
    score: float
    quad: Quad
    lines: tuple[TextLine, ...] = ()
    label: str = ""
