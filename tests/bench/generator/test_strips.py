"""Strips cut by the truth stand straight."""

import cv2
import numpy as np
import pytest

from bench.generator.design import Design
from bench.generator.fonts import available_faces
from bench.generator.poses import similarity, tilt
from bench.generator.truth import PathKind
from bench.generator.typography import set_column, set_line, set_on_arc
from tests.bench.generator.strips import strip_of

FACE = available_faces(bundled_only=True)[0]
TEXT = "东西南北中发白"


def straightened(run, view):
    """The run drawn alone, seen through `view` in a picture of 400 by 400, and cut out again."""
    plate, to_plate = Design("round", (1.0, 1.0), (), (run,)).plate(180)
    picture = cv2.warpPerspective(plate, view @ np.linalg.inv(to_plate), (400, 400))
    return strip_of((picture * 255).astype(np.uint8), run.path.mapped(view))


VIEWS = {
    "upright": similarity(200, 200, 180, 0),
    "turned": similarity(200, 200, 180, 130),
    "slanted": similarity(200, 200, 180, 25) @ tilt(35, 60, 6.0),
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", [PathKind.ARC_OUTER, PathKind.ARC_LOWER])
def test_an_arc_comes_out_as_the_line_it_was_set_from(kind, view):
    pitch = 150 / 360 * 2 * np.pi * 0.75 / 6
    arc = straightened(set_on_arc(TEXT, FACE, (0.75, 0.75), 0.25, 0.25, 150, kind=kind), VIEWS[view])
    line = straightened(set_line(TEXT, FACE, (0.0, 0.0), 0.25, 0.25, pitch), VIEWS["upright"])
    level = cv2.resize(line, (arc.shape[1], arc.shape[0]), interpolation=cv2.INTER_AREA)
    soft = [cv2.GaussianBlur(strip, (0, 0), 2).ravel() for strip in (arc, level)]
    assert np.corrcoef(*soft)[0, 1] > 0.7


def test_a_column_is_laid_side_by_side():
    strip = straightened(set_column("善祥", FACE, (0.0, 0.0), 0.6, 0.6, 0.7), VIEWS["upright"])
    assert strip.shape[0] == 48
    assert 80 <= strip.shape[1] <= 110
    assert all((half > 128).mean() > 0.05 for half in np.array_split(strip, 2, axis=1))


def test_a_colour_picture_gives_a_colour_strip():
    run = set_line("章", FACE, (0.0, 0.0), 0.5, 0.5, 0.5).path.mapped(VIEWS["upright"])
    assert strip_of(np.zeros((400, 400, 3), np.uint8), run, height=32).shape[0::2] == (32, 3)
