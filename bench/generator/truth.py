"""What is known of a drawn seal: its texts, where every character stands, its pose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""`(N, 2)` float64 points `(x, y)`, x to the right, y down."""

Homography = NDArray[np.float64]
"""`(3, 3)` float64 projective map of points."""

UNREADABLE = 0.35
"""Below this legibility a character counts as one that nobody could read."""


class PathKind(Enum):
    """How a text path runs."""

    ARC_OUTER = "arc_outer"
    ARC_INNER = "arc_inner"
    ARC_LOWER = "arc_lower"
    LINE = "line"
    COLUMN = "column"


@dataclass(frozen=True, eq=False)
class CharacterTruth:
    """One drawn character.

    Attributes:
        text: the character.
        quad: `(4, 2)` its cell, clockwise from the character's own upper left.
        legibility: 0 (nothing left of it) to 1 (clear), as far as ink, overlap and size tell.
    """

    text: str
    quad: Points
    legibility: float = 1.0


@dataclass(frozen=True, eq=False)
class TextPath:
    """One run of text: an arc, a line or a column.

    Attributes:
        kind: how it runs.
        text: what it says, blanks included.
        polygon: `(N, 2)` the band it stands in: along the characters' heads in reading direction, then
            back along their feet.
        characters: every character but blanks, in reading order.
        of_body: whether it belongs to the seal's main title.
        continues: whether its text goes on with that of the path before it, as a phrase set in two lines.
    """

    kind: PathKind
    text: str
    polygon: Points
    characters: tuple[CharacterTruth, ...]
    of_body: bool = False
    continues: bool = False

    def mapped(self, homography: Homography) -> TextPath:
        """The same path seen through a homography."""
        characters = tuple(
            replace(character, quad=project(homography, character.quad)) for character in self.characters
        )
        return replace(self, polygon=project(homography, self.polygon), characters=characters)

    def reading(self) -> str:
        """The text with `?` for each character that nobody could read."""
        unreadable = iter(character.legibility < UNREADABLE for character in self.characters)
        return "".join(c if c.isspace() else ("?" if next(unreadable) else c) for c in self.text)


@dataclass(frozen=True, eq=False)
class SealTruth:
    """A seal in a picture.

    Attributes:
        shape: `round`, `oval`, `rectangle`, `diamond` or `triangle`: what the seal itself is.
        shape_alternatives: every shape it may be taken for when foreshortened; empty when only `shape`.
        colour: `red`, `orange`, `blue`, `purple`, `green`, `black` or `gray`.
        paths: the text paths in the picture's pixels, body first, then outer to inner, top to bottom.
        box: `(x, y, width, height)` ints around the seal's ink, clipped to the picture.
        homography: maps the seal's own frame to the picture's pixels. In its own frame the seal stands
            upright about the origin and its longer half axis is 1.
        half_axes: half width and half height in its own frame.
        tags: `easy`, `medium` or `hard`, and what was done to it (`worn`, `overprinted`, `cut`, ...).
        in_picture: share of the seal that the picture shows, 0..1.
    """

    shape: str
    colour: str
    paths: tuple[TextPath, ...]
    box: tuple[int, int, int, int]
    homography: Homography
    half_axes: tuple[float, float]
    shape_alternatives: tuple[str, ...] = ()
    tags: tuple[str, ...] = field(default=())
    in_picture: float = 1.0

    @property
    def body(self) -> str:
        """The main title as drawn."""
        return "".join(path.text for path in self.paths if path.of_body)

    @property
    def others(self) -> tuple[str, ...]:
        """Every other text as drawn, outer to inner, top to bottom."""
        return joined((path, path.text) for path in self.paths)

    @property
    def centre(self) -> tuple[float, float]:
        """Where the seal's centre lies in the picture, pixels."""
        x, y = project(self.homography, np.zeros((1, 2)))[0]
        return float(x), float(y)

    @property
    def angle(self) -> float:
        """The heading of the seal's own x axis in the picture, degrees clockwise, -180..180."""
        (x, y), (to_x, to_y) = project(self.homography, np.array([[0.0, 0.0], [0.05, 0.0]]))
        return float(np.degrees(np.arctan2(to_y - y, to_x - x)))


def joined(readings: Iterable[tuple[TextPath, str]]) -> tuple[str, ...]:
    """The texts beside the title, each phrase whole, from `(path, its text)` in the order of the paths."""
    texts: list[str] = []
    for path, text in readings:
        if path.of_body:
            continue
        if path.continues and texts:
            texts[-1] += text
        else:
            texts.append(text)
    return tuple(texts)


def project(homography: Homography, points: Points) -> Points:
    """Points seen through a homography, `(N, 2)` to `(N, 2)`."""
    homogeneous = points @ homography[:, :2].T + homography[:, 2]
    return np.asarray(homogeneous[:, :2] / homogeneous[:, 2:3], dtype=np.float64)
