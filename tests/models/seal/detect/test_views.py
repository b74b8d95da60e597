"""Large pages are looked at in parts, too, for the small frames in them."""

from __future__ import annotations

import numpy as np
import pytest

from sealstack.models.seal.detect.detector import LARGEST_SIDE, Detection, Detections, SealDetector
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.detect.views import look
from sealstack.models.values import Image, SealShape

NAMED = (700, 900, 60, 60)
"""Where the page's name seal stands, `(x, y, width, height)` pixels."""


def page(height: int = 1400, width: int = 1000) -> Image:
    """A page whose pixels say where they lie: their row in green and blue, their column in red."""
    rows, columns = np.mgrid[:height, :width]
    return np.stack([rows % 256, rows // 256, columns // 4], axis=-1).astype(np.uint8)


class Shortsighted(SealDetector):
    """Sees what is given where it is shown a part of the page with all of it; in the whole page nothing."""

    def __init__(self, *given: tuple[tuple[int, int, int, int], int], confidence: float = 0.9) -> None:
        self.given, self.confidence_there = given, confidence
        self.shown: list[tuple[int, ...]] = []

    def find(self, image: Image, side: int = LARGEST_SIDE) -> Detections:
        """What of it lies in the picture."""
        height, width = image.shape[:2]
        self.shown.append((height, width))
        top, left = int(image[0, 0, 1]) * 256 + int(image[0, 0, 0]), int(image[0, 0, 2]) * 4
        maps = np.zeros((height // 10 + 1, width // 10 + 1), np.float32)
        found = []
        for (x, y, wide, high), corners in self.given:
            inside = left <= x and x + wide <= left + width and top <= y and y + high <= top + height
            if inside and height < 1400:
                x, y = x - left, y - top
                hull = np.array([[x, y], [x + wide, y], [x + wide, y + high], [x, y + high]], np.float32)
                ring = Ellipse(x + wide / 2, y + high / 2, wide / 2, high / 2)
                found.append(Detection(hull if corners else ring, corners, 0.9))
                maps[y // 10 : (y + high) // 10 + 1, x // 10 : (x + wide) // 10 + 1] = self.confidence_there
        return Detections(found, maps, 10.0)


def frame(box: tuple[int, int, int, int]) -> Frame:
    x, y, width, height = box
    corners = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], np.float32)
    return Frame(corners, SealShape.RECTANGLE, 1.0)


def test_a_small_frame_is_found_in_a_part_once_and_in_pixels_of_the_page() -> None:
    [found] = look(page(), Shortsighted((NAMED, 4))).found
    assert found.box == pytest.approx(NAMED, abs=4)


def test_a_frame_in_what_two_parts_share_is_found_once() -> None:
    assert len(look(page(), Shortsighted(((700, 660, 60, 60), 4))).found) == 1


@pytest.mark.parametrize("seen", [(NAMED, 0), ((100, 100, 400, 300), 4)], ids=["ring", "large"])
def test_rings_and_large_frames_are_left_to_the_whole_page(
    seen: tuple[tuple[int, int, int, int], int],
) -> None:
    assert look(page(), Shortsighted(seen)).found == []


def test_the_confidence_of_a_seal_is_that_where_it_is_seen_best() -> None:
    views = look(page(), Shortsighted((NAMED, 4), confidence=0.8))
    assert views.confidence(frame(NAMED)) == pytest.approx(0.8, abs=0.01)
    assert views.confidence(frame((100, 100, 60, 60))) == 0


class Farsighted(SealDetector):
    """Sees a frame only when it is shown little of it."""

    def __init__(self) -> None:
        """Begin."""

    def find(self, image: Image, side: int = LARGEST_SIDE) -> Detections:
        """A frame at `NAMED`."""
        hull = frame(NAMED).corners
        return Detections([Detection(hull, 4, 0.9)] if side < 300 else [], np.zeros((1, 1), np.float32), 9.0)


def test_a_frame_is_found_that_shows_from_afar() -> None:
    [found] = look(page(), Farsighted()).found
    assert found.box == pytest.approx(NAMED, abs=1)


def test_a_small_picture_is_looked_at_as_a_whole() -> None:
    detector = Shortsighted()
    look(page(600, 400), detector)
    assert set(detector.shown) == {(600, 400)}


def test_parts_are_as_many_along_each_side_as_it_is_long() -> None:
    detector = Shortsighted()
    look(page(1400, 500), detector)
    assert [shown for shown in detector.shown if shown[0] < 1400] == [(778, 500), (778, 500)]
