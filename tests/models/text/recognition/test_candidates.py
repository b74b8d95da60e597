"""Further readings of a strip."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sealstack.models.text.recognition.candidates import candidates
from sealstack.models.text.recognition.ctc import decode

ALPHABET = ("", "0", "O", "1", "l", "5")


def table(*columns: dict[str, float]) -> NDArray[np.float32]:
    """Columns by the probabilities of some classes; the blank has the rest."""
    result = np.zeros((len(columns), len(ALPHABET)), np.float32)
    for row, column in zip(result, columns, strict=True):
        for text, probability in column.items():
            row[ALPHABET.index(text)] = probability
        row[0] += 1 - row.sum()
    return result


DOUBTFUL = table({"1": 0.9, "l": 0.08}, {}, {"O": 0.6, "0": 0.38}, {}, {"5": 0.97})


def test_the_first_candidate_is_the_best_path() -> None:
    first, *_ = candidates(DOUBTFUL, ALPHABET, 5)
    assert first == decode(DOUBTFUL, ALPHABET, characters=True)


def test_others_follow_by_their_likelihood() -> None:
    assert [reading.text for reading in candidates(DOUBTFUL, ALPHABET, 4)] == ["1O5", "105", "lO5", "l05"]


def test_a_character_left_out_is_a_candidate_too() -> None:
    probabilities = table({"1": 0.55}, {}, {"5": 0.9})
    assert "5" in [reading.text for reading in candidates(probabilities, ALPHABET, 4)]


def test_a_character_nearly_read_in_a_gap_is_one_as_well() -> None:
    probabilities = table({"1": 0.9}, {}, {"0": 0.3}, {}, {"5": 0.9})
    assert [reading.text for reading in candidates(probabilities, ALPHABET, 2)] == ["15", "105"]


def test_what_the_network_never_thought_of_is_no_candidate() -> None:
    texts = {reading.text for reading in candidates(DOUBTFUL, ALPHABET, 50)}
    assert all(text.strip("1lO05") == "" for text in texts)
    assert not any("5" in text[:-1] for text in texts)


@pytest.mark.parametrize("count", [1, 2, 7])
def test_no_more_than_asked_for_and_none_twice(count: int) -> None:
    texts = [reading.text for reading in candidates(DOUBTFUL, ALPHABET, count)]
    assert len(texts) <= count
    assert len(set(texts)) == len(texts)


def test_an_empty_strip_has_one_empty_reading() -> None:
    (reading,) = candidates(np.zeros((0, len(ALPHABET)), np.float32), ALPHABET, 3)
    assert reading.text == ""
