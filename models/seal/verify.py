"""Verify: how likely an outline and what was read in it make a seal.

One logistic regression over what the network, the ink and the reading say. `training.verification` fits it on
drawings full of what looks like seals; how well it is calibrated stands in docs/accuracy.md.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from math import log, log1p

import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.detect.candidate import Candidate
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.read.assemble import Assembly
from sealstack.models.values import SealText

LIKELY = 0.5
"""Probability from which a candidate is a seal."""

_LEAST, _MOST = 0.02, 0.95  # the network's confidence counts between these
_MOST_WORDS, _MOST_SEEN = 8.0, 16.0  # characters
_SURENESS = 3  # the power of a character's score that it counts with: half-seen ones are found everywhere


@dataclass(frozen=True)
class Weights:
    """What each of the `evidence` adds to the log-odds of a seal, in its order.

    Attributes:
        confidence: for each unit of the log-odds of the network's confidence.
        ink: for an outline that is wholly inked.
        agreement: for an outline that is wholly where the network sees a seal.
        frame: for one with corners.
        words: for each unit of the logarithm of the Chinese characters that were read.
        seen: for each unit of the logarithm of the characters that the path network sees, read or not.
        always: for any candidate.
    """

    confidence: float = 1.41
    ink: float = 1.63
    agreement: float = 0.97
    frame: float = 2.77
    words: float = 1.98
    seen: float = 0.50
    always: float = -6.34


WEIGHTS = Weights()


def probability(candidate: Candidate, assembly: Assembly, weights: Weights = WEIGHTS) -> float:
    """How likely a candidate is a seal, 0..1.

    Args:
        candidate: an outline with its score and the network's confidence.
        assembly: what was read in it.
        weights: the fitted ones by default.
    """
    odds = float(evidence(candidate, assembly) @ astuple(weights))
    return float(1 / (1 + np.exp(-odds)))


def evidence(candidate: Candidate, assembly: Assembly) -> NDArray[np.float64]:
    """What speaks for a seal, `(7,)` in the order of `Weights`.

    Letters and figures speak for nothing, as labels and logos have them, too; nor does a single character.
    """
    confidence = float(np.clip(candidate.confidence, _LEAST, _MOST))
    words = sum(_words(text) for text in assembly.texts)
    return np.array(
        [
            log(confidence / (1 - confidence)),
            candidate.score,
            candidate.agreement,
            float(isinstance(candidate.outline, Frame)),
            log1p(min(max(0.0, words - 1), _MOST_WORDS)),
            log1p(min(assembly.seen, _MOST_SEEN)),
            1.0,
        ]
    )


def _words(text: SealText) -> float:
    """How many Chinese characters a text has, each as far as it is sure."""
    scores = [one.score for one in text.characters] or [text.score] * len(text.text)
    return sum(
        score**_SURENESS
        for character, score in zip(text.text, scores, strict=True)
        if character.isalpha() and not character.isascii()
    )
