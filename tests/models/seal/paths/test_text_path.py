"""What a text path tells of itself, and its band."""

from __future__ import annotations

import numpy as np
import pytest

from sealstack.models.seal.paths.text_path import PathKind, TextPath
from training.paths.samples import CLASSES


def path(kind: PathKind, *points: tuple[float, float], half: float = 5.0) -> TextPath:
    line = np.array(points, np.float32)
    return TextPath(kind, line, np.full(len(line), half, np.float32), 0.9, np.zeros((0, 2), np.float32))


def test_the_kinds_are_those_that_the_network_was_trained_for() -> None:
    assert tuple(kind.value for kind in PathKind) == CLASSES


def test_a_lines_band_goes_along_its_heads_and_back_along_its_feet() -> None:
    polygon = path(PathKind.LINE, (10, 20), (30, 20), (50, 20)).polygon
    assert polygon.tolist() == [[10, 15], [50, 15], [50, 25], [10, 25]]


def test_a_columns_band_begins_with_its_right_side() -> None:
    polygon = path(PathKind.COLUMN, (20, 10), (20, 50)).polygon
    assert polygon.tolist() == [[15, 10], [25, 10], [25, 50], [15, 50]]


def test_a_path_tells_its_height_length_and_direction() -> None:
    one = path(PathKind.LINE, (0, 0), (30, 40), (60, 80))
    assert (one.height, one.length) == (10.0, 100.0)
    assert one.direction == pytest.approx((0.6, 0.8))


def test_a_moved_path_is_scaled_and_shifted_as_a_whole() -> None:
    one = path(PathKind.LINE, (10, 20), (30, 20)).moved(2.0, 1.0, -1.0)
    assert one.centre_line.tolist() == [[21, 39], [61, 39]]
    assert one.height == 20.0


def arc(first: float, last: float) -> TextPath:
    angles = np.radians(np.linspace(first, last, 60))
    return path(PathKind.TITLE_ARC, *(100 * np.stack([np.cos(angles), np.sin(angles)], -1)))


def test_a_part_of_a_path_lies_on_it() -> None:
    part = path(PathKind.LINE, (0, 0), (10, 0), (40, 0)).between(5, 30)
    assert part.centre_line.tolist() == [[5, 0], [10, 0], [30, 0]]


def test_a_line_goes_on_straight_past_both_ends() -> None:
    longer = path(PathKind.LINE, (0, 0), (10, 0), (40, 0)).between(-20, 60)
    assert longer.centre_line[[0, -1]] == pytest.approx(np.array([[-20, 0], [60, 0]]), abs=1e-3)
    assert longer.length == pytest.approx(80)
    assert np.all(longer.half_heights == 5)


def test_an_arc_goes_on_around_its_centre() -> None:
    quarter = 100 * np.pi / 2
    longer = arc(-90, 0).between(-quarter / 2, 1.5 * quarter)
    assert np.linalg.norm(longer.centre_line, axis=1) == pytest.approx(100, abs=1.5)
    angles = np.degrees(np.arctan2(longer.centre_line[:, 1], longer.centre_line[:, 0]))
    assert angles[[0, -1]] == pytest.approx([-135, 45], abs=2)


def test_a_path_turned_round_is_read_from_its_end() -> None:
    turned = path(PathKind.LINE, (0, 0), (10, 0), (40, 0)).turned_round
    assert turned.centre_line.tolist() == [[40, 0], [10, 0], [0, 0]]
    assert turned.direction == (-1, 0)


@pytest.mark.parametrize(("last", "closed"), [(265, True), (180, False)])
def test_an_arc_that_ends_where_it_began_is_closed(last: float, closed: bool) -> None:
    assert arc(-90, last).is_closed is closed
    assert not path(PathKind.LINE, (0, 0), (50, 40), (1, 1)).is_closed


def test_a_mapped_path_turns_with_its_frame() -> None:
    quarter = np.array([[0, -1, 100], [1, 0, 0]], np.float64)
    mapped = path(PathKind.LINE, (10, 20), (30, 20)).mapped(quarter)
    assert mapped.centre_line.tolist() == [[80, 10], [80, 30]]
    assert mapped.height == 10
