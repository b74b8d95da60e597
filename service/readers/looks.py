"""The strips that seals are read from, kept for whoever wants to see what the reader saw.

Nobody else pays for it: a strip is kept only while `recording` is under way around the reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from sealstack.models.geometry.boxes import intersection_over_union
from sealstack.models.seal.detect.candidate import Candidate
from sealstack.models.seal.read.vote.marks import Mark
from sealstack.models.values import Image

Box = tuple[float, float, float, float]
"""`(x, y, width, height)` in pixels of the page."""

_SAME_PLACE = 0.5  # intersection over union of the boxes of a candidate and of the seal that it became


@dataclass(frozen=True)
class Seen:
    """A character that was seen in a strip.

    Attributes:
        text: the character.
        score: its probability, 0..1.
        position: of its middle, 0..1 of the strip's length.
    """

    text: str
    score: float
    position: float


@dataclass(frozen=True, eq=False)
class Look:
    """One look of the recognizer.

    Attributes:
        strip: what it was shown, `(H, W, 3)` uint8 BGR.
        characters: what it saw, from the left.
    """

    strip: Image
    characters: tuple[Seen, ...]


class Looks:
    """All looks at one page, place by place."""

    def __init__(self) -> None:
        self._places: list[tuple[Box, list[Look]]] = []

    def begin(self, candidate: Candidate) -> None:
        """Begin with the next place; fits where a `TextsOf` is asked for, and leaves the reading alone."""
        self._places.append((candidate.box, []))

    def add(self, strips: Sequence[Image], seen: Sequence[Sequence[Mark]]) -> None:
        """Keep strips of the place that was begun last, with what was seen in each."""
        if self._places:
            self._places[-1][1].extend(
                Look(strip, tuple(_seen(mark) for mark in marks))
                for strip, marks in zip(strips, seen, strict=True)
            )

    def at(self, box: Box) -> list[Look]:
        """The looks at a seal in the order in which they were made; none where nothing was looked at.

        Args:
            box: the seal's.
        """
        place = max(self._places, key=lambda one: intersection_over_union(one[0], box), default=None)
        if place is None or intersection_over_union(place[0], box) < _SAME_PLACE:
            return []
        return place[1]


_KEPT: ContextVar[Looks | None] = ContextVar("looks", default=None)


@contextmanager
def recording() -> Iterator[Looks]:
    """Keep every look of the readings that the block starts, on whichever thread they are done."""
    token = _KEPT.set(looks := Looks())
    try:
        yield looks
    finally:
        _KEPT.reset(token)


def looks_under_way() -> Looks | None:
    """Where looks are kept in this reading; None where nobody wants them."""
    return _KEPT.get()


def keep_looks(strips: Sequence[Image], seen: Sequence[Sequence[Mark]]) -> None:
    """Keep strips and what was seen in each, where they are wanted; a `Watch` for the seal reader."""
    looks = looks_under_way()
    if looks is not None:
        looks.add(strips, seen)


def _seen(mark: Mark) -> Seen:
    text = max(mark.voices, key=lambda one: mark.voices[one])
    return Seen(text, mark.voices[text], mark.position)
