"""Parts of a page as they are looked at."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.ink.crop import crop_of

PAGE = np.full((300, 400, 3), 240, np.uint8)
PAPER = np.full((300, 400, 3), 240, np.float32)


def test_a_place_is_shown_at_the_size_asked_for_with_a_margin() -> None:
    crop = crop_of(PAGE, PAPER, (100, 80, 80, 40), margin=0.25, radius=56.57)
    assert crop is not None
    assert crop.scale == pytest.approx(2, abs=0.01)
    assert (crop.x, crop.y) == (80, 60)
    assert crop.image.shape == crop.density.shape == (160, 240, 3)


def test_bare_paper_has_no_density() -> None:
    crop = crop_of(PAGE, PAPER, (100, 80, 80, 40), margin=0.25, radius=50)
    assert crop is not None
    assert np.abs(crop.density).max() < 1e-6


def test_what_lies_over_the_edge_is_shown_as_far_as_it_is_on_the_page() -> None:
    crop = crop_of(PAGE, PAPER, (-30, 250, 80, 80), margin=0.0, radius=40)
    assert crop is not None
    assert (crop.x, crop.y) == (0, 250)
    assert crop.image.shape[:2] == (50, 50)


@pytest.mark.parametrize("x", [-200.0, 399.0, 700.0])
def test_of_a_place_beside_the_page_nothing_is_shown(x: float) -> None:
    assert crop_of(PAGE, PAPER, (x, 80, 60, 60), margin=0.0, radius=50) is None


@given(
    box=st.tuples(*[st.floats(10, 250)] * 2, *[st.floats(20, 200)] * 2),
    rim=st.tuples(*[st.floats(0, 300)] * 2, *[st.floats(5, 100)] * 2),
    radius=st.floats(20, 200),
)
def test_an_outline_comes_back_to_its_place(
    box: tuple[float, float, float, float], rim: tuple[float, float, float, float], radius: float
) -> None:
    crop = crop_of(PAGE, PAPER, box, margin=0.1, radius=radius)
    assert crop is not None
    ellipse = Ellipse(*rim)
    back = crop.outline_to_page(crop.from_page(ellipse))
    assert back.box == pytest.approx(ellipse.box, abs=1e-6)
    shown = crop.from_page(ellipse)
    centre = np.array([[shown.x, shown.y]], np.float32)
    assert crop.to_page(centre)[0] == pytest.approx([ellipse.x, ellipse.y], abs=1e-2)
