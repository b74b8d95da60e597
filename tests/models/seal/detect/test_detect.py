"""Finding seals by their ink and outline."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from sealstack.models.runtime import RuntimeOptions
from sealstack.models.seal.detect.detect import locate
from sealstack.models.seal.detect.detector import Detection, Detections, SealDetector
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.values import Image
from sealstack.models.weights import seal_locator

RED, BLACK = (50, 40, 215), (45, 45, 45)


def page(*rings: tuple[int, int, tuple[int, int, int]], radius: int = 90) -> Image:
    """White paper with rings of an ink about `(x, y)`, pixels, each with a bar for a title's character."""
    picture = np.full((480, 640, 3), 255, np.uint8)
    for x, y, ink in rings:
        layer = np.full_like(picture, 255)
        cv2.circle(layer, (x, y), radius, ink, 6, cv2.LINE_AA)
        cv2.line(layer, (x - 20, y + 40), (x + 20, y + 40), ink, 12)
        picture = np.minimum(picture, layer)
    return picture


def places(picture: Image) -> list[tuple[float | None, tuple[float, ...]]]:
    """The hue and the centre of everything found, from left to right."""
    found = [(one.hue, one.box) for one in locate(picture)]
    middles = [(hue, (x + width / 2, y + height / 2)) for hue, (x, y, width, height) in found]
    return sorted(middles, key=lambda one: one[1])


def test_so_many_are_found_at_most() -> None:
    picture = page((150, 240, RED), (450, 240, RED))
    assert len(locate(picture)) == 2
    assert len(locate(picture, most=1)) == 1


def test_a_red_seal_is_found_once_and_in_its_own_ink() -> None:
    [(hue, middle)] = places(page((300, 240, RED)))
    assert hue is not None
    assert middle == pytest.approx((300, 240), abs=3)


@pytest.mark.parametrize("across", [230, 130], ids=["beside", "across"])
def test_a_black_seal_is_found_beside_and_across_a_red_one(across: int) -> None:
    [(red, first), (black, second)] = places(page((200, 240, RED), (200 + across, 240, BLACK)))
    assert red is not None
    assert black is None
    assert first == pytest.approx((200, 240), abs=4)
    assert second == pytest.approx((200 + across, 240), abs=4)


class Finder(SealDetector):
    """Says the same of every page."""

    def __init__(self, *found: Detection) -> None:
        self.found = list(found)

    def find(self, image: Image) -> Detections:
        """What was told."""
        return Detections(self.found, np.zeros((1, 1), np.float32), 1e6)


def boxes(picture: Image, detector: SealDetector) -> list[tuple[float, ...]]:
    """The boxes of all that is found with a network's help, from left to right."""
    return sorted(one.box for one in locate(picture, None, detector))


def test_a_network_that_sees_nothing_hides_no_seal() -> None:
    picture = page((200, 240, RED), (460, 240, BLACK))
    found = boxes(picture, Finder())
    assert found == sorted(one.box for one in locate(picture))
    assert len(found) == 2


def test_a_coloured_seal_that_the_network_overlooks_is_found_beside_one_that_it_sees() -> None:
    picture = page((150, 240, RED), (460, 240, RED))
    first, second = boxes(picture, Finder(Detection(Ellipse(148, 243, 93, 90), 0, 0.98)))
    assert first == pytest.approx((58, 148, 184, 184), abs=5)
    assert second == pytest.approx((368, 148, 184, 184), abs=5)


def test_where_the_network_has_no_doubt_and_nothing_fits_the_dark_ink_is_searched_too() -> None:
    picture = page((150, 240, RED), (460, 240, BLACK))
    clear = Detection(Ellipse(148, 243, 93, 90), 0, 0.98)
    loose = Detection(Ellipse(420, 200, 25, 25), 0, 1.0)
    _, second = boxes(picture, Finder(clear, loose))
    assert second == pytest.approx((368, 148, 184, 184), abs=5)


def test_what_the_network_sees_on_bare_paper_is_not_found() -> None:
    assert boxes(page(), Finder(Detection(Ellipse(300, 240, 90, 90), 0, 1.0))) == []


def test_a_seal_is_found_once_though_network_and_ink_both_tell_it() -> None:
    detector = SealDetector.load(seal_locator(), RuntimeOptions("cpu", 1))
    [box] = boxes(page((300, 240, RED)), detector)
    assert box == pytest.approx((208, 148, 184, 184), abs=5)


def test_clean_paper_has_no_seal() -> None:
    assert places(page()) == []
