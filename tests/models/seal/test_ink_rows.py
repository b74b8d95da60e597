"""Lines told by their ink alone."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.seal.ink_rows import ink_rows
from models.values import Image


def picture(*boxes: tuple[int, int, int, int]) -> Image:
    """White paper with black boxes `(left, top, right, bottom)`."""
    shown = np.full((200, 300, 3), 255, np.uint8)
    for left, top, right, bottom in boxes:
        shown[top:bottom, left:right] = 20
    return shown


@given(st.integers(5, 60), st.integers(12, 40), st.integers(4, 60), st.integers(12, 40))
def test_each_row_of_ink_is_a_line(top: int, height: int, gap: int, next_height: int) -> None:
    below = top + height + gap
    rows = ink_rows(picture((40, top, 200, top + height), (60, below, 260, below + next_height)))
    assert len(rows) == 2
    for quad, (left, upper, right, lower) in zip(
        rows, [(40, top, 200, top + height), (60, below, 260, below + next_height)], strict=True
    ):
        about = 0.1 * (lower - upper)
        assert quad[0] == pytest.approx((left - about, upper - about), abs=1)
        assert quad[2] == pytest.approx((right + about, lower + about), abs=1)


def test_blurred_lines_that_nearly_touch_stay_two() -> None:
    shown = picture((40, 60, 220, 85), (70, 92, 190, 117))
    assert len(ink_rows(np.asarray(cv2.GaussianBlur(shown, (0, 0), 2.0), np.uint8))) == 2


def test_what_is_not_wide_and_what_is_hardly_high_is_no_line() -> None:
    assert ink_rows(picture((100, 40, 130, 90), (20, 150, 280, 153))) == []


def test_white_paper_has_no_lines() -> None:
    assert ink_rows(picture()) == []


def test_a_page_of_print_is_no_seal() -> None:
    assert ink_rows(picture(*((30, top, 270, top + 14) for top in range(10, 190, 26)))) == []
