"""Frames are shown to the path network as they may be meant to stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.paths.in_frame import columns_in, find_in_frame
from sealstack.models.seal.paths.text_path import PathKind, TextPath
from sealstack.models.values import Image, SealShape


def rectangle(width: float, height: float, degrees: float) -> Frame:
    """A rectangle about `(200, 200)`, turned clockwise."""
    corners = cv2.boxPoints(((200, 200), (width, height), degrees))
    first = int(np.argmin(corners.sum(axis=1)))
    return Frame(np.roll(corners, -first, axis=0).astype(np.float32), SealShape.RECTANGLE, 1.0, 0.1)


class Bar:
    """A path network that sees dark bars: long paths along level ones, short ones where they slant."""

    def __init__(self) -> None:
        self.calls = 0

    def find(self, picture: Image, rim: Ellipse | None = None) -> list[TextPath]:
        assert rim is None
        self.calls += 1
        rows, columns = np.nonzero(picture[..., 0] < 60)
        high, wide = np.ptp(rows) + 1, np.ptp(columns) + 1
        if high > 0.3 * wide:
            return [self._path(columns.mean(), rows.mean(), 20.0, 20.0)]
        return [self._path(columns.mean(), rows.mean(), float(wide), float(high))]

    def _path(self, x: float, y: float, length: float, height: float) -> TextPath:
        line = np.array([[x - length / 2, y], [x, y], [x + length / 2, y]], np.float32)
        heights = np.full(3, height / 2, np.float32)
        return TextPath(PathKind.LINE, line, heights, 0.9, np.array([[x, y]], np.float32))


@pytest.fixture
def bar() -> Callable[[float], Image]:
    def draw(degrees: float) -> Image:
        picture = np.full((400, 400, 3), 255, np.uint8)
        box = cv2.boxPoints(((200, 200), (200, 24), degrees))
        cv2.fillPoly(picture, [np.round(box).astype(np.int32)], (0, 0, 0))
        return picture

    return draw


@pytest.mark.parametrize("degrees", [-35, 20, 90])
def test_a_frame_that_leans_or_stands_on_end_is_levelled(
    bar: Callable[[float], Image], degrees: float
) -> None:
    (path,) = find_in_frame(Bar(), bar(degrees), rectangle(240, 80, degrees))
    along = np.radians(degrees)
    assert path.length == pytest.approx(200, abs=6)
    assert abs(np.array(path.direction) @ [np.cos(along), np.sin(along)]) == pytest.approx(1, abs=0.01)
    assert path.centre_line[1] == pytest.approx(np.array([200, 200]), abs=2)
    assert path.centres[0] == pytest.approx(np.array([200, 200]), abs=2)


@pytest.mark.parametrize("degrees", [-25, 15])
def test_a_leaning_triangle_is_set_on_the_side_that_it_nearly_lies_on(
    bar: Callable[[float], Image], degrees: float
) -> None:
    angles = np.radians([-90 + degrees, 30 + degrees, 150 + degrees])
    corners = 200 + 150 * np.stack([np.cos(angles), np.sin(angles)], axis=-1).astype(np.float32)
    (path,) = find_in_frame(Bar(), bar(degrees), Frame(corners, SealShape.TRIANGLE, 1.0, 0.1))
    along = np.radians(degrees)
    assert path.length == pytest.approx(200, abs=6)
    assert path.direction == pytest.approx((np.cos(along), np.sin(along)), abs=0.05)


def test_a_level_frame_is_looked_at_once(bar: Callable[[float], Image]) -> None:
    network = Bar()
    find_in_frame(network, bar(0), rectangle(240, 80, 2))
    assert network.calls == 1


def test_what_leads_to_no_longer_paths_is_not_taken(bar: Callable[[float], Image]) -> None:
    (path,) = find_in_frame(Bar(), bar(0), rectangle(240, 80, 30))
    assert path.direction == pytest.approx((1, 0))


def test_a_triangle_has_no_columns() -> None:
    corners = np.array([[200, 100], [300, 280], [100, 280]], np.float32)
    assert columns_in(Frame(corners, SealShape.TRIANGLE, 1.0, 0.1)) == []


def test_no_column_is_seen_in_a_triangle(bar: Callable[[float], Image]) -> None:
    class Upright(Bar):
        def _path(self, x: float, y: float, length: float, height: float) -> TextPath:
            return replace(super()._path(x, y, length, height), kind=PathKind.COLUMN)

    corners = np.array([[200, 50], [350, 310], [50, 310]], np.float32)
    assert find_in_frame(Upright(), bar(0), Frame(corners, SealShape.TRIANGLE, 1.0, 0.1)) == []
    assert len(find_in_frame(Upright(), bar(0), rectangle(240, 80, 0))) == 1


def test_a_square_may_have_two_columns_either_way() -> None:
    upright, lying = columns_in(rectangle(200, 200, 0))
    assert [path.direction for path in upright] == [pytest.approx((0, 1))] * 2
    assert upright[0].centre_line.mean(axis=0) == pytest.approx(np.array([242, 200]), abs=1)
    assert upright[1].centre_line.mean(axis=0) == pytest.approx(np.array([158, 200]), abs=1)
    assert upright[0].height == pytest.approx(84, abs=1)
    assert [path.direction for path in lying] == [pytest.approx((-1, 0))] * 2
