"""What is seen along a strip."""

import numpy as np

from sealstack.models.seal.read.vote.marks import marks_of

ALPHABET = ("", "印", "章", "公", "司", " ")


def table(*columns: dict[str, float]) -> np.ndarray:
    probabilities = np.zeros((len(columns), len(ALPHABET)), np.float32)
    for line, column in zip(probabilities, columns, strict=True):
        for text, value in column.items():
            line[ALPHABET.index(text)] = value
        line[0] = 1 - line[1:].sum()
    return probabilities


def test_marks_tell_where_and_what_was_seen() -> None:
    marks = marks_of(table({}, {"公": 0.9}, {}, {}, {"司": 0.8}, {}), ALPHABET)
    assert [max(mark.voices, key=lambda text: mark.voices[text]) for mark in marks] == ["公", "司"]
    assert [round(mark.position, 3) for mark in marks] == [0.25, 0.75]


def test_unsure_characters_have_a_voice_too() -> None:
    (mark,) = marks_of(table({}, {"公": 0.3, "司": 0.2}, {}), ALPHABET)
    assert mark.voices["公"] > mark.voices["司"] > 0


def test_a_blank_strip_has_no_marks() -> None:
    assert marks_of(table({}, {}, {}), ALPHABET) == []


def test_two_like_characters_side_by_side_are_two() -> None:
    marks = marks_of(table({"公": 0.9}, {"公": 0.01}, {"公": 0.9}), ALPHABET)
    assert len(marks) == 2


def test_a_character_several_columns_wide_is_one() -> None:
    (mark,) = marks_of(table({}, {"公": 0.5}, {"公": 0.9}, {"公": 0.5}, {}), ALPHABET)
    assert round(mark.position, 2) == 0.5
