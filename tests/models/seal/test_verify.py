"""How likely an outline and what was read in it are a seal."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.seal.detect.candidate import Candidate
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.read.assemble import Assembly
from sealstack.models.seal.verify import LIKELY, evidence, probability
from sealstack.models.values import Character, SealShape, SealText

RING = Ellipse(100.0, 100.0, 50.0, 50.0)
FRAME = Frame(np.array([[0, 0], [90, 0], [90, 60], [0, 60]], np.float32), SealShape.RECTANGLE, 1.0)
NOTHING = Assembly("", (), ())
QUAD = np.zeros((4, 2), np.float32)


def characters(text: str, score: float) -> tuple[Character, ...]:
    return tuple(Character(one, score, (0.0, 1.0)) for one in text)


def says(*texts: tuple[str, float]) -> Assembly:
    """What was read: texts, all of whose characters are as sure."""
    read = tuple(SealText(QUAD, text, score, characters(text, score)) for text, score in texts)
    others = tuple(text for text, _ in texts[1:])
    return Assembly(texts[0][0], others, read, seen=float(sum(len(text) for text, _ in texts)))


def only_seen(characters: float) -> Assembly:
    """What nobody can read, but the path network sees."""
    return replace(NOTHING, seen=characters)


def test_a_clear_ring_whose_characters_are_seen_needs_none_that_is_read() -> None:
    ring = Candidate(RING, 0.0, 0.9, confidence=0.95)
    assert probability(ring, only_seen(8)) > LIKELY
    assert probability(ring, NOTHING) < probability(ring, only_seen(1)) < probability(ring, only_seen(8))


def test_an_outline_beside_what_the_network_sees_is_less_likely() -> None:
    upon, beside = (Candidate(FRAME, 0.0, 0.5, 0.8, agreement) for agreement in (0.95, 0.55))
    assert probability(upon, NOTHING) > probability(beside, NOTHING)


def test_more_than_a_seal_holds_speaks_for_no_more() -> None:
    ring = Candidate(RING, 0.0, 0.9, confidence=0.95)
    assert probability(ring, only_seen(40)) == probability(ring, only_seen(400))


def test_a_ring_that_the_network_doubts_needs_words() -> None:
    ring = Candidate(RING, 0.0, 0.9, confidence=0.6)
    assert probability(ring, NOTHING) < LIKELY
    assert probability(ring, says(("海州市青禾软件有限公司", 0.95))) > 0.75


def test_a_single_character_is_no_word() -> None:
    faint = Candidate(RING, 0.0, 0.4, confidence=0.9)
    assert probability(faint, says(("收", 1.0))) == probability(faint, only_seen(1)) < LIKELY


def test_letters_and_figures_speak_for_nothing() -> None:
    ring = Candidate(RING, 0.0, 0.6, confidence=0.9)
    label = says(("Alibaba", 0.98), ("20241128", 0.99))
    assert probability(ring, label) == probability(ring, only_seen(15))


def test_other_texts_than_the_body_count_as_well() -> None:
    ring = Candidate(RING, 0.0, 0.6, confidence=0.6)
    body = replace(says(("7", 0.9)), seen=6.0)
    assert probability(ring, says(("7", 0.9), ("发票专用章", 0.9))) > probability(ring, body)


def test_characters_that_are_half_seen_count_for_little() -> None:
    ring = Candidate(RING, 0.0, 0.6, confidence=0.8)
    sure, unsure = (says(("青禾软件", score)) for score in (0.98, 0.45))
    assert probability(ring, sure) > LIKELY > probability(ring, unsure)


def test_a_text_that_was_read_elsewhere_counts_by_its_own_score() -> None:
    ring = Candidate(RING, 0.0, 0.6, confidence=0.7)
    text = SealText(QUAD, "青禾软件", 0.98, ())
    assert probability(ring, Assembly("青禾软件", (), (text,), 4.0)) == probability(
        ring, says(("青禾软件", 0.98))
    )


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_confidence_ink_or_words_never_make_it_less_likely(
    confidence: float, ink: float, score: float
) -> None:
    here = Candidate(FRAME, 0.0, ink, confidence)
    likely = probability(here, says(("青禾软件", score)))
    assert 0 < likely < 1
    for more in (
        probability(Candidate(FRAME, 0.0, ink, min(1.0, confidence + 0.1)), says(("青禾软件", score))),
        probability(Candidate(FRAME, 0.0, ink + 0.1, confidence), says(("青禾软件", score))),
        probability(here, says(("青禾软件", min(1.0, score + 0.1)))),
    ):
        assert more >= likely


@pytest.mark.parametrize("confidence", [0.0, 1.0])
def test_a_network_that_is_certain_counts_within_bounds(confidence: float) -> None:
    seen = evidence(Candidate(RING, 0.0, 0.5, confidence), NOTHING)
    assert np.isfinite(seen).all()
    assert abs(seen[0]) < 4
