"""What things are drawn with, and how they are laid over pictures."""

from __future__ import annotations

import numpy as np

from training.locator.lookalikes.cutout import Drawing, paste

RED = (0, 0, 255)


def square(side: int = 20) -> np.ndarray:
    drawing = Drawing(side, side)
    drawing.fill(np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]]), RED)
    return drawing.cutout()


def test_an_area_that_is_cut_away_shows_what_lies_beneath() -> None:
    drawing = Drawing(40, 40)
    drawing.disc(0.5, 0.5, 0.5, RED)
    drawing.cut(drawing.area(drawing.circle(0.5, 0.5, 0.2)))
    image = np.full((40, 40, 3), 255, np.uint8)
    paste(image, drawing.cutout(), (20, 20), 1.0)
    assert image[20, 20].tolist() == [255, 255, 255]
    assert image[20, 5].tolist() == [0, 0, 255]


def test_a_cutout_is_laid_with_its_middle_at_the_place_and_at_its_scale() -> None:
    image = np.zeros((100, 100, 3), np.uint8)
    paste(image, square(), (60, 30), 2.0)
    rows, columns = np.nonzero(image[..., 2] > 128)
    assert abs(rows.mean() - 30) < 1
    assert abs(columns.mean() - 60) < 1
    assert abs(np.ptp(columns) - 40) < 3


def test_what_sticks_out_of_the_picture_is_lost() -> None:
    image = np.zeros((50, 50, 3), np.uint8)
    paste(image, square(), (0, 0), 1.0)
    paste(image, square(), (200, 200), 1.0)
    assert image[2, 2].tolist() == [0, 0, 255]
    assert not image[20:].any()
