"""What two boxes have in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.geometry.boxes import common_length, intersection, intersection_over_union, overlap

LENGTHS = st.floats(0.1, 1000)
BOXES = st.tuples(st.floats(-500, 500), st.floats(-500, 500), LENGTHS, LENGTHS)


@pytest.mark.parametrize(
    ("one", "other", "area", "over_union", "over_smaller"),
    [
        ((0, 0, 10, 10), (0, 0, 10, 10), 100, 1.0, 1.0),
        ((0, 0, 10, 10), (5, 0, 10, 10), 50, 1 / 3, 0.5),
        ((0, 0, 10, 10), (2, 2, 5, 5), 25, 0.25, 1.0),
        ((0, 0, 10, 10), (10, 0, 10, 10), 0, 0.0, 0.0),
        ((0, 0, 10, 10), (20, 20, 10, 10), 0, 0.0, 0.0),
    ],
)
def test_boxes_agree_by_what_they_share(one, other, area, over_union, over_smaller):
    assert intersection(one, other) == area
    assert intersection_over_union(one, other) == pytest.approx(over_union)
    assert overlap(one, other) == pytest.approx(over_smaller)


def test_the_gap_between_intervals_is_a_negative_length():
    assert common_length((0, 4), (1, 3)) == 2
    assert common_length((0, 4), (7, 9)) == -3


@given(BOXES, BOXES)
def test_it_does_not_matter_which_box_comes_first(one, other):
    assert intersection_over_union(one, other) == pytest.approx(intersection_over_union(other, one))
    assert overlap(one, other) == pytest.approx(overlap(other, one))


@given(BOXES, BOXES)
def test_the_share_of_the_smaller_box_is_never_less_than_that_of_both(one, other):
    assert 0 <= intersection_over_union(one, other) <= overlap(one, other) + 1e-9 <= 1 + 2e-9
