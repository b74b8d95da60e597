"""Readers that ask for strips, answered together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sealstack.models.seal.read.vote.marks import Mark
from sealstack.models.seal.read.vote.requests import StripRequest, answer
from sealstack.models.values import Image, SealText

QUAD = np.zeros((4, 2), np.float32)


class GreyReader:
    """Reads one character a strip, told by its grey; keeps how many strips each call brought."""

    def __init__(self) -> None:
        self.calls: list[int] = []

    def as_needed(self, strips: Sequence[Image]) -> list[list[Mark]]:
        self.calls.append(len(strips))
        return [[Mark(0.5, {" 一二三"[strip[0, 0, 0]]: 1.0})] for strip in strips]


def strip(grey: int) -> Image:
    return np.full((48, 48, 3), grey, np.uint8)


def asking(*rounds: list[int]) -> StripRequest:
    """Asks for strips round after round; its text is what the first reading of each round saw."""
    text = ""
    for greys in rounds:
        readings = yield [strip(grey) for grey in greys]
        assert len(readings) == len(greys)
        text += max(readings[0][0].voices)
    return SealText(QUAD, text, 1.0) if text else None


def texts(found: list[SealText | None]) -> list[str | None]:
    return [text.text if text else None for text in found]


def test_each_reader_is_sent_what_its_own_strips_say() -> None:
    found = answer([asking([1, 2]), asking([3]), asking([2])], GreyReader())
    assert texts(found) == ["一", "三", "二"]


def test_one_call_answers_all_who_ask_at_the_same_time() -> None:
    reader = GreyReader()
    answer([asking([1, 2]), asking([3], [1]), asking([2])], reader)
    assert reader.calls == [4, 1]


def test_a_reader_may_ask_again_after_the_others_are_done() -> None:
    assert texts(answer([asking([1]), asking([1], [2], [3])], GreyReader())) == ["一", "一二三"]


def test_a_reader_that_asks_nothing_needs_no_recognizer() -> None:
    reader = GreyReader()
    assert answer([asking(), asking()], reader) == [None, None]
    assert reader.calls == []
