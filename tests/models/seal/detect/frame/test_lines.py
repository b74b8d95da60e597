import cv2
import numpy as np
import pytest

from sealstack.models.seal.detect.frame.fit import ordered
from sealstack.models.seal.detect.frame.lines import propose_frames
from sealstack.models.seal.ink.density import Plane
from sealstack.models.values import Polygon

RECTANGLE = np.array([[120, 150], [350, 150], [350, 260], [120, 260]], np.float32)
TRIANGLE = np.array([[230, 90], [350, 310], [110, 310]], np.float32)
DIAMOND = np.array([[230, 90], [380, 200], [230, 310], [80, 200]], np.float32)


def drawn(corners: Polygon) -> Plane:
    plane = np.zeros((400, 480), np.float32)
    cv2.polylines(plane, [corners.astype(np.int32)], isClosed=True, color=1.0, thickness=5)
    return plane


def worn(plane: Plane) -> Plane:
    gaps = np.random.default_rng(5).random((40, 48)) < 0.15
    plane[cv2.resize(gaps.astype(np.uint8), (480, 400), interpolation=cv2.INTER_NEAREST) > 0] = 0
    return plane


def is_proposed(plane: Plane, truth: Polygon) -> bool:
    return any(
        len(outline) == len(truth) and np.abs(outline - ordered(truth)).max() < 9
        for outline in propose_frames(plane)
    )


@pytest.mark.parametrize("truth", [RECTANGLE, TRIANGLE, DIAMOND])
def test_a_frame_is_proposed_where_its_lines_cross(truth: Polygon) -> None:
    assert is_proposed(drawn(truth), truth)


@pytest.mark.parametrize("truth", [RECTANGLE, TRIANGLE, DIAMOND])
def test_gaps_in_its_lines_do_not_hide_a_frame(truth: Polygon) -> None:
    assert is_proposed(worn(drawn(truth)), truth)


def test_ink_that_touches_a_frame_does_not_hide_it() -> None:
    plane = drawn(RECTANGLE)
    for row in range(20, 400, 40):
        for left in range(5, 480, 30):
            cv2.circle(plane, (left, row), 7, 1.0, 2)
    cv2.line(plane, (60, 390), (300, 20), 1.0, 4)
    assert is_proposed(plane, RECTANGLE)


def test_a_frame_cut_off_by_the_edge_is_proposed() -> None:
    cut = RECTANGLE - np.array([180, 0], np.float32)
    seen = np.array([[0, 150], [170, 150], [170, 260], [0, 260]], np.float32)
    assert is_proposed(drawn(cut), seen)


def test_cells_of_a_table_are_not_proposed() -> None:
    plane = np.zeros((400, 480), np.float32)
    for row in range(60, 400, 70):
        cv2.line(plane, (20, row), (460, row), 1.0, 3)
    for column in range(20, 480, 110):
        cv2.line(plane, (column, 60), (column, 340), 1.0, 3)
    sizes = [np.ptp(outline, axis=0) for outline in propose_frames(plane)]
    assert all(width > 300 or height > 200 for width, height in sizes)


def test_blank_paper_has_no_frame() -> None:
    assert propose_frames(np.zeros((300, 200), np.float32)) == []
