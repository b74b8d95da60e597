"""Candidates for seals: where one may be, and which of several that explain the same place to keep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from sealstack.models.geometry.boxes import intersection_over_union, overlap
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.values import SealShape

MOST_SEALS = 50
"""Up to how many seals of one page are read unless set otherwise; real pages have a few."""

_LARGER = 1.7  # area of a box over that of one within it
_SAME = 0.6  # intersection over union of the boxes of two that are the same thing


@dataclass(frozen=True, eq=False)
class Candidate:
    """Where a seal may be.

    Attributes:
        outline: the rim of a round or oval seal, the frame of one with corners; pixels of the page.
        hue: of its ink in degrees; None for dark ink.
        score: how well the outline is inked and stands apart, up to 1.
        confidence: that there is a seal within it, as the network sees it, 0..1.
        agreement: intersection over union of its box and of that of what the network sees, 0..1.
    """

    outline: Ellipse | Frame
    hue: float | None
    score: float
    confidence: float = 0.0
    agreement: float = 1.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Bounding box `(x, y, width, height)` in pixels of the page."""
        return self.outline.box

    def moved(self, scale: float, x: float = 0.0, y: float = 0.0) -> Candidate:
        """The candidate in a picture `scale` times as large, then moved by `(x, y)` pixels of that."""
        return replace(self, outline=self.outline.moved(scale, x, y))


class _Scored(Protocol):
    @property
    def score(self) -> float: ...
    @property
    def box(self) -> tuple[float, float, float, float]: ...


Scored = TypeVar("Scored", bound=_Scored)


def most_prominent(found: Sequence[Scored], most: int) -> list[Scored]:
    """Keep up to `most`, in their order: the largest and best."""
    if len(found) <= most:
        return list(found)
    least = sorted((prominence(one.score, one.box) for one in found), reverse=True)[most - 1]
    return [one for one in found if prominence(one.score, one.box) >= least][:most]


def prominence(score: float, box: Sequence[float]) -> float:
    """How much something catches the eye: by its box `(x, y, width, height)` and how sure it is."""
    return score * math.sqrt(box[2] * box[3])


def encloses(outer: Sequence[float], inner: Sequence[float]) -> bool:
    """Whether a box lies wholly within another that is clearly larger."""
    larger = outer[2] * outer[3] > _LARGER * inner[2] * inner[3]
    return larger and overlap(outer, inner) > 0.97


def shape_of(ellipse: Ellipse) -> SealShape:
    """Round or oval by the ratio of the axes alone."""
    ratio = max(ellipse.a, ellipse.b) / min(ellipse.a, ellipse.b)
    return SealShape.OVAL if ratio > 1.22 else SealShape.ROUND


def distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates, the best first, without those that are the same thing as a better one."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: -one.score):
        if all(intersection_over_union(candidate.box, other.box) <= _SAME for other in kept):
            kept.append(candidate)
    return kept
