"""Belief: whether an outline and what was read in it make a seal."""

from __future__ import annotations

from models.seal.assemble import Assembly
from models.seal.candidate import CLEAR, Candidate
from models.seal.frame import Frame

_DOUBTFUL = 0.68  # a ring below this score is believed only with text to it
_LEAST_TEXT = 0.5
_LEAST_FRAME_TEXT = 0.74
_LEAST_RING = 0.2  # chance of a seal, for a ring without text
_LEAST_FRAME = 0.5  # likewise, for a frame
_SEEN, _LEAST_SEEN, _LEAST_INKED = 0.9, 0.8, 0.5  # the network is sure, all over, and the ink agrees
_LEAST_OF_BOTH = 0.77  # score and chance of a frame together: boxes with print in them are no seals
_LONG = 4  # characters: so much text is no accident


def believable(candidate: Candidate, assembly: Assembly) -> bool:
    """Whether outline, text and, where it has looked, the network make a seal.

    Args:
        candidate: an outline with its score and the network's chance.
        assembly: what was read in it.

    Returns:
        Whether the network has no doubt of it and some ink agrees. If it has: for a ring, whether it is clear
        and the network does not object, or whether it says something; for a frame, whether it says words,
        which must be the surer where the network sees none, or whether outline and network are sure enough of
        it together.
    """
    read = assembly.texts[0] if assembly.texts else None
    legible = read is not None and len(read.text) >= 2 and read.score >= _least_score(read.text)
    chance = candidate.chance
    if _is_seen(candidate):
        return True
    if not isinstance(candidate.outline, Frame):
        return legible or (candidate.score >= _DOUBTFUL and (chance is None or chance >= _LEAST_RING))
    if chance is not None and candidate.score >= CLEAR and chance >= _LEAST_FRAME:
        return True
    if is_hopeless(candidate):
        return False
    words = sum(character.isalpha() for character in assembly.body) >= 2
    least = 0.0 if candidate.seen >= _SEEN else _LEAST_FRAME_TEXT
    return legible and words and read is not None and read.score >= least


def is_hopeless(candidate: Candidate) -> bool:
    """Whether no text could make a seal of a frame, as the network sees none in it: it need not be read."""
    if candidate.chance is None or not isinstance(candidate.outline, Frame) or _is_seen(candidate):
        return False
    return candidate.score + candidate.chance < _LEAST_OF_BOTH


def _is_seen(candidate: Candidate) -> bool:
    """Whether the network has no doubt of an outline, and some ink agrees."""
    chance = candidate.chance or 0.0
    return candidate.seen >= _SEEN and chance >= _LEAST_SEEN and candidate.score >= _LEAST_INKED


def _least_score(text: str) -> float:
    """How sure a text must be to speak for a seal: long ones are no accident."""
    return _LEAST_TEXT if len(text) < _LONG else 0.7 * _LEAST_TEXT
