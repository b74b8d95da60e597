"""The first look round a ring."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.seal import scout
from models.seal.marks import Mark


def marks_at(*places: float, text: str = "海") -> list[Mark]:
    return [Mark(place, {text: 0.9}) for place in places]


def seen_going_round(places: list[float]) -> list[Mark]:
    """Characters at `places` 0..1 as the scout meets them, some of them twice."""
    met = sorted(place + turn for place in places for turn in (0, 1))
    return marks_at(*(at for at in met if scout.START <= at < scout.START + scout.TURNS))


def test_the_gap_is_where_nothing_is_written() -> None:
    title = list(np.linspace(0.45, 1.05, 9) % 1.0)
    assert 0.05 < scout.widest_gap(seen_going_round(title)) < 0.45


def test_a_serial_number_in_the_gap_is_no_part_of_the_title() -> None:
    title = seen_going_round(list(np.linspace(0.5, 1.0, 9) % 1.0))
    serial = [Mark(place, {"7": 0.9}) for place in (0.28, 0.32, 0.36)]
    assert scout.widest_gap(title + serial) == scout.widest_gap(title)


def test_an_empty_ring_is_cut_at_its_foot() -> None:
    assert scout.widest_gap([]) == scout.START


@given(st.lists(st.integers(0, 15), min_size=1, max_size=16, unique=True).map(sorted), st.integers(0, 15))
def test_every_character_is_told_once_wherever_the_ring_is_cut(cells: list[int], cut: int) -> None:
    places = [cell / 16 for cell in cells]
    start = (cut + 0.5) / 16
    told = [mark.position for mark in scout.once_round(seen_going_round(places), start)]
    expected = sorted(place if place > start else place + 1 for place in places)
    assert told == pytest.approx(expected)


def test_two_views_are_joined_between_characters() -> None:
    before, after = marks_at(0.1, 0.2, 0.3, 0.39), marks_at(0.21, 0.3, 0.4, 0.5)
    joined = scout.joined(before, after, 0.18, 0.42)
    assert [round(mark.position, 1) for mark in joined] == [0.1, 0.2, 0.3, 0.4, 0.5]
