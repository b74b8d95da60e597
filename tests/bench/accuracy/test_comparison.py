"""How readings and boxes are compared with the truth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.accuracy.comparison import (
    contains,
    edit_distance,
    fold,
    is_legible,
    is_same,
    match_boxes,
    similarity,
)
from sealstack.models.geometry.boxes import intersection_over_union

SHORT_TEXTS = st.text("甲乙丙1", max_size=6)
BOXES = st.tuples(*[st.integers(0, 60)] * 2, *[st.integers(1, 60)] * 2)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("合同专用章（１）", "合同专用章1"),
        ("ACME Co., Ltd.", "acmecoltd"),
        ("2024 年_6月", "2024年6月"),
        ("★ · —", ""),
    ],
)
def test_taste_is_folded_away(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize("reading", ["大连海洋大学", "大连东洋大学"])
def test_a_question_mark_in_a_truth_matches_any_character(reading):
    assert is_same(reading, "大连?洋大学")


@pytest.mark.parametrize("reading", ["大连洋大学", "大连海海洋大学", "大连?洋大学"])
def test_a_question_mark_matches_one_character_neither_none_nor_two(reading):
    assert not is_same(reading, "大连?洋大学")


def test_a_full_width_question_mark_is_punctuation():
    assert is_same("是否", "是否？")


@pytest.mark.parametrize(
    ("reading", "truth", "stands"),
    [
        ("限乘当日当次车 K051971", "K051971", True),
        ("限乘当日当次车", "当?当次", True),
        ("限乘当日当次车", "当次当日", False),
        ("价 1.00 (元)", "1.00(元)", True),
        ("价100元", "1.00", True),
    ],
)
def test_a_text_stands_in_a_reading_when_it_is_a_part_of_it(reading, truth, stands):
    assert contains(reading, truth) == stands


def test_a_question_mark_in_a_reading_is_punctuation():
    assert is_same("是否?", "是否")


def test_a_truth_of_question_marks_alone_is_not_legible():
    assert not is_legible("??-?")
    assert is_legible("?章")


@pytest.mark.parametrize(
    ("reading", "truth", "value"),
    [
        ("沈阳工业大学", "沈阳工业大学", 1.0),
        ("沈阳工大学", "沈阳工业大学", 5 / 6),
        ("沈阳工业大学党委", "沈阳工业大学", 6 / 8),
        ("", "沈阳", 0.0),
        ("", "", 1.0),
        ("沈x工业大学", "沈?工业大学", 1.0),
    ],
)
def test_similarity_is_one_less_the_normalised_edit_distance(reading, truth, value):
    assert similarity(reading, truth) == pytest.approx(value)


@given(SHORT_TEXTS, SHORT_TEXTS)
def test_edit_distance_is_zero_for_equal_texts_only_and_never_more_than_the_longer(one, other):
    distance = edit_distance(one, other)
    assert (distance == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance <= max(len(one), len(other))


@given(SHORT_TEXTS, SHORT_TEXTS, SHORT_TEXTS)
def test_edit_distance_is_a_metric(one, other, third):
    assert edit_distance(one, other) == edit_distance(other, one)
    assert edit_distance(one, third) <= edit_distance(one, other) + edit_distance(other, third)


@given(SHORT_TEXTS, SHORT_TEXTS, st.integers(0, 5))
def test_an_unreadable_character_never_makes_a_reading_worse(reading, truth, place):
    veiled = [None if index == place else mark for index, mark in enumerate(truth)]
    assert edit_distance(reading, veiled) <= edit_distance(reading, truth)


def test_the_best_agreement_is_paired_first():
    near, exact = (2, 0, 10, 10), (0, 0, 10, 10)
    assert match_boxes([near, exact], [(0, 0, 10, 10)]) == {0: 1}


def test_boxes_that_agree_by_less_than_half_are_not_paired():
    assert match_boxes([(5, 0, 10, 10)], [(0, 0, 10, 10)]) == {}


@given(st.lists(BOXES, max_size=5), st.lists(BOXES, max_size=5))
def test_no_box_is_paired_twice(found, true):
    matched = match_boxes(found, true, least=0.1)
    assert len(set(matched.values())) == len(matched)
    assert all(intersection_over_union(found[i], true[j]) >= 0.1 for j, i in matched.items())
