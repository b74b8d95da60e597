"""Cells that belong together, and centres of characters."""

from __future__ import annotations

import numpy as np
import pytest

from sealstack.models.seal.paths.regions import MAPS, Maps, RegionSettings, centres_of, regions_of
from sealstack.models.seal.paths.text_path import PathKind

SETTINGS = RegionSettings()


def painted(*bands: tuple[PathKind, slice, slice, float]) -> Maps:
    """Maps with bands of a kind, their rows and columns, heading so many degrees clockwise from the right."""
    maps = np.zeros((MAPS, 40, 40), np.float32)
    for kind, rows, columns, degrees in bands:
        maps[list(PathKind).index(kind), rows, columns] = 0.9
        maps[5, rows, columns], maps[6, rows, columns] = (
            np.cos(np.radians(degrees)),
            np.sin(np.radians(degrees)),
        )
        maps[7, rows, columns] = 10
    return maps


def test_a_region_tells_its_cells_in_pixels() -> None:
    (region,) = regions_of(painted((PathKind.LINE, slice(10, 12), slice(5, 15), 0.0)), SETTINGS)
    assert region.kind is PathKind.LINE
    assert region.points.min(axis=0).tolist() == [21.5, 41.5]
    assert region.points.max(axis=0).tolist() == [57.5, 45.5]
    assert region.half_height == 10
    assert region.chances == pytest.approx(0.9)


def test_touching_paths_of_two_kinds_are_parted() -> None:
    maps = painted(
        (PathKind.TITLE_ARC, slice(10, 13), slice(5, 15), 90.0),
        (PathKind.LOWER_ARC, slice(10, 13), slice(15, 25), 0.0),
    )
    assert [region.kind for region in regions_of(maps, SETTINGS)] == [PathKind.TITLE_ARC, PathKind.LOWER_ARC]


def test_a_few_cells_taken_for_another_kind_do_not_part_a_path() -> None:
    maps = painted((PathKind.TITLE_ARC, slice(10, 13), slice(5, 25), 0.0))
    maps[0, 10:13, 12:14], maps[1, 10:13, 12:14] = 0.1, 0.8
    (region,) = regions_of(maps, SETTINGS)
    assert (region.kind, len(region.points)) == (PathKind.TITLE_ARC, 60)


def test_lines_that_touch_and_head_otherwise_are_parted_however_many() -> None:
    maps = painted(
        (PathKind.LINE, slice(10, 13), slice(2, 12), 60.0),
        (PathKind.LINE, slice(10, 13), slice(12, 22), 0.0),
        (PathKind.LINE, slice(10, 13), slice(22, 32), -60.0),
    )
    maps[7] *= 2
    assert [len(region.points) for region in regions_of(maps, SETTINGS)] == [30, 30, 30]


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_lines_that_touch_below_each_other_are_parted_evenly(lines: int) -> None:
    # three rows of cells are the kernel of a line 20 pixels high, five rows the way to the next
    rows = 3 + 5 * (lines - 1)
    regions = regions_of(painted((PathKind.LINE, slice(10, 10 + rows), slice(5, 25), 0.0)), SETTINGS)
    middles = sorted(float(region.points[:, 1].mean()) for region in regions)
    assert len(middles) == lines
    assert np.diff(middles) == pytest.approx([20.0] * (lines - 1), abs=4)


def test_a_line_between_the_ends_of_an_arc_is_none_of_it() -> None:
    maps = painted(
        (PathKind.TITLE_ARC, slice(0, 34), slice(4, 7), 90.0),
        (PathKind.TITLE_ARC, slice(0, 34), slice(33, 36), 90.0),
        (PathKind.TITLE_ARC, slice(0, 3), slice(4, 36), 0.0),
        (PathKind.LINE, slice(30, 33), slice(7, 33), 0.0),
    )
    arc, line = (region for region in regions_of(maps, SETTINGS) if len(region.points) > 20)
    assert (arc.kind, line.kind) == (PathKind.TITLE_ARC, PathKind.LINE)
    # the characters at both its ends stand where the arc would go on
    assert np.ptp(line.points, axis=0).tolist() == [pytest.approx(31 * 4), pytest.approx(2 * 4, abs=8)]
    assert arc.points[:, 1].max() < line.points[:, 1].min()


def test_a_lower_arc_that_closes_the_ring_of_a_title_is_none_of_it() -> None:
    maps = painted(
        (PathKind.TITLE_ARC, slice(0, 34), slice(4, 7), -90.0),
        (PathKind.TITLE_ARC, slice(0, 34), slice(33, 36), 90.0),
        (PathKind.TITLE_ARC, slice(0, 3), slice(4, 36), 0.0),
        (PathKind.LOWER_ARC, slice(34, 37), slice(8, 32), 0.0),
        (PathKind.TITLE_ARC, slice(34, 37), slice(4, 8), -90.0),
        (PathKind.TITLE_ARC, slice(34, 37), slice(32, 36), -90.0),
    )
    title, lower = regions_of(maps, SETTINGS)
    assert (title.kind, lower.kind) == (PathKind.TITLE_ARC, PathKind.LOWER_ARC)
    assert len(lower.points) == 3 * 24


def test_much_smaller_text_that_an_arc_runs_into_is_an_arc_of_its_own() -> None:
    maps = painted((PathKind.TITLE_ARC, slice(10, 13), slice(2, 36), 0.0))
    maps[7, :, 24:] = 4.0
    title, serial = regions_of(maps, SETTINGS)
    assert (title.kind, len(title.points), title.half_height) == (PathKind.TITLE_ARC, 66, 10.0)
    assert (serial.kind, len(serial.points), serial.half_height) == (PathKind.LOWER_ARC, 36, 4.0)


def test_an_arc_whose_characters_are_of_uneven_height_stays_one() -> None:
    maps = painted((PathKind.TITLE_ARC, slice(10, 13), slice(2, 36), 0.0))
    maps[7, :, 24:] = 7.0
    assert len(regions_of(maps, SETTINGS)) == 1


def test_what_is_unsure_of_its_kind_but_surely_text_is_a_region() -> None:
    maps = painted((PathKind.TITLE_ARC, slice(10, 13), slice(5, 25), 0.0))
    maps[0, 10:13, 5:25], maps[1, 10:13, 5:25] = 0.55, 0.12
    (region,) = regions_of(maps, SETTINGS)
    assert region.chances == pytest.approx(0.67)


def test_only_the_largest_of_very_many_regions_are_kept() -> None:
    specks = [
        (PathKind.LINE, slice(row, row + 2), slice(column, column + 3), 0.0)
        for row in range(0, 40, 4)
        for column in range(0, 40, 5)
    ]
    assert len(regions_of(painted(*specks), SETTINGS)) == SETTINGS.most


def test_a_centre_is_a_peak_that_is_high_enough() -> None:
    maps = np.zeros((MAPS, 40, 40), np.float32)
    maps[-1, 10, 20], maps[-1, 10, 21], maps[-1, 30, 5] = 0.9, 0.5, 0.2
    assert centres_of(maps, SETTINGS).tolist() == [[81.5, 41.5]]
