"""Corners in order, lines in order, kernels grown."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sealstack.models.geometry.quads import (
    clockwise,
    corners,
    height_of,
    length_of,
    reading_order,
    unclip,
    whole_picture,
)

centres = st.tuples(st.floats(200, 800), st.floats(200, 800))


def rectangle(
    centre: tuple[float, float], width: float, height: float, degrees: float
) -> NDArray[np.float32]:
    """Corners of a turned rectangle from its own upper left, clockwise (y points down)."""
    angle = math.radians(degrees)
    across = np.array([math.cos(angle), math.sin(angle)]) * width / 2
    down = np.array([-math.sin(angle), math.cos(angle)]) * height / 2
    signs = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    return np.array([np.array(centre) + x * across + y * down for x, y in signs], dtype=np.float32)


@given(centres, st.floats(60, 300), st.floats(5, 30), st.floats(-60, 60), st.permutations(range(4)))
def test_corners_start_at_the_upper_left_in_reading_direction(
    centre: tuple[float, float], width: float, height: float, degrees: float, order: list[int]
) -> None:
    expected = rectangle(centre, width, height, degrees)
    np.testing.assert_array_equal(clockwise(expected[order]), expected)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=30))
def test_reading_order_loses_no_line(positions: list[tuple[int, int]]) -> None:
    order = reading_order([box(x, y) for x, y in positions])
    assert sorted(order) == list(range(len(positions)))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 20)), max_size=30))
def test_rows_go_down_and_left_to_right(positions: list[tuple[int, int]]) -> None:
    # rows thirty pixels apart, no line more than four from its row
    quads = [box(x, 30 * row + (x % 5)) for x, row in positions]
    ordered = [positions[index] for index in reading_order(quads)]
    assert ordered == sorted(positions, key=lambda position: (position[1], position[0]))


def test_lines_of_one_row_may_differ_by_less_than_ten_pixels() -> None:
    assert reading_order([box(300, 100), box(10, 109)]) == [1, 0]
    assert reading_order([box(300, 100), box(10, 110)]) == [0, 1]


@given(centres, st.floats(20, 300), st.floats(8, 60), st.floats(-45, 45), st.floats(0.5, 3))
def test_unclip_moves_every_side_outwards_by_area_times_ratio_over_perimeter(
    centre: tuple[float, float], width: float, height: float, degrees: float, ratio: float
) -> None:
    distance = width * height * ratio / (2 * (width + height))
    grown_centre, grown_size, _ = unclip(rectangle(centre, width, height, degrees), ratio)
    assert sorted(grown_size) == pytest.approx(sorted([width + 2 * distance, height + 2 * distance]), abs=3)
    assert grown_centre == pytest.approx(centre, abs=2.5)


@given(centres, st.floats(20, 300), st.floats(8, 60), st.floats(-45, 45), st.floats(1, 3))
def test_the_grown_kernel_contains_the_kernel(
    centre: tuple[float, float], width: float, height: float, degrees: float, ratio: float
) -> None:
    kernel = rectangle(centre, width, height, degrees)
    grown = corners(unclip(kernel, ratio))
    for x, y in kernel.tolist():
        assert cv2.pointPolygonTest(grown, (x, y), False) >= 0


def test_a_kernel_without_area_stays() -> None:
    flat = np.array([[3, 5], [9, 5], [9, 5], [3, 5]], dtype=np.float32)
    _, size, _ = unclip(flat, 1.6)
    assert sorted(size) == pytest.approx([0, 6])


def test_the_whole_picture() -> None:
    assert whole_picture(height=20, width=30).tolist() == [[0, 0], [30, 0], [30, 20], [0, 20]]


def box(x: float, y: float) -> NDArray[np.float32]:
    return np.array([[x, y], [x + 50, y], [x + 50, y + 8], [x, y + 8]], dtype=np.float32)


def test_a_lines_length_and_height_are_the_means_of_its_sides() -> None:
    quad = np.array([[0, 0], [30, 40], [26, 51], [0, 12]], np.float32)
    assert length_of(quad) == pytest.approx((50 + np.hypot(26, 39)) / 2)
    assert height_of(quad) == pytest.approx((12 + np.hypot(4, 11)) / 2)
