"""Greedy CTC decoding."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sealstack.models.text.recognition.ctc import Reading, alphabet_of, decode

ALPHABET = ("", "a", "b", "印", " ")
paths = st.lists(st.integers(0, len(ALPHABET) - 1), max_size=40)


def table(path: list[int], score: float = 0.9) -> NDArray[np.float32]:
    """Columns whose likeliest classes are those of `path`, each with probability `score`."""
    result = np.full((len(path), len(ALPHABET)), (1 - score) / (len(ALPHABET) - 1), np.float32)
    result[np.arange(len(path)), path] = score
    return result


def read(path: list[int]) -> str:
    return decode(table(path), ALPHABET).text


def test_repeated_columns_are_one_character() -> None:
    assert read([1, 1, 1, 2, 2]) == "ab"


def test_a_blank_between_makes_two_characters() -> None:
    assert read([3, 0, 3]) == "印印"


def test_blanks_alone_say_nothing() -> None:
    assert decode(table([0, 0, 0]), ALPHABET, characters=True) == Reading("", 0.0, ())


def test_no_columns_say_nothing() -> None:
    assert decode(table([]), ALPHABET) == Reading("", 0.0)


def test_the_space_is_a_character() -> None:
    assert read([1, 4, 2]) == "a b"


def test_the_score_is_the_mean_over_the_first_columns_of_the_characters() -> None:
    columns = np.concatenate([table([1], 0.8), table([1], 0.4), table([0], 0.99), table([2], 0.6)])
    assert decode(columns, ALPHABET).score == pytest.approx(0.7)


def test_characters_are_told_only_when_asked_for() -> None:
    assert decode(table([1]), ALPHABET).characters == ()
    assert [c.text for c in decode(table([1]), ALPHABET, characters=True).characters] == ["a"]


def test_spans_reach_half_way_to_the_neighbours() -> None:
    first, second = decode(table([0, 1, 0, 2, 0]), ALPHABET, characters=True).characters
    assert first.span == pytest.approx((0.0, 0.5))
    assert second.span == pytest.approx((0.5, 1.0))


def test_a_lonely_character_takes_no_more_than_the_widest_glyph() -> None:
    (character,) = decode(table([0] * 10 + [3] + [0] * 9), ALPHABET, characters=True).characters
    assert character.span == pytest.approx(((10.5 - 3) / 20, (10.5 + 3) / 20))


@given(paths)
def test_decoding_collapses_and_drops_blanks(path: list[int]) -> None:
    assert read(path) == "".join(ALPHABET[index] for index, _ in groupby(path) if index)


@given(st.lists(st.integers(1, len(ALPHABET) - 1), max_size=15))
def test_any_text_survives_encoding_and_decoding(text: list[int]) -> None:
    path = [index for symbol in text for index in (symbol, 0)]
    assert read(path) == "".join(ALPHABET[symbol] for symbol in text)


@given(paths)
def test_characters_spell_the_text_in_order_without_overlap(path: list[int]) -> None:
    reading = decode(table(path), ALPHABET, characters=True)
    assert "".join(character.text for character in reading.characters) == reading.text
    edges = [edge for character in reading.characters for edge in character.span]
    assert edges == sorted(edges)
    assert all(0 <= edge <= 1 for edge in edges)
    assert all(character.span[0] < character.span[1] for character in reading.characters)


@given(paths)
def test_the_score_is_the_mean_of_the_characters(path: list[int]) -> None:
    reading = decode(table(path), ALPHABET, characters=True)
    scores = [character.score for character in reading.characters]
    assert reading.score == pytest.approx(sum(scores) / len(scores) if scores else 0.0)


@pytest.mark.parametrize("shape", [(4,), (4, 3), (1, 4, 5)])
def test_a_table_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="probabilities"):
        decode(np.zeros(shape, np.float32), ALPHABET)


def test_the_alphabet_begins_with_the_blank_and_ends_with_the_space() -> None:
    assert alphabet_of("a\nb\n\u3000\n") == ("", "a", "b", "\u3000", " ")


def test_an_empty_list_is_no_alphabet() -> None:
    with pytest.raises(ValueError, match="empty"):
        alphabet_of("")
