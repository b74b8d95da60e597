"""Seeing at a glance that a page is flat."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sealstack.models.document.unwarp.quick_look import is_plainly_flat
from sealstack.models.values import Image
from tests.models.document.unwarp.test_flattener import SIZE, TEXT, displaced
from tests.models.text.drawing import page


@pytest.fixture(scope="module")
def flat_page() -> Image:
    return page([(text, 60, 50 + 54 * number, 26) for number, text in enumerate(TEXT)], *SIZE)


def test_level_straight_lines_are_plainly_flat(flat_page: Image) -> None:
    assert is_plainly_flat(flat_page)


def test_an_empty_page_has_nothing_to_flatten() -> None:
    assert is_plainly_flat(np.full((1754, 1240, 3), 255, np.uint8))


@pytest.mark.parametrize("sag", [12, 25])
def test_sagging_lines_are_looked_at_closely(flat_page: Image, sag: int) -> None:
    assert not is_plainly_flat(displaced(flat_page, sag * np.sin(np.linspace(0, np.pi, SIZE[0]))))


@pytest.mark.parametrize("angle", [-3, 3])
def test_a_leaning_page_is_looked_at_closely(flat_page: Image, angle: int) -> None:
    turn = cv2.getRotationMatrix2D((SIZE[0] / 2, SIZE[1] / 2), angle, 1.0)
    leaning = np.asarray(cv2.warpAffine(flat_page, turn, SIZE, borderValue=(255,) * 3), np.uint8)
    assert not is_plainly_flat(leaning)


def test_two_lines_tell_too_little(flat_page: Image) -> None:
    assert not is_plainly_flat(flat_page[:150])
