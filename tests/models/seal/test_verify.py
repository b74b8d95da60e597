"""Which outlines are believed to be seals."""

import numpy as np
import pytest

from sealstack.models.seal.detect.candidate import Candidate
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.read.assemble import Assembly
from sealstack.models.seal.verify import is_seal
from sealstack.models.values import SealShape, SealText

RING = Ellipse(100.0, 100.0, 50.0, 50.0)
FRAME = Frame(np.array([[0, 0], [90, 0], [90, 60], [0, 60]], np.float32), SealShape.RECTANGLE, 1.0)
NOTHING = Assembly("", (), ())


def says(text: str, score: float) -> Assembly:
    path = SealText(np.zeros((4, 2), np.float32), text, score, ())
    return Assembly(text, (), (path,))


def test_a_ring_that_the_network_is_not_sure_of_needs_text() -> None:
    ring = Candidate(RING, 0.0, 0.9, confidence=0.7)
    assert not is_seal(ring, NOTHING)
    assert is_seal(ring, says("海州市青禾软件有限公司", 0.9))
    assert is_seal(ring, says("青禾软件", 0.6))


@pytest.mark.parametrize(
    ("score", "confidence", "believed"), [(0.75, 0.7, True), (0.75, 0.3, False), (0.6, 0.7, False)]
)
def test_a_frame_without_text_needs_a_clear_outline_and_the_network(
    score: float, confidence: float, believed: bool
) -> None:
    assert is_seal(Candidate(FRAME, 0.0, score, confidence), NOTHING) is believed


@pytest.mark.parametrize(
    ("score", "confidence", "seen", "believed"),
    [(0.55, 0.85, 0.95, True), (0.45, 0.85, 0.95, False), (0.55, 0.7, 0.95, False), (0.55, 0.85, 0.7, False)],
)
@pytest.mark.parametrize("outline", [RING, FRAME])
def test_what_the_network_has_no_doubt_of_needs_some_ink_and_no_text(
    outline: Ellipse | Frame, score: float, confidence: float, seen: float, believed: bool
) -> None:
    assert is_seal(Candidate(outline, 0.0, score, confidence, seen), NOTHING) is believed


def test_a_word_in_letters_speaks_for_no_seal_unless_it_is_long() -> None:
    ring = Candidate(RING, 0.0, 0.6, confidence=0.9)
    assert not is_seal(ring, says("Alibaba", 0.95))
    assert is_seal(ring, says("QINGHESOFTWARECO", 0.95))
    assert not is_seal(Candidate(FRAME, 210.0, 0.73, confidence=0.2), says("LOGIN", 0.95))


def test_a_frame_that_says_surely_what_a_stamp_may_is_one() -> None:
    assert is_seal(Candidate(FRAME, 210.0, 0.73, confidence=0.2), says("骑缝专用章", 0.95))


def test_a_frame_that_the_network_is_not_sure_of_needs_words() -> None:
    assert is_seal(Candidate(FRAME, 0.0, 0.6), says("收讫", 0.8))
    assert not is_seal(Candidate(FRAME, 0.0, 0.6), says("2024", 0.99))
    assert not is_seal(Candidate(FRAME, 0.0, 0.75), NOTHING)


def test_a_frame_that_the_network_sees_may_be_read_less_surely() -> None:
    assert is_seal(Candidate(FRAME, 0.0, 0.58, confidence=0.74, detected=0.97), says("陶冰籍", 0.65))
    assert not is_seal(Candidate(FRAME, 0.0, 0.58, confidence=0.74), says("陶冰籍", 0.65))
