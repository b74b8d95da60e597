"""Seeing at a glance that a page is flat."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sealstack.models.document.unwarp.quick_look import is_plainly_flat, printed_part, quick_look
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


def on_desk(page: Image) -> tuple[Image, np.ndarray]:
    """A page of paper wider than its print, on a dark desk, and the paper's outline."""
    paper = cv2.copyMakeBorder(page, 80, 160, 40, 120, cv2.BORDER_CONSTANT, value=(255,) * 3)
    height, width = paper.shape[:2]
    image = cv2.copyMakeBorder(paper, 50, 50, 50, 50, cv2.BORDER_CONSTANT, value=(60, 70, 90))
    outline = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64) + 50
    return np.asarray(image, np.uint8), outline


def test_the_printed_part_holds_all_print_and_less_than_the_paper(flat_page: Image) -> None:
    image, outline = on_desk(flat_page)
    part = printed_part(quick_look(image), outline)
    assert part is not None
    assert part.off_edge
    left, top, right, bottom = part.box
    ink = np.argwhere(flat_page.min(axis=2) < 100)[:, ::-1] + [50 + 40, 50 + 80]
    assert (ink.min(axis=0) > [left, top]).all()
    assert (ink.max(axis=0) < [right, bottom]).all()
    assert left > 50
    assert top > 50
    assert right < image.shape[1] - 50
    assert bottom < image.shape[0] - 50


def test_an_outline_that_leaves_lines_out_tells_no_printed_part(flat_page: Image) -> None:
    image, outline = on_desk(flat_page)
    half = outline.copy()
    half[:, 1] = np.minimum(half[:, 1], 50 + 80 + SIZE[1] / 2)
    assert printed_part(quick_look(image), half) is None
