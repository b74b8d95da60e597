"""Lines that were pushed up or down in the paper's plane come back to even distances."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sealstack.models.document.unwarp.rows.line_spacing import usual_gap
from sealstack.models.document.unwarp.rows.straight_rows import KnownHeights, fit_rows
from sealstack.models.document.unwarp.text_curves import TextCurve

WIDTH, HEIGHT = 700, 1000
ROWS = np.arange(100.0, 901.0, 40.0)


def line(height: float) -> TextCurve:
    return TextCurve(np.stack([np.arange(60.0, 641.0, 16.0), np.full(37, height)], axis=1), 20.0)


def pushed(heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where print is seen on paper that is pushed down in its middle; its edges stay."""
    return np.asarray(heights + 24 * np.sin(np.pi * heights / HEIGHT), np.float64)


def edges(lies_flat: bool) -> KnownHeights:
    """The paper's four edges, all points in their places."""
    along = np.linspace(0, 1, 20)
    upper, lower = (np.stack([along * WIDTH, np.full(20, height)], axis=1) for height in (0.0, 1000.0))
    left, right = (np.stack([np.full(20, across), along * HEIGHT], axis=1) for across in (0.0, 700.0))
    points = np.concatenate([upper, right, lower, left])
    return KnownHeights(points, points[:, 1], np.repeat([True, False, True, False], 20), lies_flat)


def departures(heights: NDArray[np.float64], lies_flat: bool) -> NDArray[np.float64]:
    """How far from `ROWS` lines at these heights are laid, pixels."""
    lines = [line(float(height)) for height in heights]
    rows = fit_rows(lines, WIDTH, HEIGHT, edges(lies_flat))
    assert rows is not None
    return np.asarray([rows.at(one.points).mean() for one in lines] - ROWS, np.float64)


def test_lines_of_bent_paper_come_to_lie_at_even_distances() -> None:
    assert np.ptp(pushed(ROWS) - ROWS) > 15
    assert np.ptp(departures(pushed(ROWS), lies_flat=False)) < 4


def test_lines_of_flat_paper_stay_where_they_are_seen() -> None:
    np.testing.assert_allclose(departures(ROWS, lies_flat=True), 0, atol=1)
    np.testing.assert_allclose(
        departures(pushed(ROWS), lies_flat=True), pushed(ROWS) - ROWS, atol=4, err_msg="its edges tell"
    )


def test_a_wider_distance_before_a_heading_is_kept() -> None:
    seen = np.where(ROWS > 500, ROWS + 30, ROWS)
    off = departures(seen, lies_flat=False)
    assert off[ROWS > 500].mean() - off[ROWS <= 500].mean() == pytest.approx(30, abs=10)


def test_the_usual_distance_is_the_one_that_most_are_alike_to() -> None:
    gaps = np.array([40, 41, 39, 40, 42, 61, 60, 80, 120, 12], np.float64)
    assert usual_gap(gaps, 0.1) == pytest.approx(40)
