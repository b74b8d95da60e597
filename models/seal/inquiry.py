"""Readers that ask for strips to be heard, so that one call of the recognizer answers several of them.

A reader is a generator: it yields the strips it wants read, is sent the jurors who heard them, may ask again,
and returns its text. Strips that are asked for at the same time are read beside each other.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

from models.seal.jury import Juror, heard
from models.text.recognizer import Recognizer
from models.values import Image, SealText

Inquiry = Generator[Sequence[Image], list[Juror], SealText | None]
"""Yields strips, `(H, W, 3)` uint8 each; is sent a juror for each of them; returns what it made of them."""


def answer(inquiries: Sequence[Inquiry], recognizer: Recognizer) -> list[SealText | None]:
    """Answer readers until each has come to its text.

    Args:
        inquiries: readers that have not begun yet.
        recognizer: reads the strips they ask for.

    Returns:
        What each returned, in the same order.
    """
    results: list[SealText | None] = [None] * len(inquiries)
    asked = _asked(inquiries, dict.fromkeys(range(len(inquiries))), results)
    while asked:
        every = iter(heard([strip for strips in asked.values() for strip in strips], recognizer))
        answers = {number: [next(every) for _ in strips] for number, strips in asked.items()}
        asked = _asked(inquiries, answers, results)
    return results


def _asked(
    inquiries: Sequence[Inquiry],
    answers: Mapping[int, list[Juror] | None],
    results: list[SealText | None],
) -> dict[int, Sequence[Image]]:
    """What the readers ask next when they are sent their answers; who is done leaves its result."""
    asked = {}
    for number, jurors in answers.items():
        inquiry = inquiries[number]
        try:
            asked[number] = next(inquiry) if jurors is None else inquiry.send(jurors)
        except StopIteration as end:
            results[number] = end.value
    return asked
