"""A page's outline and its edges."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealstack.models.document.unwarp.edges import PageEdges, corner_frame, fit_edges
from sealstack.models.document.unwarp.outline import find_outline
from sealstack.models.values import Image

CORNERS = np.array([[90, 70], [520, 50], [560, 700], [60, 680]], np.float64)
PRINT = np.array([[x, y] for x in range(160, 460, 20) for y in range(140, 620, 30)], np.float64)


def photograph(desk: int, paper: int = 225) -> Image:
    """A page with print on a desk, its corners at `CORNERS`."""
    picture = np.full((760, 620, 3), desk, np.uint8)
    cv2.fillPoly(picture, [CORNERS.astype(np.int32)], (paper, paper, paper))
    for x, y in PRINT.astype(int):
        cv2.circle(picture, (int(x), int(y)), 4, (40, 40, 40), -1)
    return picture


def test_paper_on_a_desk_has_an_outline() -> None:
    outline = find_outline(photograph(90), PRINT)
    assert outline is not None
    for corner in CORNERS:
        assert np.linalg.norm(outline - corner, axis=1).min() < 6


def test_a_scan_has_none() -> None:
    assert find_outline(photograph(225), PRINT) is None


def test_the_page_fills_its_picture() -> None:
    outline = find_outline(photograph(90), PRINT)
    assert outline is not None
    page = fit_edges(outline, PRINT)
    assert page is not None
    width, height = page.size
    there = page.to_page(CORNERS)
    wanted = np.array([[0, 0], [width, 0], [width, height], [0, height]])
    assert np.abs(there - wanted).max() < 8
    assert (width, height) == pytest.approx((465, 620), abs=15)


def test_an_outline_that_leaves_print_outside_is_no_page() -> None:
    outline = find_outline(photograph(90), PRINT)
    assert outline is not None
    assert fit_edges(outline, np.concatenate([PRINT, PRINT + 300])) is None


def test_a_frame_holds_the_page_with_a_margin() -> None:
    framed = corner_frame(
        np.concatenate([np.linspace(CORNERS[at], CORNERS[(at + 1) % 4], 50) for at in range(4)]), (640, 800)
    )
    assert framed is not None
    corners = framed.to_frame(CORNERS)
    assert (corners > 0).all()
    assert (corners < framed.size).all()


@settings(max_examples=40)
@given(st.lists(st.floats(-25, 25), min_size=4, max_size=4), st.floats(0, 1), st.floats(0, 1))
def test_points_go_to_the_page_and_back(bulges: list[float], u: float, v: float) -> None:
    bends = [np.array([-4 * bulge, 4 * bulge, 0.0]) for bulge in bulges]
    page = PageEdges(np.eye(3), (400, 500), (bends[0], bends[1], bends[2], bends[3]))
    point = np.array([[400 * u, 500 * v]])
    np.testing.assert_allclose(page.to_page(page.from_page(point)), point, atol=0.5)
