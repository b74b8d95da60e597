"""Which of several outlines explain the same place."""

from dataclasses import replace

import numpy as np
import pytest

from sealstack.models.seal.detect.candidate import (
    Candidate,
    intersection_over_union,
    most_prominent,
    outer,
    recognised,
    resolve_conflicts,
    shared,
    suppress_overlapping,
)
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.values import SealShape


def ring(x: float, y: float, radius: float, score: float = 0.9) -> Candidate:
    return Candidate(Ellipse(x, y, radius, radius), 0.0, score)


def diamond(x: float, y: float, reach: float, score: float = 0.65) -> Candidate:
    """A square on its corner about a place."""
    corners = np.array([[x, y - reach], [x + reach, y], [x, y + reach], [x - reach, y]], np.float32)
    return Candidate(Frame(corners, SealShape.DIAMOND, 1.0, 0.2), 0.0, score)


def test_of_many_the_largest_and_best_stay_in_their_order() -> None:
    small, large, worn, larger = ring(0, 0, 10), ring(0, 0, 40), ring(0, 0, 50, 0.1), ring(0, 0, 60)
    assert most_prominent([small, large, worn, larger], 2) == [large, larger]
    assert most_prominent([small, worn], 2) == [small, worn]


def test_of_equals_no_more_stay_than_are_wanted() -> None:
    assert len(most_prominent([ring(number, 0, 10) for number in range(9)], 4)) == 4


def test_a_ring_in_the_corner_of_a_diamonds_box_shares_nothing_with_it() -> None:
    assert shared(ring(35, 35, 25), diamond(100, 100, 70)) == 0


def test_what_two_outlines_share_is_told_by_the_smaller() -> None:
    assert shared(ring(100, 100, 80), ring(110, 100, 40)) == pytest.approx(1, abs=0.01)
    assert shared(diamond(100, 100, 50), diamond(150, 100, 50)) == pytest.approx(0.25, abs=0.01)
    assert shared(ring(50, 50, 20), ring(150, 50, 20)) == 0


def test_a_diamond_beside_a_ring_stays_though_their_boxes_overlap() -> None:
    both = resolve_conflicts([ring(35, 35, 25)], [diamond(100, 100, 70)])
    assert len(both) == 2


def test_a_frame_within_a_ring_is_its_text() -> None:
    (kept,) = resolve_conflicts([ring(100, 100, 80)], [diamond(100, 100, 30)])
    assert isinstance(kept.outline, Ellipse)


def test_of_two_that_explain_the_same_place_the_better_stays() -> None:
    better, worse = ring(100, 100, 50, 0.9), ring(104, 100, 50, 0.6)
    assert suppress_overlapping([worse, better]) == [better]


def test_of_clear_rings_in_one_another_the_outermost_stays() -> None:
    rim, emblem = ring(100, 100, 80, 0.8), ring(100, 100, 30, 1.0)
    assert outer([emblem, rim]) == [rim]


def test_what_the_network_sees_stays_beside_a_little_better_that_it_does_not_see() -> None:
    seen = replace(diamond(100, 100, 50, 0.6), detected=1.0)
    assert suppress_overlapping([diamond(100, 100, 55, 0.75), seen]) == [seen]
    assert resolve_conflicts([ring(100, 100, 45, 0.75)], [seen]) == [seen]


def test_what_lies_where_something_seen_does_is_seen_as_surely() -> None:
    known = replace(diamond(100, 100, 50), detected=0.97)
    same, other = recognised([diamond(103, 100, 52), diamond(160, 100, 52)], [known])
    assert same.detected == 0.97
    assert other.detected == 0


def test_boxes_agree_by_what_they_share_of_all() -> None:
    assert intersection_over_union((0, 0, 10, 10), (0, 0, 10, 10)) == pytest.approx(1)
    assert intersection_over_union((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(1 / 3)
    assert intersection_over_union((0, 0, 10, 10), (20, 0, 10, 10)) == 0
