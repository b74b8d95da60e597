"""What a seal's ink does to the print beneath it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sealstack.models.seal.lift.unmix import InkModel, fit_ink

DARK_RED = np.array([0.18, 0.1, 0.6], np.float32)


def striped_page() -> NDArray[np.float32]:
    """Lines of print, one row of six, black as toner is."""
    page = np.ones((120, 120, 3), np.float32)
    page[::6] = 0.1
    return page


def strokes() -> NDArray[np.bool_]:
    mask = np.zeros((120, 120), np.bool_)
    mask[:, 30:40] = mask[:, 60:80] = True
    return mask


def laid_over(opacity: float) -> NDArray[np.float32]:
    page = striped_page()
    page[strokes()] = (1 - opacity) * page[strokes()] + opacity * DARK_RED
    return page


def inked() -> NDArray[np.float32]:
    page = striped_page()
    page[strokes()] *= DARK_RED
    return page


def fitted(seen: NDArray[np.float32]) -> InkModel:
    # where print lies over ink it shows no colour: such pixels are not sure to be the seal's
    sure = strokes() & (seen[..., 2] - seen[..., 1] > 0.1)
    model = fit_ink(seen, sure, np.ones(sure.shape, np.bool_))
    assert model is not None
    return model


@pytest.mark.parametrize("opacity", [0.55, 0.7, 0.85])
def test_a_stamp_laid_over_lets_all_colours_through_alike(opacity: float) -> None:
    model = fitted(laid_over(opacity))
    assert model.through == pytest.approx((1 - opacity,) * 2, abs=0.02)
    assert model.own == pytest.approx((opacity * 0.6, opacity * 0.1), abs=0.02)


def test_ink_on_paper_shines_not_itself() -> None:
    model = fitted(inked())
    assert model.through == pytest.approx((0.6, 0.1), abs=0.02)
    assert model.own == (0.0, 0.0)


@pytest.mark.parametrize("seen", [laid_over(0.55), laid_over(0.85), inked()])
def test_the_print_comes_out_as_it_was(seen: NDArray[np.float32]) -> None:
    assert np.abs(fitted(seen).lightness(seen) - striped_page()[..., 0]).max() < 0.12


def test_half_covered_edges_are_unmixed_too() -> None:
    seen = laid_over(0.7)
    edge = 0.5 * seen[:, 65] + 0.5 * striped_page()[:, 65]
    assert np.abs(fitted(seen).lightness(edge[:, None])[:, 0] - striped_page()[:, 65, 0]).max() < 0.12


def test_where_nothing_is_inked_there_is_no_ink() -> None:
    nowhere = np.zeros((120, 120), np.bool_)
    assert fit_ink(striped_page(), nowhere, ~nowhere) is None


def test_without_print_a_stamp_is_taken_for_ink() -> None:
    seen = np.ones((120, 120, 3), np.float32)
    seen[strokes()] = 0.3 + 0.7 * DARK_RED
    assert fitted(seen).own == (0.0, 0.0)
