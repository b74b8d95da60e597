"""Spaces between digits and Latin words are kept where they were seen and the ink leaves room for them."""

from __future__ import annotations

import numpy as np
import pytest

from sealstack.models.text.engine import TextEngine
from sealstack.models.text.recognition.candidates import candidates
from sealstack.models.text.recognition.ctc import Reading, decode
from sealstack.models.text.recognition.spaces import best_path
from sealstack.models.values import Image
from tests.models.text import drawing

ALPHABET = ("", *"5138,:国：", " ")
GAP = 16
"""Pixels; the ink of `strip_of` is 40 high."""


def strip_of(gap: int) -> Image:
    """Two characters of thin strokes in five columns of 8 pixels, so far apart."""
    strip = np.full((48, 40, 3), 255, np.uint8)
    strip[4:44, 19 - gap // 2 :: -3] = strip[4:44, 20 + gap // 2 :: 3] = 20
    return strip


def read(left: str, right: str, *, space: float = 0.1, gap: int = GAP) -> Reading:
    """What is read of two characters, the space having a probability half way between them."""
    columns = np.zeros((5, len(ALPHABET)), np.float32)
    columns[0, ALPHABET.index(left)] = columns[4, ALPHABET.index(right)] = 1.0
    columns[2, -1] = space
    columns[1:4, 0] = 1 - columns[1:4, -1]
    return decode(columns, ALPHABET, characters=True, path=best_path(columns, ALPHABET, strip_of(gap)))


def test_a_space_that_the_network_thought_of_is_kept_where_there_is_room() -> None:
    assert read("5", "1", space=0.01).text == "5 1"


def test_a_gap_in_which_it_thought_of_none_is_none() -> None:
    assert read("5", "1", space=0.0001).text == "51"


def test_a_gap_as_narrow_as_between_letters_is_none() -> None:
    assert read("5", "1", gap=4).text == "51"


@pytest.mark.parametrize("pair", ["国1", "5国", "：5", "国国"])
def test_full_width_characters_are_not_spaced_out(pair: str) -> None:
    assert read(*pair).text == pair


@pytest.mark.parametrize("pair", [",3", "3,", "3:"])
def test_numbers_in_type_of_one_width_stay_together(pair: str) -> None:
    assert read(*pair).text == pair


def test_a_kept_space_is_a_character_in_its_gap_and_costs_no_score() -> None:
    reading = read("5", "1")
    assert [one.text for one in reading.characters] == ["5", " ", "1"]
    assert reading.characters[1].span == pytest.approx((0.3, 0.7))
    assert reading.score == pytest.approx(1.0)


def test_further_candidates_have_the_space_or_not() -> None:
    columns = np.zeros((3, len(ALPHABET)), np.float32)
    columns[0, 1], columns[1, [0, -1]], columns[2, 2] = 1, (0.8, 0.2), 1
    path = best_path(columns, ALPHABET, strip_of(GAP))
    assert [reading.text for reading in candidates(columns, ALPHABET, 4, path)] == ["5 1", "51"]


@pytest.mark.parametrize("size", [18, 26, 40])
@pytest.mark.parametrize(
    "text", ["更新于：2031.04.05 16:27:38", "12 Mill Road 2", "6217 0042 9315 883", "Total 1,234.50 USD"]
)
def test_dates_addresses_and_numbers_keep_their_spaces(engine: TextEngine, text: str, size: int) -> None:
    (line,) = engine.read(drawing.page([(text, 40, 40, size)], 900, 140))
    assert line.text == text
