"""Sheets bent about one axis, by their edges."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from sealstack.models.document.unwarp.edges import corner_frame
from sealstack.models.document.unwarp.spread import PLACES, fit_sheet

PICTURE = (1200, 1600)


def bent(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points of a sheet 1 wide and 1.4 high, bent to half a wave, in space: `(N, 2)` to `(N, 3)`."""
    along = np.linspace(0, 1, 2001)
    slope = 0.7 * np.cos(np.pi * along)
    step = along[1]
    across = np.concatenate([[0.0], np.cumsum(step / np.sqrt(1 + slope[1:] ** 2))])
    lift = np.concatenate([[0.0], np.cumsum(step * slope[1:] / np.sqrt(1 + slope[1:] ** 2))])
    at = places[:, 0]
    return np.stack([np.interp(at, along, across), places[:, 1], np.interp(at, along, lift)], axis=1)


def photographed(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where a camera that leans by 15 degrees shows points of the sheet, pixels."""
    turn = cv2.Rodrigues(np.array([np.radians(15), 0.0, 0.0]))[0]
    points = (bent(places) - [0.45, 0.7, 0.0]) @ np.asarray(turn).T
    return points[:, :2] * 2600 / (3.0 - points[:, 2:]) + np.array(PICTURE) / 2


def outline() -> NDArray[np.float64]:
    """The sheet's outline in the photograph, clockwise."""
    side = np.linspace(0, 1, 400, endpoint=False)
    zero, one = np.zeros(400), np.ones(400)
    places = [(side, zero), (one, 1.4 * side), (1 - side, 1.4 * one), (zero, 1.4 * (1 - side))]
    return photographed(np.concatenate([np.stack(edge, axis=1) for edge in places]))


def test_print_is_spread_again_where_a_sheet_turns_away() -> None:
    frame = corner_frame(outline(), PICTURE)
    assert frame is not None
    assert frame.sheet is not None
    x, y = np.meshgrid(np.linspace(0.05, 0.95, 7), np.linspace(0.1, 1.3, 7))
    places = np.stack([x.ravel(), y.ravel()], axis=1)
    flat = (frame.to_frame(photographed(places)) - np.array(frame.corner)) / np.array(frame.page)
    np.testing.assert_allclose(flat, places / [1.0, 1.4], atol=0.008)


def test_the_flat_page_has_the_proportions_of_the_sheet() -> None:
    frame = corner_frame(outline(), PICTURE)
    assert frame is not None
    assert frame.page[1] / frame.page[0] == pytest.approx(1.4, rel=0.03)


def test_the_way_to_the_frame_and_back_leads_to_the_same_place() -> None:
    frame = corner_frame(outline(), PICTURE)
    assert frame is not None
    points = photographed(np.array([[0.1, 0.2], [0.5, 0.7], [0.9, 1.3], [0.3, 1.1]]))
    np.testing.assert_allclose(frame.from_frame(frame.to_frame(points)), points, atol=1e-3)


@pytest.mark.parametrize("bend", ["none", "unlike"])
def test_edges_of_no_bent_sheet_tell_nothing(bend: str) -> None:
    along = np.linspace(0, 1, PLACES)
    near = 40 * np.sin(np.pi * along) if bend == "unlike" else np.zeros(PLACES)
    far = 40 * np.sin(2 * np.pi * along) if bend == "unlike" else np.zeros(PLACES)
    assert fit_sheet((near, far), (1000.0, 1400.0), np.eye(3), PICTURE) is None
