"""Squares in something like seal script: dense strokes inside their frame, and no text."""

from __future__ import annotations

import numpy as np

from training.locator.seal_script import character, script_design


def test_a_characters_strokes_stay_in_its_cell_and_reach_most_of_it() -> None:
    rng = np.random.default_rng(4)
    for _ in range(40):
        points = np.concatenate(character(rng))
        assert points.min() > -0.07
        assert points.max() < 1.07
        assert (np.ptp(points, axis=0) > 0.6).all()


def test_strokes_cover_a_good_part_of_the_square_and_leave_as_much_free() -> None:
    rng = np.random.default_rng(5)
    for _ in range(40):
        design = script_design(rng)
        mask, to_plate = design.plate(80.0)
        half = 80.0 * np.array(design.half_axes)
        (left, top), (right, bottom) = to_plate[:2, 2] - half, to_plate[:2, 2] + half
        inside = mask[round(top) - 1 : round(bottom) + 2, round(left) - 1 : round(right) + 2]
        assert 0.15 < inside.mean() < 0.9
        assert mask.sum() < 1.01 * inside.sum()
        assert design.paths == ()
