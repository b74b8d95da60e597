"""What came of each picture: who was matched with whom, and how well it was read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from bench.accuracy.calls import CallFailed, FoundSeal
from bench.accuracy.comparison import match_boxes, similarity
from bench.accuracy.pictures import LabelledPicture, SealLabel


@dataclass(frozen=True)
class Outcome:
    """One picture, and what was found in it.

    Attributes:
        picture: the picture with its truth.
        found: the seals of the answer, in its order.
        matched: the index of the found seal by the index of the true one.
        seconds: how long the answer took, reading the file included.
        failure: why there is no answer; empty when there is one.
    """

    picture: LabelledPicture
    found: tuple[FoundSeal, ...]
    matched: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0
    failure: str = ""

    def pairs(self) -> Iterator[tuple[SealLabel, FoundSeal | None]]:
        """Every true seal with the found one that matches it, if any."""
        for index, label in enumerate(self.picture.seals):
            yield label, self.found[self.matched[index]] if index in self.matched else None


@dataclass(frozen=True)
class Reading:
    """How well one title was read.

    Attributes:
        outcome: the picture it is in.
        truth: the title.
        text: what was read; empty when the seal was not found.
        similarity: 0..1.
    """

    outcome: Outcome
    truth: str
    text: str
    similarity: float


def read_picture(picture: LabelledPicture, read: Callable[[bytes], list[FoundSeal]]) -> Outcome:
    """Have a picture read and match the seals; a call that fails finds nothing."""
    started, failure = time.perf_counter(), ""
    found: list[FoundSeal] = []
    try:
        found = read(picture.path.read_bytes())
    except CallFailed as error:
        failure = str(error)
    seconds = time.perf_counter() - started
    matched = match_boxes([seal.box for seal in found], [label.box for label in picture.seals])
    return Outcome(picture, tuple(found), matched, seconds, failure)


def is_scored_for_text(label: SealLabel) -> bool:
    """Whether a seal's text is known well enough to be compared."""
    return bool(label.body) and not label.uncertain and not label.ignored


def worst_readings(outcomes: Iterable[Outcome], count: int) -> list[Reading]:
    """List the titles that were read worst, the worst first; those read without a fault are left out."""
    readings = [
        Reading(outcome, label.body, text, similarity(text, label.body))
        for outcome in outcomes
        for label, found in outcome.pairs()
        if is_scored_for_text(label)
        for text in [found.body if found else ""]
    ]
    faulty = [reading for reading in readings if reading.similarity < 1]
    return sorted(faulty, key=lambda reading: reading.similarity)[:count]
