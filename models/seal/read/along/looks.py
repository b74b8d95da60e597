"""Looks along a path: all of it, or one place with its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sealstack.models.seal.paths.text_path import TextPath
from sealstack.models.seal.read.vote.marks import Mark
from sealstack.models.seal.read.vote.vote import Reading
from sealstack.models.seal.rectify.path import Margins, strip_along
from sealstack.models.values import Image


@dataclass(frozen=True)
class Look:
    """All of a path, with something past its ends.

    Attributes:
        path: the path.
        beyond: what is shown past both ends, in heights of the text.
    """

    path: TextPath
    beyond: float

    def strip(self, picture: Image, margins: Margins, wider: float = 1.0) -> Image:
        """The path in a picture laid straight, `(56, W, 3)` uint8."""
        return strip_along(picture, self.path, margins, beyond=self.beyond, stretch=wider)

    def placed(self, readings: Sequence[Reading]) -> list[Reading]:
        """Readings of such strips, their marks in shares of the path's length from its start."""
        before = self.beyond * self.path.height / self.path.length
        whole = 1 + 2 * before
        return [
            Reading([Mark(mark.position * whole - before, mark.voices) for mark in reading.marks])
            for reading in readings
        ]

    def cut_to(self, first: float, last: float, readings: Sequence[Reading]) -> tuple[Look, list[Reading]]:
        """The same at a part of the path, between two shares of its length, and readings placed along it."""
        length = self.path.length
        part = replace(self, path=self.path.between(first * length, last * length))
        return part, [
            Reading([Mark((mark.position - first) / (last - first), mark.voices) for mark in reading.marks])
            for reading in readings
        ]


@dataclass(frozen=True)
class CloserLook:
    """One place of a path with its neighbours alone.

    Attributes:
        look: at all of the path.
        place: in shares of its length.
        beside: how far to both sides, likewise.
        heard: how far from the place what is seen counts, likewise.
        voice: how much it counts there, 0..1.
    """

    look: Look
    place: float
    beside: float
    heard: float
    voice: float

    def strip(self, picture: Image, margins: Margins) -> Image:
        """The place in a picture laid straight, `(56, W, 3)` uint8."""
        path = self.look.path
        first, last = ((self.place + side * self.beside) * path.length for side in (-1, 1))
        return replace(self.look, path=path.between(first, last), beyond=0.0).strip(picture, margins)

    def placed(self, reading: Reading) -> Reading:
        """A reading of such a strip, its marks in shares of the path's length, heard at the place only."""
        begin, whole = self.place - self.beside, 2 * self.beside
        marks = [Mark(begin + whole * mark.position, mark.voices) for mark in reading.marks]
        return Reading(marks, lambda at: self.voice if abs(at - self.place) < self.heard else 0.0)
