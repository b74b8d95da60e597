import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.seal.detect.frame.fit import Frame, classify, fit_corners, fit_frame, ordered
from sealstack.models.seal.ink.density import Plane
from sealstack.models.values import Polygon, SealShape


def drawn(corners: Polygon, thickness: int = 3) -> Plane:
    plane = np.zeros((300, 300), np.float32)
    cv2.polylines(plane, [corners.round().astype(np.int32)], True, 1.0, thickness)
    return plane


def fitted(plane: Plane) -> Frame | None:
    rows, columns = np.nonzero(plane > 0.5)
    return fit_frame(plane, np.stack([columns, rows], axis=1).astype(np.int32))


def turned_box(width: float, height: float, angle: float) -> Polygon:
    return np.asarray(cv2.boxPoints(((150.0, 150.0), (width, height), angle)), np.float32)


@given(st.floats(110, 190), st.floats(50, 90), st.floats(-20, 20))
def test_the_frame_of_a_turned_rectangle_lies_on_its_line(width: float, height: float, angle: float) -> None:
    truth = ordered(turned_box(width, height, angle))
    frame = fitted(drawn(truth))
    assert frame is not None
    assert frame.shape is SealShape.RECTANGLE
    assert frame.coverage > 0.9
    assert np.abs(frame.corners - truth).max() < 5


def test_a_square_on_its_corner_is_a_diamond() -> None:
    frame = fitted(drawn(np.array([[150, 40], [260, 150], [150, 260], [40, 150]], np.float32)))
    assert frame is not None
    assert frame.shape is SealShape.DIAMOND


def test_a_flat_diamond_is_told_by_its_angles() -> None:
    frame = fitted(drawn(np.array([[150, 90], [270, 150], [150, 210], [30, 150]], np.float32)))
    assert frame is not None
    assert frame.shape is SealShape.DIAMOND


def test_three_sides_are_a_triangle() -> None:
    frame = fitted(drawn(np.array([[150, 50], [260, 230], [40, 230]], np.float32)))
    assert frame is not None
    assert frame.shape is SealShape.TRIANGLE
    assert len(frame.corners) == 3


def test_loose_strokes_are_no_frame() -> None:
    plane = np.zeros((300, 300), np.float32)
    for left in range(60, 240, 30):
        plane[100:190, left : left + 4] = 1
    assert fitted(plane) is None


def test_a_speck_is_nothing() -> None:
    plane = np.zeros((300, 300), np.float32)
    plane[100:104, 100:104] = 1
    assert fitted(plane) is None


@given(st.permutations([0, 1, 2, 3]))
def test_corners_come_clockwise_from_the_upper_left(order: list[int]) -> None:
    corners = np.array([[10, 20], [110, 25], [105, 80], [5, 75]], np.float32)
    assert ordered(corners[order]) == pytest.approx(corners)


def test_a_slightly_turned_square_stays_a_rectangle() -> None:
    assert classify(ordered(turned_box(80, 80, 12))) is SealShape.RECTANGLE


@pytest.mark.parametrize(("crowded", "outside"), [(False, 0.0), (True, 1.0)])
def test_ink_a_little_outside_is_told(crowded: bool, outside: float) -> None:
    inner = turned_box(160, 120, 0)
    plane = drawn(inner)
    if crowded:
        cv2.rectangle(plane, (0, 0), (299, 299), 1.0, 190)
        plane[84:217, 64:237] = drawn(inner)[84:217, 64:237]
    rows, columns = np.nonzero(drawn(inner) > 0.5)
    frame = fit_frame(plane, np.stack([columns, rows], axis=1).astype(np.int32))
    assert frame is not None
    assert frame.outside == pytest.approx(outside, abs=0.3)


def test_a_corner_in_the_middle_of_a_side_makes_no_quad_of_a_triangle() -> None:
    plane = np.zeros((300, 300), np.float32)
    corners = np.array([[150, 40], [265, 240], [150, 243], [35, 240]], np.int32)
    cv2.polylines(plane, [corners], isClosed=True, color=1.0, thickness=5)
    frame = fitted(plane)
    assert frame is not None
    assert frame.shape is SealShape.TRIANGLE


def test_strokes_that_touch_a_side_do_not_bend_it() -> None:
    truth = ordered(turned_box(180, 120, 8))
    plane = drawn(truth)
    start, end = truth[0], truth[1]
    outward = np.array([end[1] - start[1], start[0] - end[0]]) / np.linalg.norm(end - start)
    for share in (0.1, 0.2, 0.3):  # print that crosses one half of the upper side
        foot = start + share * (end - start)
        cv2.line(plane, foot.astype(int).tolist(), (foot + 9 * outward).astype(int).tolist(), 1.0, 8)
    rows, columns = np.nonzero(drawn(truth) > 0.5)
    frame = fit_frame(plane, np.stack([columns, rows], axis=1).astype(np.int32))
    assert frame is not None
    assert np.abs(frame.corners - truth).max() < 5
    assert frame.inked >= frame.coverage > 0.9


DIAMOND = np.array([[150, 60], [280, 150], [150, 240], [20, 150]], np.float32)
TRIANGLE = np.array([[150, 50], [260, 230], [40, 230]], np.float32)


@pytest.mark.parametrize("corners", [DIAMOND, TRIANGLE, turned_box(200, 90, 12)])
@pytest.mark.parametrize("size", [0.8, 0.9, 1.0, 1.1])
def test_a_rounded_hull_of_another_size_finds_the_line_of_its_frame(corners: Polygon, size: float) -> None:
    truth = ordered(corners)
    middle = truth.mean(axis=0)
    # what a network sees: the corners rounded off
    solid = np.zeros((300, 300), np.uint8)
    cv2.fillPoly(solid, [np.round(middle + size * (truth - middle)).astype(np.int32)], 1)
    rounded = cv2.morphologyEx(solid, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (41, 41)))
    [contour], _ = cv2.findContours(rounded, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(contour).reshape(-1, 2).astype(np.float32)
    best = max(fit_corners(drawn(truth), hull, len(truth)), key=lambda frame: frame.coverage)
    assert best.coverage > 0.9
    assert np.abs(best.corners - truth).max() < 6


def test_a_hull_with_no_area_has_no_frame() -> None:
    assert fit_corners(drawn(DIAMOND), np.array([[10, 10], [40, 10], [90, 10]], np.float32), 4) == []
