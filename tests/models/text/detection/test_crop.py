"""Cutting lines out of pictures."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sealstack.models.geometry.quads import clockwise
from sealstack.models.text.detection.crop import crop_line, turn_over

RED, GREEN = (0, 0, 255), (0, 255, 0)


@pytest.fixture
def picture() -> np.ndarray:
    """Red on the left half, green on the right."""
    result = np.zeros((200, 300, 3), np.uint8)
    result[:, :150], result[:, 150:] = RED, GREEN
    return result


def test_an_upright_quad_is_cut_as_it_stands(picture: np.ndarray) -> None:
    quad = np.array([[100, 50], [200, 50], [200, 80], [100, 80]], np.float32)
    strip, same = crop_line(picture, quad)
    assert strip.shape == (30, 100, 3)
    assert tuple(strip[15, 10]) == RED
    assert tuple(strip[15, 90]) == GREEN
    np.testing.assert_array_equal(same, quad)


def test_a_slanted_quad_becomes_a_straight_strip(picture: np.ndarray) -> None:
    rectangle = cv2.boxPoints(((150, 100), (120, 24), 30))
    strip, _ = crop_line(picture, clockwise(rectangle))
    assert strip.shape[0] == pytest.approx(24, abs=1)
    assert strip.shape[1] == pytest.approx(120, abs=1)
    assert tuple(strip[12, 5]) == RED
    assert tuple(strip[12, 115]) == GREEN


def test_a_line_down_the_page_is_turned_and_its_quad_with_it(picture: np.ndarray) -> None:
    quad = np.array([[140, 20], [160, 20], [160, 180], [140, 180]], np.float32)
    strip, turned = crop_line(picture, quad)
    assert strip.shape == (20, 160, 3)
    # the right side of the picture came to lie on top
    assert tuple(strip[3, 80]) == GREEN
    assert tuple(strip[16, 80]) == RED
    np.testing.assert_array_equal(turned[0], quad[1])
    np.testing.assert_array_equal(turned[1], quad[2])


def test_one_and_a_half_times_as_high_is_where_turning_begins(picture: np.ndarray) -> None:
    def cut(height: int) -> tuple[int, ...]:
        quad = np.array([[10, 10], [30, 10], [30, 10 + height], [10, 10 + height]], np.float32)
        return crop_line(picture, quad)[0].shape[:2]

    assert cut(29) == (29, 20)
    assert cut(30) == (20, 30)


def test_a_quad_without_extent_still_gives_a_pixel(picture: np.ndarray) -> None:
    strip, _ = crop_line(picture, np.array([[5, 5], [5.4, 5], [5.4, 5.4], [5, 5.4]], np.float32))
    assert strip.shape == (1, 1, 3)


def test_turning_over_turns_strip_and_quad(picture: np.ndarray) -> None:
    quad = np.array([[100, 50], [200, 50], [200, 80], [100, 80]], np.float32)
    strip, turned = turn_over(*crop_line(picture, quad))
    assert tuple(strip[15, 10]) == GREEN
    np.testing.assert_array_equal(turned, quad[[2, 3, 0, 1]])
