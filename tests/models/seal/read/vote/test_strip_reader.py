"""The light network looks first, the strong one where that is unsure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.read.vote.strip_reader import StripReader
from sealstack.models.values import Image


class Told:
    """A recognizer that is as sure of each strip as the strip is bright; keeps how many it was shown."""

    def __init__(self, character: str) -> None:
        self.alphabet = ("", character, "二", "三", "四")
        self.shown = 0

    def probabilities(self, strips: Sequence[Image]) -> list[NDArray[np.float32]]:
        self.shown += len(strips)
        sure = [float(strip[0, 0, 0]) / 100 for strip in strips]
        return [np.array([[1, 0, 0, 0, 0], [1 - s, s, 0, 0, 0], [1, 0, 0, 0, 0]], np.float32) for s in sure]


def strip(percent: int) -> Image:
    return np.full((48, 24, 3), percent, np.uint8)


def said(reader_marks: list[list[object]]) -> list[str]:
    return ["".join(next(iter(mark.voices)) for mark in marks) for marks in reader_marks]  # type: ignore[attr-defined]


def test_what_the_light_network_is_sure_of_is_not_looked_at_again() -> None:
    strong, light = Told("强"), Told("轻")
    assert said(StripReader(strong, light).as_needed([strip(95), strip(99)])) == ["轻", "轻"]
    assert strong.shown == 0


def test_where_it_is_unsure_the_strong_one_is_asked() -> None:
    strong, light = Told("强"), Told("轻")
    assert said(StripReader(strong, light).as_needed([strip(95), strip(60), strip(99)])) == ["轻", "强", "轻"]
    assert strong.shown == 1


def test_a_strip_in_which_nothing_is_seen_is_looked_at_again() -> None:
    strong = Told("强")
    StripReader(strong, Told("轻")).as_needed([strip(0)])
    assert strong.shown == 1


def test_without_a_light_network_the_strong_one_looks_once() -> None:
    strong = Told("强")
    assert said(StripReader(strong).as_needed([strip(50)])) == ["强"]
    assert strong.shown == 1


def test_what_a_seal_has_cost_is_told_in_columns_of_strips_48_high() -> None:
    reader = StripReader(Told("强"))
    reader.as_needed([strip(95), np.zeros((96, 24, 3), np.uint8)])
    assert reader.columns == 24 + 12
    assert reader.for_another_seal(100).columns == 0


def test_beyond_its_limit_nothing_is_looked_at_and_nothing_seen() -> None:
    strong = Told("强")
    reader = StripReader(strong).for_another_seal(limit=48)
    assert said(reader.as_needed([strip(95)] * 5)) == ["强", "强", "", "", ""]
    assert said(reader.as_needed([strip(95)])) == [""]
    assert (strong.shown, reader.columns) == (2, 48)
