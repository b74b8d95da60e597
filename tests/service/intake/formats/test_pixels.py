"""Conversion strip by strip is conversion of the whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sealstack.service.intake.decode import as_bgr
from sealstack.service.intake.formats import pixels

MODES = ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr", "I;16", "I", "F"]


def a_picture(mode: str, width: int, height: int, seed: int) -> Image.Image:
    noise = np.random.default_rng(seed)
    if mode in ("I;16", "I", "F"):
        kinds = {"I;16": np.uint16, "I": np.int32, "F": np.float32}
        return Image.fromarray(noise.integers(0, 60_000, (height, width)).astype(kinds[mode]))
    colours = Image.fromarray(noise.integers(0, 255, (height, width, 4), np.uint8), "RGBA")
    return (
        colours.convert("RGB").convert(mode)
        if mode in ("YCbCr", "CMYK", "P", "PA")
        else colours.convert(mode)
    )


@settings(max_examples=60)
@given(
    mode=st.sampled_from(MODES),
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    strip=st.integers(1, 200),
    seed=st.integers(0, 99),
)
def test_a_picture_comes_out_the_same_in_strips_of_any_size(mode, width, height, strip, seed):
    picture = a_picture(mode, width, height, seed)
    whole = as_bgr(picture)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pixels, "_STRIP", strip)
        assert np.array_equal(as_bgr(picture), whole)


def test_numbers_that_are_none_are_shown_white_and_do_not_count():
    values = np.array([[0, 0.5, np.nan, 1]], np.float32)
    assert as_bgr(Image.fromarray(values))[0, :, 0].tolist() == [0, 128, 255, 255]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_picture_without_any_number_is_converted_all_the_same(value):
    assert as_bgr(Image.fromarray(np.full((3, 2), value, np.float32))).shape == (3, 2, 3)
