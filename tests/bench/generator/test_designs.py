"""Designs of all shapes: everything drawn stands inside the seal and can be drawn."""

import numpy as np
import pytest

from bench.generator.designs import SHAPES, design_of
from bench.generator.truth import PathKind

CASES = [(shape, seed) for shape in SHAPES for seed in range(12)]


@pytest.mark.parametrize(("shape", "seed"), CASES)
def test_text_stands_inside_the_seal(shape, seed):
    design = design_of(np.random.default_rng(seed), shape, bundled_only=True)
    half = np.array(design.half_axes)
    for path in design.paths:
        for character in path.characters:
            assert np.all(np.abs(character.quad) <= half + 0.02), (path.text, character.text)
            if shape in {"round", "oval"}:
                assert np.all(np.linalg.norm(character.quad / half, axis=1) <= 1.0)


@pytest.mark.parametrize(("shape", "seed"), CASES)
def test_every_character_drawn_is_in_its_face(shape, seed):
    design = design_of(np.random.default_rng(seed), shape, bundled_only=True)
    assert design.shape == shape
    for run in design.runs:
        assert run.face.has(run.path.text)


@pytest.mark.parametrize(("shape", "seed"), CASES)
def test_there_is_a_body_and_it_comes_first(shape, seed):
    design = design_of(np.random.default_rng(seed), shape, bundled_only=True)
    flags = [path.of_body for path in design.paths]
    assert flags[0]
    assert flags == sorted(flags, reverse=True)


@pytest.mark.parametrize("seed", range(12))
def test_the_body_of_a_round_or_oval_seal_is_its_outer_arc(seed):
    for shape in ("round", "oval"):
        design = design_of(np.random.default_rng(seed), shape, bundled_only=True)
        assert [path.kind for path in design.paths if path.of_body] == [PathKind.ARC_OUTER]


def test_titles_leave_a_gap_at_the_bottom():
    for seed in range(40):
        title = design_of(np.random.default_rng(seed), "round", bundled_only=True).paths[0]
        first, last = title.polygon[0], title.polygon[32]
        # clockwise angles from the top of the first head's and the last head's ends
        start = np.degrees(np.arctan2(first[0], -first[1])) % 360
        end = np.degrees(np.arctan2(last[0], -last[1])) % 360
        assert (start - end) % 360 > 15


def test_columns_of_a_name_seal_are_read_from_the_right():
    seen = 0
    for seed in range(80):
        design = design_of(np.random.default_rng(seed), "rectangle", bundled_only=True)
        columns = [path for path in design.paths if path.kind is PathKind.COLUMN]
        if len(columns) > 1:
            middles = [path.polygon[:, 0].mean() for path in columns]
            assert middles == sorted(middles, reverse=True)
            seen += 1
    assert seen > 5


def test_texts_of_a_seal_do_not_run_into_each_other():
    """Cells of different texts share no more than slivers, measured on drawn cells."""
    import cv2

    for shape in SHAPES:
        for seed in range(20):
            design = design_of(np.random.default_rng(seed), shape, bundled_only=True)
            taken = np.zeros((300, 300), np.uint8)
            for path in design.paths:
                mask = np.zeros_like(taken)
                for character in path.characters:
                    cv2.fillConvexPoly(mask, np.round(character.quad * 130 + 150).astype(np.int32), 1)
                overlap = np.count_nonzero(mask & taken) / max(1, np.count_nonzero(mask))
                assert overlap < 0.12, (shape, seed, path.text)
                taken |= mask


def test_an_unknown_shape_is_refused():
    with pytest.raises(ValueError, match="hexagon"):
        design_of(np.random.default_rng(0), "hexagon")
