"""Candidates for seals: where one may be, and which of several that explain the same place to keep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import cv2

from sealstack.models.geometry.boxes import intersection_over_union, overlap
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.values import SealShape

MOST_SEALS = 50
"""Up to how many seals of one page are read unless set otherwise; real pages have a few."""

CLEAR = 0.7
"""A ring at least this good needs no second look."""

SHARED = 0.35
"""Outlines that share more than this explain the same place; see `shared`."""

_SEEN = 0.25  # what the network's being sure counts beside a score
_EMBLEM = 1.7  # area of a rim over that of a ring within it that is no second rim
_RECOGNISED = 0.6  # intersection over union of the boxes of two that are the same thing
_PART = 6.0  # area of a frame over that of a character in it, at least


@dataclass(frozen=True, eq=False)
class Candidate:
    """Where a seal may be.

    Attributes:
        outline: the rim of a round or oval seal, the frame of one with corners; pixels of the page.
        hue: of its ink in degrees; None for dark ink.
        score: how well the outline is inked and stands apart, up to 1.
        confidence: that there is a seal, as the network sees it, 0..1; None where none has looked.
        detected: how sure the network is of an area with this outline, 0..1; 0 where ink alone shows it.
    """

    outline: Ellipse | Frame
    hue: float | None
    score: float
    confidence: float | None = None
    detected: float = 0.0

    @property
    def rank(self) -> float:
        """What decides between candidates for one place: the score, and whether the network sees it."""
        return self.score + _SEEN * self.detected

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


def without_parts(frames: list[Candidate]) -> list[Candidate]:
    """Leave out frames well inside others of the same ink: characters with corners, not seals."""
    return [
        frame
        for frame in frames
        if not any(
            other.hue == frame.hue and _area(other) > _PART * _area(frame) and encloses(other.box, frame.box)
            for other in frames
        )
    ]


def _area(candidate: Candidate) -> float:
    return candidate.box[2] * candidate.box[3]


def suppress_overlapping(candidates: list[Candidate]) -> list[Candidate]:
    """Drop candidates that explain the same place as a better one; of equally good ones the larger stays."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (-round(c.rank, 3), -_area(c))):
        if all(shared(candidate, other) < SHARED for other in kept):
            kept.append(candidate)
    return kept


def outer(rings: list[Candidate]) -> list[Candidate]:
    """Distinct rings; of rings in one another the outermost clear one: within a rim are emblems."""
    clear = [ring for ring in rings if ring.score >= CLEAR]
    return suppress_overlapping(
        [ring for ring in rings if not any(encloses(other.box, ring.box) for other in clear)]
    )


def encloses(outer: Sequence[float], inner: Sequence[float]) -> bool:
    """Whether a box lies wholly within another that is clearly larger."""
    larger = outer[2] * outer[3] > _EMBLEM * inner[2] * inner[3]
    return larger and overlap(outer, inner) > 0.97


def resolve_conflicts(rings: list[Candidate], frames: list[Candidate]) -> list[Candidate]:
    """Rings and frames together: of two that are the same thing the better, otherwise the ring.

    A frame inside a ring is a line of its text, one around a clear ring is the page's border. Around an
    unclear ring, which may be a loop of the frame's own text, it stays: reading decides.
    """
    kept = list(rings)
    for frame in frames:
        rivals = [ring for ring in kept if ring in rings and shared(frame, ring) >= SHARED]
        around = [ring for ring in rivals if ring.score < CLEAR and encloses(frame.box, ring.box)]
        rivals = [ring for ring in rivals if ring not in around]
        if all(_same_place(frame.box, ring.box) and frame.rank > ring.rank for ring in rivals):
            kept = [candidate for candidate in kept if candidate not in rivals] + [frame]
    return sorted(kept, key=lambda candidate: -candidate.score)


def _same_place(first: tuple[float, float, float, float], second: tuple[float, float, float, float]) -> bool:
    """Whether two boxes are about as large and lie upon each other."""
    ratio = first[2] * first[3] / (second[2] * second[3])
    return 0.5 < ratio < 2 and overlap(first, second) > 0.6


def shared(one: Candidate, other: Candidate) -> float:
    """The area that two outlines have in common, over that of the smaller one, 0..1.

    A frame on its corner and a ring beside it share next to nothing, though their boxes do.
    """
    if overlap(one.box, other.box) <= 0:
        return 0.0
    first, second = one.outline.polygon, other.outline.polygon
    common, _ = cv2.intersectConvexConvex(first, second)
    return common / max(min(cv2.contourArea(first), cv2.contourArea(second)), 1e-6)


def recognised(found: Sequence[Candidate], known: Sequence[Candidate]) -> list[Candidate]:
    """Candidates, those that lie where others do that the network sees being seen as surely."""
    return [
        replace(
            one, detected=max([one.detected, *(other.detected for other in known if _is_same(one, other))])
        )
        for one in found
    ]


def _is_same(one: Candidate, other: Candidate) -> bool:
    return intersection_over_union(one.box, other.box) > _RECOGNISED


def shape_of(ellipse: Ellipse) -> SealShape:
    """Round or oval by the ratio of the axes alone."""
    ratio = max(ellipse.a, ellipse.b) / min(ellipse.a, ellipse.b)
    return SealShape.OVAL if ratio > 1.22 else SealShape.ROUND
