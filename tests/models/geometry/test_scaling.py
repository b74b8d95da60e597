"""Pictures brought to the sizes that are wanted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.geometry.scaling import fitted, reduced, shrunk

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


@given(height=A_SIDE, width=A_SIDE, data=st.data())
def test_a_plain_picture_stays_plain_when_it_is_shrunk(height: int, width: int, data: st.DataObject) -> None:
    size = data.draw(st.tuples(st.integers(1, width), st.integers(1, height)))
    small = shrunk(a_picture(height, width), size)
    assert small.shape == (size[1], size[0], 3)
    assert (small == 200).all()


def test_every_pixel_counts_in_a_picture_that_is_shrunk() -> None:
    dots = np.zeros((512, 512, 3), np.uint8)
    dots[::8, ::8] = 255  # a pixel of sixty-four
    assert shrunk(dots, (48, 48)).mean() == pytest.approx(255 / 64, abs=0.5)


def test_what_is_shrunk_stays_where_it_was() -> None:
    picture = np.zeros((1000, 1600, 3), np.uint8)
    picture[:, 800:] = 255
    small = shrunk(picture, (160, 100))[50, :, 0].astype(int)
    assert (small[79], small[80]) == (0, 255)
