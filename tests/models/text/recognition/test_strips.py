"""Strips made ready for the recognizer: height, windows, batches."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.text.recognition import strips
from sealstack.models.text.recognition.strips import Window


def blank(height: int, width: int) -> np.ndarray:
    return np.full((height, width, 3), 255, np.uint8)


@pytest.mark.parametrize(
    ("height", "width", "expected"),
    [(48, 100, 100), (24, 100, 200), (96, 101, 51), (1000, 1, 1), (1, 9000, strips.WIDEST_STRIP)],
)
def test_strips_become_48_high_in_proportion(height: int, width: int, expected: int) -> None:
    assert strips.resize(blank(height, width)).shape == (48, expected, 3)


@pytest.mark.parametrize("shape", [(0, 5, 3), (5, 0, 3), (5, 5), (5, 5, 4)])
def test_what_is_no_strip_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="a strip is"):
        strips.resize(np.zeros(shape, np.uint8))


@given(st.integers(1, strips.WIDEST_STRIP))
def test_windows_cover_the_strip_and_overlap_enough(width: int) -> None:
    windows = strips.windows_of(0, blank(48, width))
    assert windows[0].start == 0
    assert windows[-1].start + windows[-1].width == width
    assert all(0 < window.width <= strips.WIDEST_WINDOW for window in windows)
    assert all(window.start % 8 == 0 for window in windows)
    for one, following in pairwise(windows):
        assert one.start + one.width - following.start == strips.OVERLAP
        assert following.width > strips.OVERLAP


def test_a_strip_of_common_length_is_one_window() -> None:
    assert [window.width for window in strips.windows_of(0, blank(48, 2048))] == [2048]


@given(st.lists(st.integers(1, 2048), max_size=25), st.integers(32, 4096))
def test_batches_hold_every_window_once_with_one_width_and_a_bound(
    widths: list[int], widest_batch: int
) -> None:
    windows = [Window(index, 0, blank(48, width)) for index, width in enumerate(widths)]
    batches = list(strips.batches_of(windows, widest_batch))
    assert sorted(window.strip for batch in batches for window in batch) == list(range(len(widths)))
    for batch in batches:
        (width,) = {strips.padded_width(window.width) for window in batch}
        assert len(batch) == 1 or width * len(batch) <= widest_batch


def test_there_are_few_padded_widths() -> None:
    widths = {strips.padded_width(width) for width in range(1, strips.WIDEST_WINDOW + 1)}
    assert len(widths) < 40
    assert all(width % 32 == 0 for width in widths)


@given(st.integers(1, strips.WIDEST_WINDOW))
def test_padding_is_little(width: int) -> None:
    padded = strips.padded_width(width)
    assert width <= padded <= max(64, 1.1 * width + 32)


def test_less_than_a_twelfth_of_what_is_read_is_padding() -> None:
    widths = np.random.default_rng(1).integers(60, 1200, 2000)
    assert 1 - widths.sum() / sum(strips.padded_width(int(width)) for width in widths) < 0.08


def test_input_is_scaled_and_zero_in_the_padding() -> None:
    white, black = Window(0, 0, blank(48, 100)), Window(1, 0, np.zeros((48, 110, 3), np.uint8))
    batch = strips.as_input([white, black])
    assert batch.shape == (2, 3, 48, 128)
    assert batch.dtype == np.float32
    assert (batch[0, :, :, :100] == 1).all()
    assert (batch[1, :, :, :110] == -1).all()
    assert (batch[0, :, :, 100:] == 0).all()
    assert (batch[1, :, :, 110:] == 0).all()


def test_the_widest_batches_come_first() -> None:
    windows = [Window(index, 0, blank(48, width)) for index, width in enumerate([90, 700, 300, 80])]
    assert [[window.strip for window in batch] for batch in strips.batches_of(windows, 1)] == [
        [1],
        [2],
        [0],
        [3],
    ]


@pytest.mark.parametrize("paper", [0, 120, 255])
def test_a_strip_of_one_colour_is_blank(paper: int) -> None:
    assert strips.is_blank(np.full((48, 300, 3), paper, np.uint8))


@pytest.mark.parametrize("row", [0, 24, 47])
@pytest.mark.parametrize("channel", [0, 1, 2])
def test_a_strip_with_the_faintest_stroke_is_not_blank(row: int, channel: int) -> None:
    strip = np.full((48, 300, 3), 240, np.uint8)
    strip[row, 150:153, channel] = 230
    assert not strips.is_blank(strip)
