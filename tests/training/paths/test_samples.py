"""The maps of drawn text: where kernels lie, which way they head, what is left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.generator.fonts import find_faces
from bench.generator.truth import PathKind, TextPath
from bench.generator.typography import set_column, set_line, set_on_arc
from training.paths.samples import CLASSES, STRIDE, UNCOUNTED, Maps, class_of, maps_of, middle_line

SIZE = (160, 160)
MIDDLE = (80.0, 80.0)


def in_crop(path: TextPath) -> TextPath:
    """A path set about the origin, moved to the middle of the crop."""
    return path.mapped(np.array([[1, 0, MIDDLE[0]], [0, 1, MIDDLE[1]], [0, 0, 1.0]]))


def line(text: str = "财务专用章", y: float = 0.0, height: float = 24.0) -> TextPath:
    face = find_faces(text, bundled_only=True)[0]
    return in_crop(set_line(text, face, (0.0, y), height, height, height).path)


def arc(kind: PathKind, text: str = "春城公司") -> TextPath:
    face = find_faces(text, bundled_only=True)[0]
    return in_crop(set_on_arc(text, face, (60.0, 60.0), 20.0, 20.0, 120.0, kind=kind).path)


def heading_at(maps: Maps, x: float, y: float) -> tuple[float, float]:
    cosine, sine = maps.direction[:, int(y) // STRIDE, int(x) // STRIDE] / 127
    return float(cosine), float(sine)


def test_a_lines_kernel_is_half_as_high_as_its_band_and_as_long() -> None:
    maps = maps_of([line()], SIZE)
    rows, columns = np.nonzero(maps.kernel)
    assert np.ptp(rows) + 1 == pytest.approx(12 / STRIDE, abs=1)
    assert np.ptp(columns) + 1 == pytest.approx(5 * 24 / STRIDE, abs=2)
    assert set(np.unique(maps.kernel)) == {0, 1 + CLASSES.index("line")}


def test_a_kernels_cells_tell_the_direction_and_the_half_height() -> None:
    maps = maps_of([line()], SIZE)
    assert heading_at(maps, *MIDDLE) == (1.0, 0.0)
    assert maps.half_height[maps.kernel > 0] == pytest.approx(12.0)
    assert not maps.half_height[maps.kernel == 0].any()


def test_a_column_is_read_downward_and_its_height_is_its_width() -> None:
    face = find_faces("王小明", bundled_only=True)[0]
    maps = maps_of([in_crop(set_column("王小明", face, (0.0, 0.0), 40.0, 30.0, 42.0).path)], SIZE)
    assert heading_at(maps, *MIDDLE) == (0.0, 1.0)
    assert maps.half_height[maps.kernel > 0] == pytest.approx(15.0)


@pytest.mark.parametrize(
    ("kind", "y", "expected"),
    [(PathKind.ARC_OUTER, 20.0, (1.0, 0.0)), (PathKind.ARC_LOWER, 140.0, (1.0, 0.0))],
)
def test_arcs_are_read_to_the_right_at_the_top_and_upright_ones_at_the_foot(
    kind: PathKind, y: float, expected: tuple[float, float]
) -> None:
    assert heading_at(maps_of([arc(kind)], SIZE), 80.0, y) == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize(
    ("kind", "of_body", "name"),
    [
        (PathKind.ARC_OUTER, True, "title_arc"),
        (PathKind.ARC_OUTER, False, "other_arc"),
        (PathKind.ARC_INNER, False, "other_arc"),
        (PathKind.ARC_LOWER, False, "lower_arc"),
        (PathKind.LINE, True, "line"),
        (PathKind.COLUMN, True, "column"),
    ],
)
def test_every_kind_of_path_has_its_class(kind: PathKind, of_body: bool, name: str) -> None:
    assert class_of(replace(line(), kind=kind, of_body=of_body)) == 1 + CLASSES.index(name)


def test_lines_set_close_under_each_other_stay_apart() -> None:
    maps = maps_of([line(y=-10.0, height=20.0), line(y=10.0, height=20.0)], SIZE)
    inked = (maps.kernel > 0).any(axis=1).astype(int)
    assert (np.diff(inked) == 1).sum() == 2


def test_the_smallest_text_keeps_a_kernel_in_one_piece() -> None:
    maps = maps_of([line("4401060012345", height=7.0)], SIZE)
    shown = (maps.kernel > 0).any(axis=0)
    assert shown[np.flatnonzero(shown)[0] : np.flatnonzero(shown)[-1]].all()


def test_every_character_has_a_peak_in_the_cell_of_its_centre() -> None:
    path = line()
    rows, columns = np.nonzero(maps_of([path], SIZE).centre == 255)
    expected = [character.quad.mean(axis=0)[0] for character in path.characters]
    assert sorted(columns * STRIDE + 1.5) == pytest.approx(expected, abs=STRIDE / 2 + 0.1)
    assert set(rows) == {80 // STRIDE}


def test_a_character_that_nobody_could_see_is_not_counted() -> None:
    path = line()
    faded = replace(path.characters[2], legibility=0.0)
    maps = maps_of([replace(path, characters=(*path.characters[:2], faded, *path.characters[3:]))], SIZE)
    assert maps.kernel[20, 20] == UNCOUNTED
    assert (maps.centre == 255).sum() == 4


def test_the_middle_line_of_an_arc_lies_on_its_circle() -> None:
    along = middle_line(arc(PathKind.ARC_OUTER))
    assert np.hypot(*(along.points - MIDDLE).T) == pytest.approx(60, abs=0.3)
    assert along.half_heights == pytest.approx(10, abs=0.1)
