"""Pictures brought to the sizes that are wanted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.geometry.scaling import fitted, reduced

SIDES, GRAIN = (256, 512), 32
A_SIDE = st.integers(1, 1500)


def a_picture(height: int, width: int) -> np.ndarray:
    return np.full((height, width, 3), 200, np.uint8)


def test_a_small_picture_stays_as_it_is() -> None:
    picture = a_picture(20, 30)
    same, factor = reduced(picture, 30)
    assert same is picture
    assert factor == 1.0


def test_a_large_one_is_made_smaller() -> None:
    small, factor = reduced(a_picture(400, 100), 100)
    assert small.shape == (100, 25, 3)
    assert factor == 0.25


@pytest.mark.parametrize(("sides", "expected"), [((100, 200), 1.28), ((300, 400), 1.0), ((1024, 512), 0.5)])
def test_the_longer_side_is_brought_between_two_sizes(sides: tuple[int, int], expected: float) -> None:
    assert fitted(a_picture(*sides), SIDES, GRAIN)[1] == pytest.approx(expected)


@given(height=A_SIDE, width=A_SIDE)
def test_both_sides_are_multiples_and_the_edge_is_repeated(height: int, width: int) -> None:
    shown, _ = fitted(a_picture(height, width), SIDES, GRAIN)
    assert shown.shape[0] % GRAIN == shown.shape[1] % GRAIN == 0
    assert max(shown.shape) <= SIDES[1]
    assert (shown == 200).all()
