"""What is kept of a template's picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.form.describe.features import FeaturesCorrupt, Form, pack, unpack
from sealstack.models.form.describe.keypoints import Keypoints
from sealstack.models.values import Character, TextLine


def small_form(count: int = 3, text: str = "合计") -> Form:
    rng = np.random.default_rng(count)
    points = rng.uniform(0, 90, (count, 2)).astype(np.float32)
    sizes, turns = rng.uniform(1, 9, (2, count)).astype(np.float32)
    keypoints = Keypoints(points, sizes, turns, rng.integers(0, 256, (count, 128), dtype=np.uint8))
    quad = np.array([[1, 2], [40, 2], [40, 12], [1, 12]], np.float32)
    characters = tuple(Character(one, 0.5, (0.25, 0.75)) for one in text)
    return Form(60, 90, keypoints, np.full((6, 9), 7, np.uint8), (TextLine(quad, text, 0.75, characters),))


@given(st.integers(0, 12), st.text(max_size=5))
def test_what_was_packed_comes_back(count: int, text: str) -> None:
    form = small_form(count, text)
    back = unpack(pack(form))
    assert (back.height, back.width) == (60, 90)
    np.testing.assert_array_equal(back.keypoints.points, form.keypoints.points)
    np.testing.assert_array_equal(back.keypoints.sizes, form.keypoints.sizes)
    np.testing.assert_array_equal(back.keypoints.turns, form.keypoints.turns)
    np.testing.assert_array_equal(back.keypoints.descriptors, form.keypoints.descriptors)
    np.testing.assert_array_equal(back.thumbnail, form.thumbnail)
    assert back.lines[0].text == text
    assert back.lines[0].characters == form.lines[0].characters


@given(st.data())
def test_a_changed_byte_is_noticed(data: st.DataObject) -> None:
    packed = bytearray(pack(small_form()))
    place = data.draw(st.integers(0, len(packed) - 1))
    packed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(FeaturesCorrupt):
        unpack(bytes(packed))


@given(st.integers(0, 10_000))
def test_bytes_that_end_early_are_noticed(length: int) -> None:
    packed = pack(small_form())
    with pytest.raises(FeaturesCorrupt):
        unpack(packed[: length % len(packed)])


@given(st.binary(max_size=200))
def test_any_other_bytes_are_no_features(data: bytes) -> None:
    with pytest.raises(FeaturesCorrupt):
        unpack(data)


def test_numbers_that_are_none_are_refused() -> None:
    form = small_form()
    form.keypoints.points[0, 0] = np.nan
    with pytest.raises(FeaturesCorrupt, match="numbers that are none"):
        unpack(pack(form))
