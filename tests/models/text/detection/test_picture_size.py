"""The size at which a picture is shown to the detector."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sealstack.models.geometry.quads import whole_picture
from sealstack.models.text.detection.picture_size import (
    ShownSize,
    first_shorter_side,
    further_shorter_side,
    show,
    shown_size,
    to_picture,
)


@pytest.mark.parametrize(
    ("height", "width", "expected"),
    [
        (736, 960, ShownSize(0, 736, 960)),
        (1000, 800, ShownSize(0, 992, 800)),
        (400, 400, ShownSize(0, 736, 736)),
        (132, 709, ShownSize(0, 736, 3968)),
        (3000, 4000, ShownSize(0, 1504, 1984)),
    ],
)
def test_sizes_are_those_of_rapidocr(height: int, width: int, expected: ShownSize) -> None:
    assert shown_size(height, width) == expected


def test_the_shorter_side_may_be_shown_smaller() -> None:
    assert shown_size(200, 300, 320) == ShownSize(0, 320, 480)
    assert shown_size(400, 400, 320) == ShownSize(0, 384, 384)


def test_a_single_line_is_padded_to_a_quarter_of_its_width() -> None:
    assert shown_size(60, 800).padding == 70


@given(st.integers(1, 30_000), st.integers(1, 30_000))
def test_whatever_the_picture_the_detector_sees_a_bounded_one(height: int, width: int) -> None:
    size = shown_size(height, width)
    assert size.height % 32 == 0
    assert size.width % 32 == 0
    assert 32 <= size.height <= 6016
    assert 32 <= size.width <= 6016
    assert size.height * size.width <= 4_600_000
    assert 0 <= size.padding <= max(height, width)


@given(st.integers(1, 300), st.integers(1, 300))
def test_quads_return_to_where_they_were(height: int, width: int) -> None:
    size = shown_size(height, width)
    top = size.padding * size.height / (height + 2 * size.padding)
    seen = whole_picture(size.height, size.width)
    seen[:2, 1], seen[2:, 1] = top, size.height - top
    corners = to_picture(seen, size, height, width)
    np.testing.assert_allclose(
        corners, np.minimum(whole_picture(height, width), [width - 1, height - 1]), atol=1
    )


def test_a_shown_picture_has_the_chosen_size_and_black_padding() -> None:
    picture = np.full((20, 600, 3), 255, np.uint8)
    size = shown_size(20, 600)
    shown = show(picture, size)
    assert shown.shape == (size.height, size.width, 3)
    assert (shown[0] == 0).all()
    assert (shown[size.height // 2] == 255).all()


def test_a_small_picture_is_first_looked_at_twice_as_large() -> None:
    assert first_shorter_side(132, 709) == 264
    assert first_shorter_side(709, 132) == 264
    assert first_shorter_side(400, 500) == 736
    assert first_shorter_side(1754, 1240) == 736


def test_a_long_picture_is_first_enlarged_as_far_as_its_longer_side_may_grow() -> None:
    assert first_shorter_side(254, 1025) == 396
    assert first_shorter_side(1025, 254) == 396
    assert first_shorter_side(200, 1900) == 200


def test_of_a_picture_enlarged_less_lines_must_be_higher_to_need_no_second_look() -> None:
    line = np.array([[0, 0], [90, 0], [90, 12], [0, 12]], np.float32)
    assert further_shorter_side([line], 200, 800) is None
    assert further_shorter_side([line], 200, 1600) == 334


def test_a_second_look_is_taken_where_lines_are_low_and_where_there_are_none() -> None:
    def line(height: float) -> NDArray[np.float32]:
        return np.array([[0, 0], [90, 0], [90, height], [0, height]], np.float32)

    assert further_shorter_side([line(30), line(20)], 100, 600) is None
    assert further_shorter_side([line(5), line(5)], 100, 600) == 400
    assert further_shorter_side([], 100, 600) == 736


def test_a_banner_is_not_blown_up() -> None:
    size = shown_size(132, 709, first_shorter_side(132, 709))
    assert size.height * size.width < 450_000
