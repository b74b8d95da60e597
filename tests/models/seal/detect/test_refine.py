"""Outlines fitted where the network sees a seal."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sealstack.models.geometry.boxes import intersection_over_union
from sealstack.models.seal.detect.detector import Detection
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.refine import refine
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.ink.density import paper_colour
from sealstack.models.values import Image, SealShape

RED, BLACK = (50, 40, 215), (45, 45, 45)


def paper() -> Image:
    """White paper."""
    return np.full((480, 640, 3), 255, np.uint8)


@pytest.mark.parametrize("ink", [RED, BLACK], ids=["red", "black"])
def test_a_rim_is_fitted_near_a_rough_ellipse_in_its_own_ink(ink: tuple[int, int, int]) -> None:
    page = paper()
    cv2.ellipse(page, (300, 220), (120, 80), 0, 0, 360, ink, 5, cv2.LINE_AA)
    found = refine(page, paper_colour(page), Detection(Ellipse(307, 215, 112, 86), 0, 0.9))
    assert found is not None
    assert isinstance(found.outline, Ellipse)
    assert (found.hue is None) == (ink == BLACK)
    assert sorted((found.outline.a, found.outline.b)) == pytest.approx([80, 120], abs=5)
    assert (found.outline.x, found.outline.y) == pytest.approx((300, 220), abs=2)


def test_of_two_rings_in_one_another_the_one_that_the_network_outlines_is_the_rim() -> None:
    page = paper()
    cv2.ellipse(page, (300, 220), (130, 90), 0, 0, 360, RED, 4, cv2.LINE_AA)
    cv2.ellipse(page, (300, 220), (85, 52), 0, 0, 360, RED, 4, cv2.LINE_AA)
    found = refine(page, paper_colour(page), Detection(Ellipse(302, 222, 128, 92), 0, 0.9))
    assert found is not None
    assert found.box[2:] == pytest.approx((260, 180), abs=8)


def test_a_frame_gets_its_corners_though_the_area_is_loose() -> None:
    page = paper()
    cv2.rectangle(page, (200, 150), (420, 260), RED, 5)
    cv2.line(page, (250, 205), (370, 205), RED, 14)
    loose = np.array([[180, 132], [445, 140], [440, 285], [185, 280]], np.float32)
    found = refine(page, paper_colour(page), Detection(loose, 4, 0.9))
    assert found is not None
    assert isinstance(found.outline, Frame)
    assert found.outline.shape is SealShape.RECTANGLE
    assert found.box == pytest.approx((198, 148, 224, 114), abs=5)


def test_a_ring_taken_for_a_frame_is_a_ring() -> None:
    page = paper()
    cv2.circle(page, (300, 220), 90, RED, 5, cv2.LINE_AA)
    square = np.array([[212, 132], [388, 132], [388, 308], [212, 308]], np.float32)
    found = refine(page, paper_colour(page), Detection(square, 4, 0.9))
    assert found is not None
    assert isinstance(found.outline, Ellipse)


def test_bare_paper_is_no_seal_however_sure_the_network_is() -> None:
    page = paper()
    assert refine(page, paper_colour(page), Detection(Ellipse(300, 220, 90, 90), 0, 1.0)) is None


def test_an_area_beyond_the_picture_is_nothing() -> None:
    page = paper()
    assert refine(page, paper_colour(page), Detection(Ellipse(900, 220, 90, 90), 0, 1.0)) is None


def test_a_frame_whose_corner_is_worn_away_keeps_it() -> None:
    page = paper()
    frame = np.array([[210, 160], [390, 130], [415, 280], [235, 310]], np.int32)
    cv2.polylines(page, [frame], True, RED, 7, cv2.LINE_AA)
    cv2.line(page, (250, 230), (370, 210), RED, 18)
    cv2.fillPoly(page, [np.array([[310, 100], [430, 100], [430, 190], [310, 190]])], (255, 255, 255))
    seen = np.array([[214, 166], [384, 138], [408, 276], [240, 302]], np.float32)
    found = refine(page, paper_colour(page), Detection(seen, 4, 0.97))
    assert found is not None
    assert isinstance(found.outline, Frame)
    assert np.abs(found.outline.corners - frame).max() < 9


def test_where_the_network_sees_corners_a_poor_frame_beats_a_poor_ring() -> None:
    page = paper()
    cv2.rectangle(page, (-10, 100), (300, 330), RED, cv2.FILLED)  # white on ink, cut by the page's edge
    cv2.circle(page, (150, 215), 60, (255, 255, 255), 12)
    seen = np.array([[0, 100], [300, 100], [300, 330], [0, 330]], np.float32)
    found = refine(page, paper_colour(page), Detection(seen, 4, 1.0))
    assert found is not None
    assert isinstance(found.outline, Frame)


def test_a_small_frame_is_found_within_the_larger_area_that_the_network_shows() -> None:
    page = paper()
    cv2.rectangle(page, (270, 190), (340, 255), RED, 5)
    cv2.rectangle(page, (285, 205), (325, 240), RED, cv2.FILLED)
    wide = np.array([[235, 160], [375, 160], [375, 285], [235, 285]], np.float32)
    found = refine(page, paper_colour(page), Detection(wide, 4, 0.97))
    assert found is not None
    assert found.box == pytest.approx((268, 188, 75, 70), abs=5)


def test_an_outline_agrees_as_far_as_its_box_lies_on_what_the_network_sees() -> None:
    page = paper()
    cv2.circle(page, (300, 220), 90, RED, 5, cv2.LINE_AA)
    upon, beside = (
        refine(page, paper_colour(page), Detection(Ellipse(300, 220, radius, radius), 0, 0.9))
        for radius in (92, 105)
    )
    assert upon is not None
    assert beside is not None
    assert upon.agreement == pytest.approx(1.0, abs=0.06)
    assert beside.agreement == pytest.approx((92 / 105) ** 2, abs=0.06)


def test_a_flat_diamond_is_found_by_its_corners_though_its_area_is_rounded_off() -> None:
    page = paper()
    corners = np.array([[300, 140], [470, 230], [300, 320], [130, 230]], np.int32)
    cv2.polylines(page, [corners], True, RED, 5, cv2.LINE_AA)
    seen = np.array(
        [[300, 158], [385, 190], [440, 230], [385, 268], [300, 302], [215, 268], [160, 230], [215, 190]]
    )
    found = refine(page, paper_colour(page), Detection(seen.astype(np.float32), 4, 0.97))
    assert found is not None
    assert isinstance(found.outline, Frame)
    assert found.outline.shape is SealShape.DIAMOND
    assert intersection_over_union(found.box, (130, 140, 340, 180)) > 0.8
