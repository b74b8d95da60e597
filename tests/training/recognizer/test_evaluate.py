"""Edit distance and the tallies built on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.recognizer.evaluate import Tally, edit_distance, similarity

TEXTS = st.text("甲乙丙丁", max_size=8)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("", "", 0), ("甲", "", 1), ("甲乙丙", "甲丙", 1), ("甲乙", "乙甲", 2), ("kitten", "sitting", 3)],
)
def test_edit_distance(one, other, expected):
    assert edit_distance(one, other) == expected


@given(TEXTS, TEXTS, TEXTS)
def test_edit_distance_is_a_metric(one, other, third):
    assert edit_distance(one, other) == edit_distance(other, one)
    assert (edit_distance(one, other) == 0) == (one == other)
    assert edit_distance(one, third) <= edit_distance(one, other) + edit_distance(other, third)


def test_similarity_is_the_share_that_need_not_be_edited():
    assert similarity("", "") == 1.0
    assert similarity("甲乙丙", "甲乙丁") == pytest.approx(2 / 3)
    assert similarity("", "甲") == 0.0


def test_a_tally_counts_faultless_readings_and_forgives_blanks():
    tally = Tally()
    tally.add("CO., LTD", "CO.,LTD")
    tally.add("甲乙", "甲丙")
    assert str(tally) == "2 strips, exact 0.500, 1-NED 0.750"


def test_a_tally_of_nothing():
    assert str(Tally()) == "0 strips"
