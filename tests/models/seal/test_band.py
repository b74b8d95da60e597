"""Where the characters of a title begin and end, on rings that are drawn here."""

import cv2
import numpy as np
import pytest

from models.seal.band import clear_of_rims, fit_band
from models.seal.ring import Ellipse
from models.seal.separate import Renderings

SIDE = 400
RIM = Ellipse(200.0, 200.0, 150.0, 150.0)


def ring_of_strokes(heads: float, feet: float, rims: tuple[float, ...] = (1.0,)) -> Renderings:
    """Rims, and radial strokes between two radii like the characters of a title."""
    picture = np.full((SIDE, SIDE, 3), 255, np.uint8)
    for rim in rims:
        cv2.circle(picture, (200, 200), round(150 * rim), (40, 40, 40), 4)
    for turn in np.linspace(0.4, 1.1, 22):
        direction = np.array([np.cos(2 * np.pi * turn), np.sin(2 * np.pi * turn)])
        start, end = (np.round(200 + 150 * radius * direction).astype(int) for radius in (heads, feet))
        cv2.line(picture, start.tolist(), end.tolist(), (40, 40, 40), 5)
    plain = np.zeros((SIDE, SIDE), np.float32)
    return Renderings({"colour": picture, "grey": picture}, plain)


@pytest.mark.parametrize(("heads", "feet"), [(0.9, 0.62), (0.84, 0.5), (0.88, 0.7)])
def test_the_band_reaches_from_the_heads_to_the_feet(heads: float, feet: float) -> None:
    band = fit_band(ring_of_strokes(heads, feet), RIM, 0.42, 1.08)
    assert band == pytest.approx((heads, feet), abs=0.04)


def test_a_second_rim_is_no_part_of_it() -> None:
    band = fit_band(ring_of_strokes(0.82, 0.6, rims=(1.0, 0.92)), RIM, 0.42, 1.08)
    assert band == pytest.approx((0.82, 0.6), abs=0.04)


def test_a_blank_ring_has_none() -> None:
    assert fit_band(ring_of_strokes(0.9, 0.9, rims=(1.0,)), RIM, 0.1, 0.3) is None


@pytest.mark.parametrize(("rims", "paper"), [((1.0,), 0.98), ((1.0, 0.9), 0.88), ((1.0, 0.94, 0.82), 0.8)])
def test_paper_begins_within_the_last_rim(rims: tuple[float, ...], paper: float) -> None:
    assert clear_of_rims(ring_of_strokes(0.7, 0.5, rims), RIM) == pytest.approx(paper, abs=0.02)


def test_strokes_close_to_the_rim_are_no_second_rim() -> None:
    assert clear_of_rims(ring_of_strokes(0.95, 0.8), RIM) == pytest.approx(0.98, abs=0.02)


def test_a_worn_second_rim_that_nobody_told_is_no_band() -> None:
    shown = ring_of_strokes(0.8, 0.55, rims=(1.0, 0.93))
    worn = shown.plain.copy()
    for turn in np.arange(0.41, 1.1, 0.05):  # half of it is gone
        cv2.ellipse(worn, (200, 200), (140, 140), 0, 360 * turn, 360 * turn + 9, (255, 255, 255), 8)
    band = fit_band(Renderings({"colour": worn, "grey": worn}, shown.printed), RIM, 0.42, 1.08)
    assert band == pytest.approx((0.8, 0.55), abs=0.05)
