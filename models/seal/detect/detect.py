"""Locate: every seal on a page, whatever its colour, as a list of candidates with their outlines.

No single gate decides. A small network sees where seals are, and each is fitted to the ink there. What
coloured ink is left is searched for outlines that it did not see; where it is sure of none, all ink is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sealstack.models.runtime.interruption import check
from sealstack.models.seal.detect.candidate import MOST_SEALS, Candidate, most_prominent
from sealstack.models.seal.detect.closer_look import looked_at_closer
from sealstack.models.seal.detect.detector import SealDetector
from sealstack.models.seal.detect.fallback import search
from sealstack.models.seal.detect.refine import refine
from sealstack.models.seal.ink.density import paper_colour
from sealstack.models.values import Image

_NO_DOUBT = 0.98
_INKLING = 0.2  # confidence of a seal from which on there may be a ring that the network nearly sees
_SURE, _INKED = 0.9, 0.55  # what network and ink say of one seal at least, for a quick look at the rest


def locate(
    image: Image,
    paper: NDArray[np.float32] | None = None,
    detector: SealDetector | None = None,
    most: int = MOST_SEALS,
) -> list[Candidate]:
    """Find the seals of a page.

    Args:
        image: `(H, W, 3)` uint8 BGR.
        paper: its `paper_colour`, when the caller has it already.
        detector: sees seals; without it they are searched for by their ink alone.
        most: up to how many candidates, the most prominent.

    Returns:
        Candidates that do not explain the same place, the best first.
    """
    if paper is None:
        paper = paper_colour(image)
    if detector is None:
        return most_prominent(search(image, paper), most)
    detections = detector.find(image)
    looked = []
    for detection in most_prominent(detections.found, most):
        check()
        looked.append((detection.score, refine(image, paper, detection)))
    seen = [found for _, found in looked if found is not None]
    sure = any(score >= _SURE and found is not None and found.score >= _INKED for score, found in looked)
    # what the network has no doubt of and no outline was fitted to must be looked for
    unexplained = any(score >= _NO_DOUBT and found is None for score, found in looked)
    inkling = detections.elsewhere([candidate.outline for candidate in seen]) >= _INKLING
    found = search(
        image,
        paper,
        seen,
        thorough=not sure or unexplained,
        inkling=inkling,
        confidence=detections.confidence,
    )
    candidates = [
        replace(candidate, confidence=detections.confidence(candidate.outline))
        for candidate in most_prominent(found, most)
    ]
    return looked_at_closer(image, candidates, detector)
