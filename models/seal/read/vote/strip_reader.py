"""Who looks at a strip: a light network first, the strong one where that is unsure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

from sealstack.models.seal.read.vote.marks import Mark, marks_of
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.values import Image

_SURE = 0.9
"""Least probability of every character of a strip that the light network need not be asked about again."""

_SPECK = 0.2
"""Probability below which a mark is dirt rather than a character that one is unsure of."""


_HEIGHT = 48  # pixels, as recognizers see strips

Watch: TypeAlias = Callable[[Sequence[Image], Sequence[Sequence[Mark]]], None]
"""Is given strips, `(H, W, 3)` uint8 BGR each, and the marks that were seen in each of them."""


class StripReader:
    """Reads the strips of one seal, as many as it may cost.

    Attributes:
        columns: how much it has looked at, in pixels along strips that are 48 high. This, and not a clock,
            tells how much a seal has cost: it is the same on every machine.
    """

    def __init__(
        self,
        strong: Recognizer,
        light: Recognizer | None = None,
        limit: float = math.inf,
        watch: Watch | None = None,
    ) -> None:
        """Take the networks.

        Args:
            strong: looks where it matters.
            light: looks first, several times as fast; without it the strong one looks at everything.
            limit: `columns` beyond which nothing more is looked at, and nothing seen.
            watch: is shown every strip with what was seen in it.
        """
        self._strong, self._light = strong, light
        self._limit, self._watch = limit, watch
        self.columns = 0.0

    def for_another_seal(self, limit: float) -> StripReader:
        """Make one with the same networks that has looked at nothing yet, and may look at so much."""
        return StripReader(self._strong, self._light, limit, self._watch)

    def as_needed(self, strips: Sequence[Image]) -> list[list[Mark]]:
        """What the light network sees in each strip where it is sure, what the strong one sees elsewhere.

        Positions are fractions 0..1 of each strip.
        """
        seen = self._seen(strips, self._light or self._strong)
        if self._light is not None:
            unsure = [number for number, marks in enumerate(seen) if not _is_sure(marks)]
            again = self._seen([strips[number] for number in unsure], self._strong)
            for number, marks in zip(unsure, again, strict=True):
                seen[number] = marks
        if self._watch is not None:
            self._watch(strips, seen)
        return seen

    def _seen(self, strips: Sequence[Image], recognizer: Recognizer) -> list[list[Mark]]:
        shown = strips[: self._affordable(strips)]
        seen = [marks_of(table, recognizer.alphabet) for table in recognizer.probabilities(shown)]
        return [*seen, *([] for _ in strips[len(shown) :])]

    def _affordable(self, strips: Sequence[Image]) -> int:
        """How many of some strips may still be looked at, the first ones; they are counted."""
        for number, strip in enumerate(strips):
            if self.columns >= self._limit:
                return number
            self.columns += _HEIGHT * strip.shape[1] / strip.shape[0]
        return len(strips)


def _is_sure(marks: Sequence[Mark]) -> bool:
    """Whether a strip shows characters and each of them is sure; an empty one is worth a second look."""
    strengths = [mark.strength for mark in marks if mark.strength >= _SPECK]
    return bool(strengths) and min(strengths) >= _SURE
