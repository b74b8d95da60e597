"""Frames that the detector did not see on the page are shown to it again, close by."""

from __future__ import annotations

import numpy as np
import pytest

from sealstack.models.seal.detect.candidate import Candidate
from sealstack.models.seal.detect.closer_look import SETTINGS, looked_at_closer
from sealstack.models.seal.detect.detector import Detections, SealDetector
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.values import Image, SealShape

PAGE = np.full((1000, 800, 3), 255, np.uint8)


class Close(SealDetector):
    """Is as sure of every cell of a small picture, and remembers which it was shown."""

    def __init__(self, confidence: float) -> None:
        self.confidence, self.shown = confidence, list[tuple[int, int]]()

    def find(self, image: Image) -> Detections:
        self.shown.append((image.shape[0], image.shape[1]))
        return Detections([], np.full((300, 300), self.confidence, np.float32), 4.0)


def frame(left: float, top: float, side: float, confidence: float = 0.1, score: float = 0.75) -> Candidate:
    corners = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32) + np.float32([left, top])
    return Candidate(Frame(corners, SealShape.RECTANGLE, 1.0, 0.1), 0.0, score, confidence)


def test_a_clear_frame_that_was_not_seen_has_the_confidence_of_the_closer_look() -> None:
    detector = Close(0.9)
    (found,) = looked_at_closer(PAGE, [frame(300, 400, 100)], detector)
    assert found.confidence == pytest.approx(0.9)
    assert detector.shown == [(200, 200)]


def test_a_closer_look_takes_nothing_away() -> None:
    (found,) = looked_at_closer(PAGE, [frame(300, 400, 100, confidence=0.3)], Close(0.1))
    assert found.confidence == 0.3


@pytest.mark.parametrize(
    "candidate",
    [
        frame(300, 400, 100, confidence=0.6),
        frame(300, 400, 100, score=0.4),
        Candidate(Ellipse(300, 400, 50, 50), 0.0, 0.9, 0.1),
    ],
    ids=["seen already", "hardly inked", "a ring"],
)
def test_others_are_not_looked_at_again(candidate: Candidate) -> None:
    detector = Close(0.9)
    assert looked_at_closer(PAGE, [candidate], detector) == [candidate]
    assert detector.shown == []


def test_a_page_of_many_frames_costs_a_few_looks_and_keeps_its_order() -> None:
    frames = [frame(100 * number, 100, 20 + 10 * number) for number in range(6)]
    detector = Close(0.9)
    found = looked_at_closer(PAGE, frames, detector)
    assert len(detector.shown) == SETTINGS.most
    assert [one.box for one in found] == [one.box for one in frames]
    assert [one.confidence == pytest.approx(0.9) for one in found] == [False] * 3 + [True] * 3


def test_a_frame_at_the_edge_of_the_page_is_looked_at_as_far_as_it_is_there() -> None:
    detector = Close(0.9)
    looked_at_closer(PAGE, [frame(-20, 950, 100)], detector)
    assert detector.shown == [(100, 130)]
