"""Seals lifted off their pages."""

import cv2
import numpy as np
import pytest

from sealstack.models.seal.lift.cutout import lift_off

INKS = {"red": (40, 30, 215), "blue": (200, 60, 30), "green": (60, 150, 20)}


def page(ink, *, shadow=0):
    """Grey-white paper with black print, and over it a ring in an ink, 100 pixels wide at (60, 40)."""
    picture = np.full((200, 240, 3), 235 - shadow, np.uint8)
    for row in range(20, 200, 24):
        cv2.line(picture, (0, row), (239, row), (30, 30, 30), 3)
    cv2.circle(picture, (110, 90), 46, ink, 7)
    return picture


BOX = (60, 40, 100, 100)
RING, INSIDE, PRINT = (50, 4), (50, 40), (52, 50)  # (row, column) in the box


@pytest.mark.parametrize("colour", INKS)
@pytest.mark.parametrize("shadow", [0, 80])
def test_the_ink_is_opaque_and_in_its_own_colour(colour, shadow):
    lifted = lift_off(page(INKS[colour], shadow=shadow), BOX, colour)
    assert lifted.shape == (100, 100, 4)
    assert lifted.dtype == np.uint8
    assert lifted[RING][3] > 200
    np.testing.assert_allclose(lifted[RING][:3], INKS[colour], atol=25)


@pytest.mark.parametrize("colour", INKS)
def test_paper_and_black_print_are_transparent(colour):
    lifted = lift_off(page(INKS[colour]), BOX, colour)
    assert lifted[INSIDE][3] < 20
    assert lifted[PRINT][3] < 40


def test_a_black_seal_keeps_every_ink():
    lifted = lift_off(page((30, 30, 30)), BOX, "black")
    assert lifted[RING][3] > 200
    assert lifted[60, 50][3] < 20


def test_a_box_of_bare_paper_is_all_transparent():
    blank = np.full((50, 50, 3), 240, np.uint8)
    assert lift_off(blank, (10, 10, 20, 20), "red")[:, :, 3].max() < 20


def test_the_page_is_not_changed():
    picture = page(INKS["red"])
    before = picture.copy()
    lift_off(picture, BOX, "red")
    np.testing.assert_array_equal(picture, before)
