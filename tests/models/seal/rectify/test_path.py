"""A text path laid straight."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sealstack.models.seal.paths.text_path import PathKind
from sealstack.models.seal.rectify.path import Margins, cells_down, strip_along
from tests.models.seal.read.colours import arc, blank, straight, write

NONE = Margins(0.0, 0.0)


def test_a_straight_path_shows_its_band_as_it_is() -> None:
    picture = np.random.default_rng(3).integers(0, 255, (6, 8, 3), np.uint8)
    picture = cv2.resize(picture, (400, 300), interpolation=cv2.INTER_CUBIC)
    strip = strip_along(picture, straight(PathKind.LINE, (50, 100), (250, 100), 28), NONE)
    assert strip.shape == (56, 200, 3)
    expected = cv2.resize(picture[72:129, 50:250], (200, 56), interpolation=cv2.INTER_LINEAR)
    assert np.abs(strip.astype(int) - expected)[2:-2, 2:-2].mean() < 4


@pytest.mark.parametrize(
    ("kind", "first", "last", "outside_is_up"),
    [(PathKind.TITLE_ARC, -150, -30, True), (PathKind.LOWER_ARC, 150, 30, False)],
)
def test_the_heads_of_an_arc_are_outside_when_it_is_read_clockwise(
    kind: PathKind, first: float, last: float, outside_is_up: bool
) -> None:
    picture = blank()
    cv2.circle(picture, (200, 200), 120, (0, 0, 0), -1)
    strip = strip_along(picture, arc(kind, first, last), NONE)
    upper, lower = strip[4:24].mean(), strip[32:52].mean()
    assert (upper > 200 > 50 > lower) if outside_is_up else (lower > 200 > 50 > upper)


def test_margins_show_more_on_every_side() -> None:
    picture = blank()
    write(picture, [40], [(200, 200)], size=40)
    path = straight(PathKind.LINE, (180, 200), (220, 200), 20)
    assert strip_along(picture, path, NONE).mean() < 60
    around = strip_along(picture, path, Margins(0.5, 0.5), beyond=0.5)
    assert around.shape[0] == around.shape[1] == 56
    assert around[:10].mean() > 220
    assert around[-10:].mean() > 220
    assert around[:, :10].mean() > 220
    assert around[20:36, 20:36].mean() < 60


def test_a_stretched_strip_is_wider() -> None:
    path = straight(PathKind.LINE, (100, 200), (300, 200), 20)
    plain, wide = (strip_along(blank(), path, NONE, stretch=times) for times in (1.0, 1.5))
    assert wide.shape[1] == pytest.approx(1.5 * plain.shape[1], abs=1)


def test_the_cells_of_a_column_stand_upright_side_by_side() -> None:
    picture = blank()
    write(picture, [40, 120, 200], [(200, 110), (200, 150), (200, 190)], size=38)
    picture[95:100, 185:215] = 0  # above the first character
    row = cells_down(picture, straight(PathKind.COLUMN, (200, 90), (200, 210), 20), 3)
    assert row.shape == (96, 270, 3)
    assert [int(np.median(row[40:56, 90 * cell + 35 : 90 * cell + 55])) for cell in range(3)] == [
        40,
        120,
        200,
    ]
    assert row[8:30, 20:70].min() < 20
