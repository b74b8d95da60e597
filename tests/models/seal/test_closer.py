"""Outlines fitted where the network sees a seal."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from models.seal.area import Area
from models.seal.closer import look_closer
from models.seal.frame import Frame
from models.seal.ink import paper_colour
from models.seal.ring import Ellipse
from models.values import Image, SealShape

RED, BLACK = (50, 40, 215), (45, 45, 45)


def paper() -> Image:
    """White paper."""
    return np.full((480, 640, 3), 255, np.uint8)


@pytest.mark.parametrize("ink", [RED, BLACK], ids=["red", "black"])
def test_a_rim_is_fitted_near_a_rough_ellipse_in_its_own_ink(ink: tuple[int, int, int]) -> None:
    page = paper()
    cv2.ellipse(page, (300, 220), (120, 80), 0, 0, 360, ink, 5, cv2.LINE_AA)
    found = look_closer(page, paper_colour(page), Area(Ellipse(307, 215, 112, 86), 0, 0.9))
    assert found is not None
    assert isinstance(found.outline, Ellipse)
    assert (found.hue is None) == (ink == BLACK)
    assert sorted((found.outline.a, found.outline.b)) == pytest.approx([80, 120], abs=5)
    assert (found.outline.x, found.outline.y) == pytest.approx((300, 220), abs=2)


def test_of_two_rings_in_one_another_the_one_that_the_network_outlines_is_the_rim() -> None:
    page = paper()
    cv2.ellipse(page, (300, 220), (130, 90), 0, 0, 360, RED, 4, cv2.LINE_AA)
    cv2.ellipse(page, (300, 220), (85, 52), 0, 0, 360, RED, 4, cv2.LINE_AA)
    found = look_closer(page, paper_colour(page), Area(Ellipse(302, 222, 128, 92), 0, 0.9))
    assert found is not None
    assert found.box[2:] == pytest.approx((260, 180), abs=8)


def test_a_frame_gets_its_corners_though_the_area_is_loose() -> None:
    page = paper()
    cv2.rectangle(page, (200, 150), (420, 260), RED, 5)
    cv2.line(page, (250, 205), (370, 205), RED, 14)
    loose = np.array([[180, 132], [445, 140], [440, 285], [185, 280]], np.float32)
    found = look_closer(page, paper_colour(page), Area(loose, 4, 0.9))
    assert found is not None
    assert isinstance(found.outline, Frame)
    assert found.outline.shape is SealShape.RECTANGLE
    assert found.box == pytest.approx((198, 148, 224, 114), abs=5)


def test_a_ring_taken_for_a_frame_is_a_ring() -> None:
    page = paper()
    cv2.circle(page, (300, 220), 90, RED, 5, cv2.LINE_AA)
    square = np.array([[212, 132], [388, 132], [388, 308], [212, 308]], np.float32)
    found = look_closer(page, paper_colour(page), Area(square, 4, 0.9))
    assert found is not None
    assert isinstance(found.outline, Ellipse)


def test_bare_paper_is_no_seal_however_sure_the_network_is() -> None:
    page = paper()
    assert look_closer(page, paper_colour(page), Area(Ellipse(300, 220, 90, 90), 0, 1.0)) is None


def test_an_area_beyond_the_picture_is_nothing() -> None:
    page = paper()
    assert look_closer(page, paper_colour(page), Area(Ellipse(900, 220, 90, 90), 0, 1.0)) is None
