"""A look along a path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sealstack.models.seal.paths.text_path import TextPath
from sealstack.models.seal.read.vote.marks import Mark
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

    def placed(self, readings: Sequence[Sequence[Mark]]) -> list[list[Mark]]:
        """Readings of such strips, their marks in shares of the path's length from its start."""
        before = self.beyond * self.path.height / self.path.length
        whole = 1 + 2 * before
        return [[Mark(mark.position * whole - before, mark.voices) for mark in marks] for marks in readings]

    def cut_to(
        self, first: float, last: float, readings: Sequence[Sequence[Mark]]
    ) -> tuple[Look, list[list[Mark]]]:
        """The same at a part of the path, between two shares of its length, and readings placed along it."""
        length = self.path.length
        part = replace(self, path=self.path.between(first * length, last * length))
        return part, [
            [Mark((mark.position - first) / (last - first), mark.voices) for mark in marks]
            for marks in readings
        ]
