"""Readers that ask for strips to be read, so that one call of the recognizer answers several of them.

A reader is a generator: it yields the strips it wants read, is sent a reading of each, may ask again, and
returns its text. Strips that are asked for at the same time are read beside each other.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

from sealstack.models.seal.read.vote.marks import Mark
from sealstack.models.seal.read.vote.strip_reader import StripReader
from sealstack.models.values import Image, SealText

StripRequest = Generator[Sequence[Image], list[list[Mark]], SealText | None]
"""Yields strips, `(H, W, 3)` uint8 each; is sent the marks seen in each; returns what it made of them."""


def answer(requests: Sequence[StripRequest], recognizer: StripReader) -> list[SealText | None]:
    """Answer readers until each has come to its text.

    Args:
        requests: readers that have not begun yet.
        recognizer: reads the strips they ask for.

    Returns:
        What each returned, in the same order.
    """
    results: list[SealText | None] = [None] * len(requests)
    asked = _asked(requests, dict.fromkeys(range(len(requests))), results)
    while asked:
        every = iter(recognizer.as_needed([strip for strips in asked.values() for strip in strips]))
        answers = {number: [next(every) for _ in strips] for number, strips in asked.items()}
        asked = _asked(requests, answers, results)
    return results


def _asked(
    requests: Sequence[StripRequest],
    answers: Mapping[int, list[list[Mark]] | None],
    results: list[SealText | None],
) -> dict[int, Sequence[Image]]:
    """What the readers ask next when they are sent their answers; who is done leaves its result."""
    asked = {}
    for number, readings in answers.items():
        request = requests[number]
        try:
            asked[number] = next(request) if readings is None else request.send(readings)
        except StopIteration as end:
            results[number] = end.value
    return asked
