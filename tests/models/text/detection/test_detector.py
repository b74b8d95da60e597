"""The detector finds lines, and boxes them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from sealstack.models.text.detection.detector import Detector, mean_inside
from sealstack.models.text.engine import TextEngine
from tests.models.text import drawing

LINES = [
    ("甲方在合同签订后十日内付款", 60, 80, 34),
    ("Total amount 1,250.00", 60, 200, 30),
    ("乙方应当提供发票", 60, 320, 40),
]


@pytest.fixture(scope="module")
def detector(engine: TextEngine) -> Detector:
    return engine.detector


@pytest.fixture(scope="module")
def found(detector: Detector) -> list[tuple[NDArray[np.float32], float]]:
    """What is found on the page of three lines."""
    return detector.detect(drawing.page(LINES, 800, 760))


def test_lines_are_found_in_reading_order_around_their_ink(
    found: list[tuple[NDArray[np.float32], float]],
) -> None:
    assert len(found) == 3
    for (quad, score), (text, x, y, size) in zip(found, LINES, strict=True):
        ink = ink_of(drawing.page([(text, x, y, size)], 800, 760))
        assert overlap(quad, ink) > 0.6
        assert score > 0.5
        (left, top), (right, bottom) = ink[0], ink[2]
        assert quad[:, 0].min() <= left + 2
        assert quad[:, 0].max() >= right - 2
        assert quad[:, 1].min() <= top + 2
        assert quad[:, 1].max() >= bottom - 2


def test_a_slanted_line_gets_a_slanted_quad(detector: Detector) -> None:
    picture = drawing.page([("甲方在合同签订后十日内付款", 150, 380, 34)], 800, 800)
    turn = cv2.getRotationMatrix2D((400, 400), 20, 1)
    turned = cv2.warpAffine(picture, turn, (800, 800), borderValue=(255, 255, 255))
    ((quad, _),) = detector.detect(np.asarray(turned, dtype=np.uint8))
    across = quad[1] - quad[0]
    assert np.degrees(np.arctan2(-across[1], across[0])) == pytest.approx(20, abs=1.5)


def test_nothing_to_find(detector: Detector) -> None:
    assert detector.detect(np.full((300, 400, 3), 255, np.uint8)) == []


@pytest.mark.parametrize("shape", [(1, 1), (7, 900), (900, 7)])
def test_quads_stay_inside_pictures_of_any_form(detector: Detector, shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (*shape, 3), dtype=np.uint8)
    for quad, _ in detector.detect(noise, box_threshold=0.1):
        assert (quad >= 0).all()
        assert (quad <= [shape[1] - 1, shape[0] - 1]).all()


def test_a_picture_larger_than_the_detector_sees_is_boxed_in_its_own_pixels(detector: Detector) -> None:
    picture = drawing.page([("乙方应当提供发票", 1300, 400, 90)], 2400, 700)
    ((quad, _),) = detector.detect(picture)
    ink = ink_of(picture)
    np.testing.assert_allclose(quad.mean(axis=0), ink.mean(axis=0), atol=12)
    assert overlap(quad, ink) > 0.45


def test_small_pictures_are_each_looked_at_as_they_are(detector: Detector) -> None:
    pictures = [drawing.page([line], 640, 448) for line in LINES] + [np.full((64, 96, 3), 255, np.uint8)]
    found = list(detector.detect_each(pictures))
    assert [len(quads) for quads in found] == [1, 1, 1, 0]
    for (quad,), picture in zip(found[:3], pictures, strict=False):
        assert overlap(quad, ink_of(picture)) > 0.6


@pytest.mark.parametrize("shape", [(33, 64, 3), (64, 100, 3)])
def test_small_pictures_come_in_whole_steps(detector: Detector, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="multiples of 32"):
        list(detector.detect_each([np.zeros(shape, np.uint8)]))


@pytest.mark.parametrize("shape", [(0, 4, 3), (4, 4), (4, 4, 4)])
def test_what_is_no_picture_is_refused(detector: Detector, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="a picture is"):
        detector.detect(np.zeros(shape, np.uint8))


def test_thresholds_of_one_call_do_not_reach_the_next(
    detector: Detector, found: list[tuple[NDArray[np.float32], float]]
) -> None:
    picture = drawing.page(LINES, 800, 760)
    assert detector.detect(picture, box_threshold=0.999) == []
    grown = detector.detect(picture, unclip_ratio=3.0)
    assert all(area(wide) > area(quad) for (wide, _), (quad, _) in zip(grown, found, strict=True))
    again = detector.detect(picture)
    assert [score for _, score in again] == [score for _, score in found]
    for (quad, _), (same, _) in zip(found, again, strict=True):
        np.testing.assert_array_equal(quad, same)


def test_the_mean_inside_a_quad_counts_the_quad_only() -> None:
    probability = np.zeros((40, 60), np.float32)
    probability[10:20, 15:40] = 0.8
    inside = np.array([[15, 10], [39, 10], [39, 19], [15, 19]], np.float32)
    assert mean_inside(probability, inside) == pytest.approx(0.8)
    twice_as_high = np.array([[15, 10], [39, 10], [39, 29], [15, 29]], np.float32)
    assert mean_inside(probability, twice_as_high) == pytest.approx(0.4)


def area(quad: NDArray[np.float32]) -> float:
    return float(cv2.contourArea(quad))


def overlap(quad: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Intersection over union of two convex quads."""
    shared, _ = cv2.intersectConvexConvex(quad, other)
    return float(shared / (area(quad) + area(other) - shared))


def ink_of(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The upright box around everything dark."""
    rows, columns = np.nonzero(picture[:, :, 0] < 128)
    left, right, top, bottom = columns.min(), columns.max(), rows.min(), rows.max()
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
