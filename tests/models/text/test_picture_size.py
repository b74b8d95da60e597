"""The size at which a picture is shown to the detector."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text.picture_size import ShownSize, show, shown_size, to_picture
from models.text.quads import whole_picture


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
