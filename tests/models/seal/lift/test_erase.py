"""Erasing seals from a page."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sealstack.models.seal.lift.erase import erase_seals
from sealstack.models.values import Image, Seal, SealShape

BOX = (120, 80, 160, 160)


def printed_page() -> Image:
    page = np.full((320, 400, 3), (236, 240, 243), np.uint8)
    for row in range(60, 300, 40):
        cv2.putText(
            page, "Payment 2025", (40, row), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (30, 30, 30), 2, cv2.LINE_AA
        )
    return page


def stamped(page: Image, ink: tuple[int, int, int]) -> Image:
    """The page with a ring and a dot of transparent ink over its print."""
    stamp = np.full(page.shape, 255, np.uint8)
    cv2.circle(stamp, (200, 160), 78, ink, 6, cv2.LINE_AA)
    cv2.circle(stamp, (200, 160), 12, ink, -1, cv2.LINE_AA)
    return np.asarray(cv2.multiply(page, stamp, scale=1 / 255), np.uint8)


def laid_over(page: Image, ink: tuple[int, int, int], opacity: float) -> Image:
    """The page with the same stamp as an editor lays it over, print fading beneath it."""
    stamp = stamped(np.full(page.shape, 255, np.uint8), (0, 0, 0))
    cover = opacity * (1 - stamp.astype(np.float32) / 255)
    return np.asarray(np.rint((1 - cover) * page + cover * np.array(ink)), np.uint8)


def seal(colour: str) -> Seal:
    return Seal("", (), BOX, SealShape.ROUND, 0.9, (), colour)


def colourfulness(image: Image) -> int:
    return int(np.ptp(image.astype(int), axis=2).max())


@pytest.mark.parametrize(("colour", "ink"), [("red", (60, 50, 215)), ("blue", (200, 80, 60))])
def test_coloured_ink_goes_and_the_print_beneath_it_stays(colour: str, ink: tuple[int, int, int]) -> None:
    page = printed_page()
    erased = erase_seals(stamped(page, ink), [seal(colour)])
    assert colourfulness(stamped(page, ink)) > 80
    assert colourfulness(erased) < 25
    difference = np.abs(erased.astype(int) - page)
    assert difference.mean() < 1.5
    dark = page.max(axis=2) < 60
    assert np.median(erased[dark]) < 60


@pytest.mark.parametrize("opacity", [0.4, 0.66, 0.85])
@pytest.mark.parametrize(
    ("colour", "ink"), [("red", (40, 40, 215)), ("red", (48, 18, 148)), ("blue", (200, 70, 40))]
)
def test_print_that_fades_beneath_a_stamp_laid_over_it_is_as_dark_again(
    colour: str, ink: tuple[int, int, int], opacity: float
) -> None:
    page = printed_page()
    erased = erase_seals(laid_over(page, ink, opacity), [seal(colour)])
    beneath = np.any(laid_over(page, ink, opacity) != page, axis=2) & (page.max(axis=2) < 60)
    assert colourfulness(erased) < 25
    assert np.abs(erased.astype(int) - page).mean() < 1.5
    assert np.percentile(erased.max(axis=2)[beneath], 90) < 110


def test_what_lies_outside_of_the_seal_stays_as_it_is() -> None:
    image = stamped(printed_page(), (60, 50, 215))
    cv2.rectangle(image, (10, 10), (390, 20), (60, 50, 215), -1)  # a red rule
    before = image.copy()
    erased = erase_seals(image, [seal("red")])
    outside = np.ones(image.shape[:2], bool)
    outside[60:260, 100:300] = False
    np.testing.assert_array_equal(erased[outside], before[outside])
    np.testing.assert_array_equal(image, before)


def test_black_seals_and_pages_without_any_stay() -> None:
    image = stamped(printed_page(), (40, 40, 40))
    assert erase_seals(image, [seal("black")]) is image
    assert erase_seals(image, []) is image


def test_a_seal_that_is_not_there_changes_nothing_much() -> None:
    page = printed_page()
    assert np.abs(erase_seals(page, [seal("red")]).astype(int) - page).max() <= 8


def test_a_seal_at_the_edge_of_the_page_is_erased() -> None:
    image = stamped(printed_page(), (60, 50, 215))[:, 150:]
    here = Seal("", (), (0, 80, 130, 160), SealShape.ROUND, 0.9, (), "red")
    assert colourfulness(erase_seals(np.ascontiguousarray(image), [here])) < 25 < colourfulness(image)
