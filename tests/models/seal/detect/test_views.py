"""A page is looked at closely where the whole of it leaves something unexplained."""

from __future__ import annotations

import numpy as np
import pytest

from sealstack.models.seal.detect.detector import LARGEST_SIDE, Detection, Detections, SealDetector
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.detect.views import SETTINGS, Looker
from sealstack.models.values import Image, SealShape

Box = tuple[int, int, int, int]

NAMED: Box = (700, 900, 60, 60)
"""Where the page's name seal stands, `(x, y, width, height)` pixels."""

CELL = 10
"""Pixels of a picture a cell of the maps."""


def page(height: int = 1400, width: int = 1000) -> Image:
    """A page whose pixels say where they lie: their row in green and blue, their column in red."""
    rows, columns = np.mgrid[:height, :width]
    return np.stack([rows % 256, rows // 256, columns // 4], axis=-1).astype(np.uint8)


class Shortsighted(SealDetector):
    """Sees seals in parts of a page, and in the whole of it only that something is there."""

    def __init__(self, *given: tuple[Box, int], suspected: float = 0.4, whole: int = 1400) -> None:
        self.given, self.suspected, self.whole = given, suspected, whole
        self.shown: list[tuple[int, int, int, int]] = []

    def find(self, image: Image, side: int = LARGEST_SIDE) -> Detections:
        """What of it lies in the picture."""
        height, width = image.shape[:2]
        top, left = int(image[0, 0, 1]) * 256 + int(image[0, 0, 0]), int(image[0, 0, 2]) * 4
        self.shown.append((left, top, width, height))
        maps = np.zeros((height // CELL + 1, width // CELL + 1), np.float32)
        found = []
        for (x, y, wide, high), corners in self.given:
            x, y = x - left, y - top
            inside = x >= 0 and x + wide <= width and y >= 0 and y + high <= height
            rows = slice(max(0, y) // CELL, max(0, y + high) // CELL + 1)
            columns = slice(max(0, x) // CELL, max(0, x + wide) // CELL + 1)
            maps[rows, columns] = 0.9 if inside and height < self.whole else self.suspected
            if inside and height < self.whole:
                hull = np.array([[x, y], [x + wide, y], [x + wide, y + high], [x, y + high]], np.float32)
                ring = Ellipse(x + wide / 2, y + high / 2, wide / 2, high / 2)
                found.append(Detection(hull if corners else ring, corners, 0.9))
        return Detections(found, maps, float(CELL))

    @property
    def parts(self) -> list[tuple[int, int, int, int]]:
        """What it was shown of the page, but for the whole, `(x, y, width, height)` pixels."""
        return [shown for shown in self.shown if shown[3] < self.whole]


def frame(box: Box) -> Frame:
    x, y, width, height = box
    corners = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], np.float32)
    return Frame(corners, SealShape.RECTANGLE, 1.0)


def test_a_small_frame_is_found_in_a_part_in_pixels_of_the_page() -> None:
    [found] = Looker(page(), Shortsighted((NAMED, 4))).look().found
    assert found.box == pytest.approx(NAMED, abs=4)


def test_a_part_has_in_its_middle_what_is_to_be_explained() -> None:
    detector = Shortsighted((NAMED, 4))
    Looker(page(), detector).look()
    [(x, y, width, height)] = detector.parts
    assert (width, height) == (SETTINGS.least * 1400, SETTINGS.least * 1400)
    assert (x + width / 2, y + height / 2) == pytest.approx((735, 935), abs=CELL)


def test_a_part_reaches_to_the_edge_of_the_page_and_not_past_it() -> None:
    detector = Shortsighted(((930, 20, 60, 60), 4))
    [found] = Looker(page(), detector).look().found
    [(x, y, width, _)] = detector.parts
    assert y == 0
    assert x + width == pytest.approx(1000, abs=4)
    assert found.box == pytest.approx((930, 20, 60, 60), abs=4)


def test_two_places_that_lie_in_one_part_are_looked_at_once() -> None:
    detector = Shortsighted((NAMED, 4), ((800, 900, 60, 60), 4))
    assert len(Looker(page(), detector).look().found) == 2
    assert len(detector.parts) == 1


def test_no_more_parts_are_looked_at_than_the_settings_allow() -> None:
    places = [(x, y, 60, 60) for y in (20, 500, 1000) for x in (20, 450, 900)]
    detector = Shortsighted(*((place, 4) for place in places))
    Looker(page(), detector).look()
    assert len(detector.parts) == SETTINGS.most


def test_nothing_is_looked_at_closely_where_hardly_anything_was_seen() -> None:
    detector = Shortsighted((NAMED, 4), suspected=0.9 * SETTINGS.evidence)
    assert Looker(page(), detector).look().found == []
    assert detector.parts == []


def test_what_fills_much_of_the_page_was_seen_in_the_whole() -> None:
    detector = Shortsighted(((100, 100, 600, 500), 4))
    assert Looker(page(), detector).look().found == []
    assert detector.parts == []


def test_rings_are_left_to_the_whole_page() -> None:
    assert Looker(page(), Shortsighted((NAMED, 0))).look().found == []


def test_a_seal_that_was_found_explains_what_is_seen_of_it() -> None:
    detector = Shortsighted((NAMED, 4), whole=2000)
    assert len(Looker(page(), detector).look().found) == 1
    assert {shown[2:] for shown in detector.shown} == {(1000, 1400)}


def test_the_confidence_of_a_seal_is_that_where_it_is_seen_best() -> None:
    views = Looker(page(), Shortsighted((NAMED, 4))).look()
    assert views.confidence(frame(NAMED)) == pytest.approx(0.9, abs=0.01)
    assert views.confidence(frame((100, 100, 60, 60))) == 0


@pytest.mark.parametrize(
    ("whole", "close", "expected"), [(0.95, 0.2, 0.95), (0.6, 0.2, 0.4), (0.4, 0.8, 0.6)]
)
def test_an_outline_that_is_doubted_is_looked_at_once_more(
    whole: float, close: float, expected: float
) -> None:
    detector = Wavering(whole, close)
    looker = Looker(page(), detector)
    views = looker.look()
    assert looker.confidence(frame(NAMED), views) == pytest.approx(expected, abs=0.01)
    assert detector.close_looks == (whole < SETTINGS.doubted)


class Wavering(SealDetector):
    """Is as sure as it is given of all of a page, and of any part of it; finds nothing."""

    def __init__(self, whole: float, close: float) -> None:
        self.whole, self.close, self.close_looks = whole, close, 0

    def find(self, image: Image, side: int = LARGEST_SIDE) -> Detections:
        """Nothing, surely or not."""
        part = image.shape[0] < 1400
        self.close_looks += part
        sure = self.close if part else self.whole
        cells = np.full((image.shape[0] // CELL + 1, image.shape[1] // CELL + 1), sure, np.float32)
        return Detections([], cells, float(CELL))


class Farsighted(SealDetector):
    """Sees a frame only when it is shown little of it."""

    def __init__(self) -> None:
        """Begin."""

    def find(self, image: Image, side: int = LARGEST_SIDE) -> Detections:
        """A frame at `NAMED`."""
        hull = frame(NAMED).corners
        return Detections([Detection(hull, 4, 0.9)] if side < 300 else [], np.zeros((1, 1), np.float32), 9.0)


def test_a_frame_is_found_that_shows_from_afar() -> None:
    [found] = Looker(page(), Farsighted()).look().found
    assert found.box == pytest.approx(NAMED, abs=1)
