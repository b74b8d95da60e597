"""A closer look of the detector at frames that ink alone shows: small ones are lost in a whole page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sealstack.models.runtime.interruption import check
from sealstack.models.seal.detect.candidate import Candidate, prominence
from sealstack.models.seal.detect.detector import SealDetector
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.values import Image


@dataclass(frozen=True)
class CloserLookSettings:
    """What is looked at closer; set on drawn pages and on the pictures without a seal.

    Attributes:
        doubted: confidence below which the detector did not see a seal there, 0..1.
        clear: least score of an outline, 0..1: what is inked less is not worth it.
        most: so many candidates of a page at most, the most prominent.
        margin: of the page around an outline, in lengths of its longer side.
    """

    doubted: float = 0.5
    clear: float = 0.65
    most: int = 3
    margin: float = 0.5


SETTINGS = CloserLookSettings()


def looked_at_closer(
    image: Image,
    candidates: Sequence[Candidate],
    detector: SealDetector,
    settings: CloserLookSettings = SETTINGS,
) -> list[Candidate]:
    """Candidates with what the detector sees close by where it did not see a clear frame on the page.

    Rings are seen at any size, and close by an emblem looks more like one.

    Args:
        image: the page, `(H, W, 3)` uint8 BGR.
        candidates: with their confidence on the whole page.
        detector: sees seals.
        settings: the usual ones by default.

    Returns:
        All of them in their order; a confidence never falls.
    """
    doubted = [
        candidate
        for candidate in candidates
        if isinstance(candidate.outline, Frame)
        and (candidate.confidence or 0.0) < settings.doubted
        and candidate.score >= settings.clear
    ]
    chosen = sorted(doubted, key=lambda one: -prominence(one.score, one.box))[: settings.most]
    return [
        _closer(image, candidate, detector, settings.margin)
        if any(candidate is one for one in chosen)
        else candidate
        for candidate in candidates
    ]


def _closer(image: Image, candidate: Candidate, detector: SealDetector, margin: float) -> Candidate:
    check()
    x, y, width, height = candidate.box
    spare = margin * max(width, height)
    left, top = max(0, int(x - spare)), max(0, int(y - spare))
    part = image[top : int(np.ceil(y + height + spare)), left : int(np.ceil(x + width + spare))]
    if not part.size:
        return candidate
    seen = detector.find(part).confidence(candidate.outline.moved(1.0, -left, -top))
    return replace(candidate, confidence=max(seen, candidate.confidence or 0.0))
