"""Locate: every seal on a page, whatever its colour, as a list of candidates with their outlines.

A small network sees where seals are; to each an outline is fitted in the ink there.
"""

from __future__ import annotations

from dataclasses import replace

from sealstack.models.runtime.interruption import check
from sealstack.models.seal.detect.candidate import Candidate, distinct, most_prominent
from sealstack.models.seal.detect.detector import SealDetector
from sealstack.models.seal.detect.refine import refine
from sealstack.models.seal.detect.views import look
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
    seen = look(image, detector)
    candidates = []
    for detection in most_prominent(seen.found, most):
        check()
        candidate = refine(image, paper, detection)
        if candidate is not None:
            candidates.append(replace(candidate, confidence=seen.confidence(candidate.outline)))
    return distinct(candidates)
