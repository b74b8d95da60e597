"""From the network's maps to detections: kernels grown back, apart from each other, in the page's pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import cv2
import numpy as np
import pytest

from sealstack.models.runtime import RuntimeOptions
from sealstack.models.runtime.session import FloatArray
from sealstack.models.seal.detect.detector import KINDS, SHRUNKEN, STRIDE, Detection, SealDetector
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.values import Image, SealShape
from sealstack.models.weights import seal_locator

CELLS = (128, 128)
PAGE: Image = np.full((1024, 1024, 3), 255, np.uint8)
SCALE = 1024 / 512  # page pixels for one that the network sees


class Maps:
    """A network that always shows the same maps, and remembers what it was shown."""

    def __init__(self) -> None:
        self.maps = np.zeros((1, len(KINDS) + 1, *CELLS), np.float32)
        self.shown: FloatArray | None = None

    def ring(self, x: float, y: float, a: float, b: float, turn: float = 0.0) -> None:
        """Show a ring, in cells."""
        for level, share in ((0, SHRUNKEN), (-1, 1.0)):
            cv2.ellipse(self.maps[0, level], ((x, y), (2 * a * share, 2 * b * share), turn), 0.95, cv2.FILLED)

    def frame(self, x: float, y: float, width: float, height: float, turn: float) -> None:
        """Show a frame, in cells."""
        for level, share in ((1, SHRUNKEN), (-1, 1.0)):
            corners = cv2.boxPoints(((x, y), (width * share, height * share), turn))
            cv2.fillPoly(self.maps[0, level], [np.round(corners).astype(np.int32)], 0.9)

    @property
    def provider(self) -> str:
        """None: nothing computes."""
        return "none"

    @property
    def metadata(self) -> Mapping[str, str]:
        """None."""
        return {}

    def run(self, batch: FloatArray) -> FloatArray:
        """The maps, whatever is shown."""
        self.shown = batch
        return self.maps

    def run_all(self, batches: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """The maps for each."""
        return map(self.run, batches)


def seen(maps: Maps, page: Image = PAGE) -> list[Detection]:
    """What is made of some maps."""
    return SealDetector(maps).find(page).found


def test_a_ring_is_an_ellipse_of_the_page() -> None:
    maps = Maps()
    maps.ring(60, 50, 20, 14, 30)
    [area] = seen(maps)
    assert isinstance(area.outline, Ellipse)
    assert area.corners == 0
    assert area.score == pytest.approx(0.95, abs=0.01)
    page = SCALE * STRIDE
    assert (area.outline.x, area.outline.y) == pytest.approx((60.5 * page, 50.5 * page), abs=page)
    assert (area.outline.a, area.outline.b) == pytest.approx((20 * page, 14 * page), rel=0.06)
    assert area.outline.angle % 180 == pytest.approx(30, abs=4)


def test_seals_that_lap_over_each_other_stay_two() -> None:
    maps = Maps()
    maps.ring(40, 50, 16, 16)
    maps.ring(66, 50, 16, 16)
    first, second = sorted(seen(maps), key=lambda area: area.box[0])
    for area, x in ((first, 40.5), (second, 66.5)):
        assert isinstance(area.outline, Ellipse)
        assert area.outline.x == pytest.approx(x * SCALE * STRIDE, abs=24)
        assert area.outline.radius == pytest.approx(16 * SCALE * STRIDE, rel=0.15)


def test_a_frame_is_a_hull_with_four_corners_to_expect() -> None:
    maps = Maps()
    maps.frame(64, 64, 40, 20, 15)
    [area] = seen(maps)
    assert area.corners == 4
    assert not isinstance(area.outline, Ellipse)
    (_, _), sides, _ = cv2.minAreaRect(area.outline)
    assert sorted(sides) == pytest.approx([20 * SCALE * STRIDE, 40 * SCALE * STRIDE], rel=0.1)


def test_a_ring_that_the_pictures_edge_cuts_keeps_its_size() -> None:
    maps = Maps()
    maps.ring(4, 64, 20, 20)
    [area] = seen(maps)
    assert isinstance(area.outline, Ellipse)
    assert area.outline.radius == pytest.approx(20 * SCALE * STRIDE, rel=0.12)


def box(x: float, y: float, width: float, height: float) -> Frame:
    """A level frame, pixels of the page."""
    corners = [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]
    return Frame(np.array(corners, np.float32), SealShape.RECTANGLE, 1.0)


def test_the_chance_of_a_seal_is_told_for_any_outline() -> None:
    maps = Maps()
    maps.maps[0, -1, 32:64, 64:96] = 0.5
    detections = SealDetector(maps).find(PAGE)
    assert detections.confidence(box(520, 264, 200, 200)) == pytest.approx(0.5)
    assert detections.confidence(box(520, 512, 200, 200)) == 0
    assert detections.confidence(box(-400, 0, 100, 100)) == 0


def test_what_lies_beside_a_triangle_says_nothing_against_it() -> None:
    maps = Maps()
    triangle = np.array([[64, 20], [104, 90], [24, 90]], np.int32)
    cv2.fillPoly(maps.maps[0, -1], [triangle], 0.9)
    detections = SealDetector(maps).find(PAGE)
    corners = (triangle * STRIDE * SCALE).astype(np.float32)
    assert detections.confidence(Frame(corners, SealShape.TRIANGLE, 1.0)) == pytest.approx(0.9, abs=0.03)
    assert detections.confidence(box(24 * 8, 20 * 8, 80 * 8, 70 * 8)) == pytest.approx(0.45, abs=0.05)


def test_what_the_network_doubts_is_left_out() -> None:
    maps = Maps()
    maps.ring(64, 64, 20, 20)
    maps.maps *= 0.5
    assert seen(maps) == []


@pytest.mark.parametrize(
    ("height", "width", "shown"),
    [(100, 60, (256, 160)), (300, 400, (320, 416)), (3000, 2000, (512, 352))],
    ids=["enlarged", "as it is", "made smaller"],
)
def test_pictures_are_shown_at_a_size_that_seals_were_learned_at(
    height: int, width: int, shown: tuple[int, int]
) -> None:
    maps = Maps()
    seen(maps, np.full((height, width, 3), 255, np.uint8))
    assert maps.shown is not None
    assert maps.shown.shape == (1, 3, *shown)
    assert maps.shown.max() == pytest.approx(1.0)


def test_the_projects_network_sees_a_seal_and_not_a_bare_disc() -> None:
    page = np.full((600, 440, 3), 255, np.uint8)
    cv2.circle(page, (250, 400), 70, (50, 40, 215), 5, cv2.LINE_AA)
    for turn in range(200, 520, 26):
        at = (250 + 52 * np.cos(np.radians(turn)), 400 + 52 * np.sin(np.radians(turn)))
        cv2.rectangle(
            page, (round(at[0]) - 7, round(at[1]) - 7), (round(at[0]) + 7, round(at[1]) + 7), (50, 40, 215), 2
        )
    cv2.drawMarker(page, (250, 400), (50, 40, 215), cv2.MARKER_STAR, 40, 6)
    cv2.circle(page, (120, 120), 50, (50, 40, 215), cv2.FILLED, cv2.LINE_AA)
    [area] = SealDetector.load(seal_locator(), RuntimeOptions("cpu", 1)).find(page).found
    assert area.corners == 0
    assert area.box == pytest.approx((178, 328, 144, 144), abs=12)
