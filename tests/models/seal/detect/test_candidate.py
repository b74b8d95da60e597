"""Which of several candidates are the same seal, and which catch the eye."""

import numpy as np

from sealstack.models.seal.detect.candidate import Candidate, distinct, encloses, most_prominent
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.values import SealShape


def ring(x: float, y: float, radius: float, score: float = 0.9) -> Candidate:
    return Candidate(Ellipse(x, y, radius, radius), 0.0, score)


def diamond(x: float, y: float, reach: float, score: float = 0.65) -> Candidate:
    """A square on its corner about a place."""
    corners = np.array([[x, y - reach], [x + reach, y], [x, y + reach], [x - reach, y]], np.float32)
    return Candidate(Frame(corners, SealShape.DIAMOND, 1.0), 0.0, score)


def test_of_many_the_largest_and_best_stay_in_their_order() -> None:
    small, large, worn, larger = ring(0, 0, 10), ring(0, 0, 40), ring(0, 0, 50, 0.1), ring(0, 0, 60)
    assert most_prominent([small, large, worn, larger], 2) == [large, larger]
    assert most_prominent([small, worn], 2) == [small, worn]


def test_of_equals_no_more_stay_than_are_wanted() -> None:
    assert len(most_prominent([ring(number, 0, 10) for number in range(9)], 4)) == 4


def test_of_two_outlines_of_one_seal_the_better_stays() -> None:
    worse, better = ring(100, 100, 50, 0.6), ring(104, 100, 50, 0.9)
    assert distinct([worse, better]) == [better]


def test_what_lies_in_another_is_another_and_the_best_come_first() -> None:
    around, within, beside = ring(100, 100, 80, 0.8), diamond(100, 100, 30), diamond(260, 100, 60, 0.9)
    assert distinct([around, within, beside]) == [beside, around, within]


def test_a_box_encloses_a_clearly_smaller_one_within_it() -> None:
    assert encloses((0, 0, 100, 100), (10, 10, 50, 50))
    assert not encloses((0, 0, 100, 100), (10, 10, 85, 85))
    assert not encloses((0, 0, 100, 100), (80, 80, 50, 50))
