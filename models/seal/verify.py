"""Verify: whether an outline and what was read in it make a seal."""

from __future__ import annotations

from sealstack.models.seal.detect.candidate import CLEAR, Candidate
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.read.assemble import Assembly

_LEAST_TEXT = 0.5
_LEAST_FRAME_TEXT = 0.74
_LEAST_FRAME = 0.5  # confidence of a seal, for a clear frame without text
_SEEN, _LEAST_SEEN, _LEAST_INKED = 0.9, 0.8, 0.5  # the network is sure, all over, and the ink agrees
_LONG_IN_LETTERS = 10  # characters
_LONG = 4  # characters: so much text is no accident


def is_seal(candidate: Candidate, assembly: Assembly) -> bool:
    """Whether outline, text and the network make a seal.

    Args:
        candidate: an outline with its score and the network's confidence.
        assembly: what was read in it.

    Returns:
        Whether the network has no doubt of it and some ink agrees. If it has: for a ring, whether it says
        something; for a frame, whether it says Chinese words, which must be the surer the less sure the
        network is, or whether outline and network are sure enough of it together.
    """
    if _is_seen(candidate):
        return True
    read = assembly.texts[0] if assembly.texts else None
    legible = read is not None and _says_something(read.text) and read.score >= _least_score(read.text)
    if not isinstance(candidate.outline, Frame):
        return legible
    if candidate.score >= CLEAR and candidate.confidence >= _LEAST_FRAME:
        return True
    words = sum(_is_chinese(character) for character in assembly.body) >= 2
    least = 0.0 if candidate.detected >= _SEEN else _LEAST_FRAME_TEXT
    return legible and words and read is not None and read.score >= least


def _is_seen(candidate: Candidate) -> bool:
    """Whether the network has no doubt of an outline, and some ink agrees."""
    sure = candidate.detected >= _SEEN and candidate.confidence >= _LEAST_SEEN
    return sure and candidate.score >= _LEAST_INKED


def _says_something(text: str) -> bool:
    """Whether a text speaks for a seal: Chinese, or too long for a logo."""
    return len(text) >= 2 and (len(text) >= _LONG_IN_LETTERS or any(map(_is_chinese, text)))


def _is_chinese(character: str) -> bool:
    """Whether it is a character rather than a letter: buttons, labels and logos say words in letters."""
    return character.isalpha() and not character.isascii()


def _least_score(text: str) -> float:
    """How sure a text must be to speak for a seal: long ones are no accident."""
    return _LEAST_TEXT if len(text) < _LONG else 0.7 * _LEAST_TEXT
