"""Locate: every seal on a page, whatever its colour, as a list of candidates with their outlines.

A small network sees where seals are; to each an outline is fitted in the ink there.
"""

from __future__ import annotations

from dataclasses import replace

from sealstack.models.runtime.interruption import check
from sealstack.models.seal.detect.candidate import Candidate, distinct, most_prominent
from sealstack.models.seal.detect.detector import SealDetector
from sealstack.models.seal.detect.refine import refine
from sealstack.models.seal.detect.views import Looker
from sealstack.models.values import Image


def locate(image: Image, paper: Image, detector: SealDetector, most: int) -> list[Candidate]:
    """Find the seals of a page.

    Args:
        image: `(H, W, 3)` uint8 BGR.
        paper: its `paper_colour`.
        detector: sees seals.
        most: up to how many candidates, the most prominent.

    Returns:
        Candidates that do not explain the same place, the best first.
    """
    looker = Looker(image, detector)
    seen = looker.look()
    candidates = []
    for detection in most_prominent(seen.found, most):
        check()
        candidate = refine(image, paper, detection)
        if candidate is not None:
            confidence = looker.confidence(candidate.outline, seen)
            candidates.append(replace(candidate, confidence=confidence))
    return distinct(candidates)
