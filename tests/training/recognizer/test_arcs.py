import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.values import Image
from training.recognizer.arcs import Arc, ring_points, turns_along, unroll

RIM = Ellipse(200, 200, 150, 150)
OVAL = Ellipse(200, 200, 180, 100, 15)


def marked(rim: Ellipse, turn: float, scale: float) -> Image:
    """A white picture with one black dot at an angle and a distance from the centre."""
    picture = np.full((400, 400, 3), 255, np.uint8)
    x, y = rim.points(np.array([2 * np.pi * turn]), scale)[0]
    cv2.circle(picture, (round(float(x)), round(float(y))), 4, (0, 0, 0), -1)
    return picture


def darkest(strip: Image) -> tuple[float, float]:
    """Where the dot came to lie, as fractions of the strip `(along, down)`."""
    rows, columns = np.nonzero(strip[..., 0] < 128)
    return float(columns.mean() / strip.shape[1]), float(rows.mean() / strip.shape[0])


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_an_outward_arc_runs_clockwise_with_heads_up(turn: float, start: float) -> None:
    along, down = darkest(unroll(marked(RIM, start + turn, 0.9), RIM, Arc(0.95, 0.6, start)))
    assert along == pytest.approx(turn, abs=0.02)
    assert down == pytest.approx((0.95 - 0.9) / 0.35, abs=0.06)


def test_an_inward_arc_runs_the_other_way_round() -> None:
    arc = Arc(0.95, 0.7, start=0.5, turns=0.5, heads_inward=True)
    along, down = darkest(unroll(marked(RIM, 0.4, 0.9), RIM, arc))
    assert along == pytest.approx(0.2, abs=0.02)
    assert down > 0.7  # the outer edge is at the feet


@pytest.mark.parametrize("parallel", [False, True])
def test_every_place_of_an_oval_comes_back_to_its_angle(parallel: bool) -> None:
    arc = Arc(0.95, 0.6, start=0.1, parallel=parallel)
    turn = turns_along(OVAL, arc, np.array([0.37]))
    x, y = ring_points(OVAL, arc, turn, np.array([0.8]))
    picture = np.full((400, 400, 3), 255, np.uint8)
    cv2.circle(picture, (round(float(x[0, 0])), round(float(y[0, 0]))), 3, (0, 0, 0), -1)
    assert darkest(unroll(picture, OVAL, arc))[0] == pytest.approx(0.37, abs=0.01)


def test_a_parallel_band_is_equally_wide_all_round() -> None:
    arc = Arc(0.9, 0.6, parallel=True)
    x, y = ring_points(OVAL, arc, np.linspace(0, 1, 50), np.array([0.9, 0.6]))
    width = np.hypot(x[0] - x[1], y[0] - y[1])
    assert width == pytest.approx(np.full(50, 0.3 * 100), rel=1e-3)


def test_a_stretched_band_is_thin_where_the_rim_is_near() -> None:
    x, y = ring_points(OVAL, Arc(0.9, 0.6), np.linspace(0, 1, 50), np.array([0.9, 0.6]))
    width = np.hypot(x[0] - x[1], y[0] - y[1])
    assert width.max() / width.min() == pytest.approx(1.8, rel=0.02)


def test_stretching_widens_the_strip() -> None:
    blank = np.full((400, 400, 3), 255, np.uint8)
    narrow, wide = unroll(blank, RIM, Arc(0.95, 0.6)), unroll(blank, RIM, Arc(0.95, 0.6), stretch=1.2)
    assert wide.shape[0] == narrow.shape[0]
    assert wide.shape[1] == pytest.approx(1.2 * narrow.shape[1], abs=1)
