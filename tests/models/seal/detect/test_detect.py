"""A page's seals are those that the network sees and the ink bears out."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bench.generator.scenes import make_scene
from sealstack.models.geometry.boxes import intersection_over_union
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.seal.detect.detect import locate
from sealstack.models.seal.detect.detector import LARGEST_SIDE, Detection, Detections, SealDetector
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.ink.density import paper_colour
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


class Finder(SealDetector):
    """Says the same of every picture."""

    def __init__(self, *found: Detection) -> None:
        self.found = list(found)

    def find(self, image: Image, side: int = LARGEST_SIDE) -> Detections:
        """What was given."""
        return Detections(self.found, np.zeros((1, 1), np.float32), 1e6)


def boxes(picture: Image, detector: SealDetector, most: int = 9) -> list[tuple[float, ...]]:
    """The boxes of all that is found, from left to right."""
    return sorted(one.box for one in locate(picture, paper_colour(picture), detector, most))


def test_what_the_network_sees_gets_the_outline_of_its_ink() -> None:
    picture = page((150, 240, RED), (460, 240, BLACK))
    both = Finder(Detection(Ellipse(148, 243, 93, 90), 0, 0.98), Detection(Ellipse(455, 236, 86, 95), 0, 0.9))
    first, second = boxes(picture, both)
    assert first == pytest.approx((58, 148, 184, 184), abs=5)
    assert second == pytest.approx((368, 148, 184, 184), abs=5)


def test_the_ink_of_a_seal_says_its_hue() -> None:
    picture = page((150, 240, RED), (460, 240, BLACK))
    both = Finder(Detection(Ellipse(150, 240, 90, 90), 0, 0.98), Detection(Ellipse(460, 240, 90, 90), 0, 0.9))
    red, black = sorted(locate(picture, paper_colour(picture), both, 9), key=lambda one: one.box)
    assert red.hue is not None
    assert black.hue is None


def test_so_many_are_found_at_most() -> None:
    picture = page((150, 240, RED), (460, 240, RED))
    both = Finder(Detection(Ellipse(150, 240, 90, 90), 0, 0.9), Detection(Ellipse(460, 240, 90, 90), 0, 0.98))
    [box] = boxes(picture, both, most=1)
    assert box == pytest.approx((368, 148, 184, 184), abs=5)


def test_what_is_seen_twice_is_found_once() -> None:
    twice = Finder(Detection(Ellipse(300, 240, 90, 90), 0, 0.9), Detection(Ellipse(305, 238, 88, 92), 0, 0.8))
    assert len(boxes(page((300, 240, RED)), twice)) == 1


def test_what_the_network_sees_on_bare_paper_is_not_found() -> None:
    assert boxes(page(), Finder(Detection(Ellipse(300, 240, 90, 90), 0, 1.0))) == []


def test_the_projects_network_finds_a_seal() -> None:
    scene = make_scene(5, "easy", "crop", shape="round", bundled_only=True)
    [box] = boxes(scene.image, SealDetector.load(seal_locator(), RuntimeOptions("cpu", 1)))
    assert intersection_over_union(box, scene.truths[0].box) > 0.85


def test_clean_paper_has_no_seal() -> None:
    assert boxes(page(), SealDetector.load(seal_locator(), RuntimeOptions("cpu", 1))) == []
