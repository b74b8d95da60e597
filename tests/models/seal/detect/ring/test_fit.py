import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.seal.detect.ring.fit import (
    Ellipse,
    closed_paths,
    coverages,
    fit_rims,
    polar_maps,
    radial_position,
)
from sealstack.models.seal.ink.density import Plane

ellipses = st.builds(
    Ellipse,
    x=st.floats(140, 180),
    y=st.floats(140, 180),
    a=st.floats(70, 110),
    b=st.floats(70, 110),
    angle=st.floats(0, 180),
)


def drawn(ellipse: Ellipse, thickness: int = 4, side: int = 320) -> Plane:
    plane = np.zeros((side, side), np.float32)
    box = ((ellipse.x, ellipse.y), (2 * ellipse.a, 2 * ellipse.b), ellipse.angle)
    cv2.ellipse(plane, box, 1.0, thickness, cv2.LINE_AA)
    return plane


@given(ellipses)
def test_points_of_an_ellipse_lie_on_it(ellipse: Ellipse) -> None:
    points = ellipse.points(np.linspace(0, 6, 40))
    assert radial_position(ellipse, points) == pytest.approx(np.ones(40), abs=1e-4)


@given(ellipses)
def test_the_box_touches_the_ellipse_on_all_sides(ellipse: Ellipse) -> None:
    x, y, width, height = ellipse.box
    points = ellipse.points(np.linspace(0, 2 * np.pi, 2000))
    assert points.min(axis=0) == pytest.approx([x, y], abs=0.05)
    assert points.max(axis=0) == pytest.approx([x + width, y + height], abs=0.05)


@given(ellipses, st.floats(0.5, 3), st.floats(-50, 50), st.floats(-50, 50))
def test_moving_there_and_back_changes_nothing(ellipse: Ellipse, scale: float, x: float, y: float) -> None:
    back = ellipse.moved(scale, x, y).moved(1 / scale, -x / scale, -y / scale)
    assert (back.x, back.y, back.a, back.b) == pytest.approx((ellipse.x, ellipse.y, ellipse.a, ellipse.b))


@given(ellipses, st.floats(-8, 8), st.floats(-8, 8), st.floats(0.88, 1.12))
def test_a_rim_is_found_from_a_rough_circle(ellipse: Ellipse, dx: float, dy: float, factor: float) -> None:
    radius = ellipse.radius * factor
    (rim,) = fit_rims(drawn(ellipse), [Ellipse(ellipse.x + dx, ellipse.y + dy, radius, radius)])
    off = radial_position(ellipse, rim.ellipse.points(np.linspace(0, 6.28, 90)))
    # the line is four pixels wide, drawn to the pixel: the rim lies on it, or on its outer edge
    assert np.abs(off - 1).max() * ellipse.radius < 2.8
    assert rim.coverage > 0.97


def test_a_rim_with_a_third_missing_is_still_found() -> None:
    truth = Ellipse(160, 160, 100, 85, 20)
    plane = drawn(truth)
    plane[160:, 160:] = 0  # a quarter and a bit
    (rim,) = fit_rims(plane, [Ellipse(160, 160, 92, 92)])
    assert np.abs(radial_position(truth, rim.ellipse.points(np.linspace(0, 6.28, 90))) - 1).max() < 0.04
    assert 0.6 < rim.coverage < 0.85


def test_print_across_the_rim_does_not_pull_it() -> None:
    truth = Ellipse(160, 160, 100, 100)
    plane = drawn(truth)
    for row in range(110, 220, 30):
        plane[row : row + 8, ::3] = 1.0
    (rim,) = fit_rims(plane, [Ellipse(163, 158, 95, 105)])
    assert np.abs(radial_position(truth, rim.ellipse.points(np.linspace(0, 6.28, 90))) - 1).max() < 0.03


def test_of_two_rims_the_outer_one_is_taken() -> None:
    plane = np.maximum(drawn(Ellipse(160, 160, 110, 110), 3), drawn(Ellipse(160, 160, 98, 98), 2))
    (rim,) = fit_rims(plane, [Ellipse(160, 160, 98, 98)])
    assert rim.ellipse.radius == pytest.approx(110, abs=1.5)


def test_blank_paper_has_no_rim() -> None:
    assert fit_rims(np.zeros((200, 200), np.float32), [Ellipse(100, 100, 60, 60)]) == []


def test_ink_just_outside_counts_against_a_rim() -> None:
    plane = np.zeros((320, 320), np.float32)
    cv2.circle(plane, (160, 160), 150, 1.0, -1)
    assert coverages(plane, [Ellipse(160, 160, 100, 100).scaled(1.1)]) == [1.0]


def test_a_polar_map_lays_a_rim_level() -> None:
    ellipse = Ellipse(160, 160, 100, 80, 30)
    polar = polar_maps(drawn(ellipse), [ellipse], 0.8, 1.2, 90, 41)
    assert polar.shape == (1, 41, 90)
    assert np.all(np.abs(polar[0].argmax(axis=0) - 20) <= 2)


def test_a_closed_path_ends_where_it_began() -> None:
    gain = np.random.default_rng(3).random((2, 30, 60)).astype(np.float32)
    paths = closed_paths(gain)
    assert np.abs(np.diff(paths, axis=1)).max() <= 1
    assert np.abs(paths[:, 0] - paths[:, -1]).max() <= 2


def test_a_closed_path_follows_the_ink() -> None:
    gain = np.zeros((1, 30, 60), np.float32)
    wave = (15 + 6 * np.sin(np.arange(60) / 60 * 2 * np.pi)).round().astype(int)
    gain[0, wave, np.arange(60)] = 1
    assert np.abs(closed_paths(gain)[0] - wave).max() <= 1
