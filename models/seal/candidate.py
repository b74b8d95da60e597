"""Candidates for seals: where one may be, and which of several that explain the same place to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2

from models.seal.frame import Frame
from models.seal.ring import Ellipse
from models.values import SealShape

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
        chance: that there is a seal, as the network sees it, 0..1; None where none has looked.
        seen: how sure the network is of an area with this outline, 0..1; 0 where ink alone told it.
    """

    outline: Ellipse | Frame
    hue: float | None
    score: float
    chance: float | None = None
    seen: float = 0.0

    @property
    def standing(self) -> float:
        """What decides between candidates for one place: the score, and whether the network sees it."""
        return self.score + _SEEN * self.seen

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Bounding box `(x, y, width, height)` in pixels of the page."""
        return self.outline.box


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


def distinct(candidates: list[Candidate]) -> list[Candidate]:
    """Drop candidates that explain the same place as a better one; of equally good ones the larger stays."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (-round(c.standing, 3), -_area(c))):
        if all(shared(candidate, other) < SHARED for other in kept):
            kept.append(candidate)
    return kept


def outer(rings: list[Candidate]) -> list[Candidate]:
    """Distinct rings; of rings in one another the outermost clear one: within a rim are emblems."""
    clear = [ring for ring in rings if ring.score >= CLEAR]
    return distinct([ring for ring in rings if not any(encloses(other.box, ring.box) for other in clear)])


def encloses(outer: Sequence[float], inner: Sequence[float]) -> bool:
    """Whether a box lies wholly within another that is clearly larger."""
    larger = outer[2] * outer[3] > _EMBLEM * inner[2] * inner[3]
    return larger and overlap(outer, inner) > 0.97


def reconciled(rings: list[Candidate], frames: list[Candidate]) -> list[Candidate]:
    """Rings and frames together: of two that are the same thing the better, otherwise the ring.

    A frame inside a ring is a line of its text, one around a clear ring is the page's border. Around an
    unclear ring, which may be a loop of the frame's own text, it stays: reading tells.
    """
    kept = list(rings)
    for frame in frames:
        rivals = [ring for ring in kept if ring in rings and shared(frame, ring) >= SHARED]
        around = [ring for ring in rivals if ring.score < CLEAR and encloses(frame.box, ring.box)]
        rivals = [ring for ring in rivals if ring not in around]
        if all(_same_place(frame.box, ring.box) and frame.standing > ring.standing for ring in rivals):
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


def overlap(first: Sequence[float], second: Sequence[float]) -> float:
    """Intersection over the smaller box, 0..1; boxes are `(x, y, width, height)`."""
    width = min(first[0] + first[2], second[0] + second[2]) - max(first[0], second[0])
    height = min(first[1] + first[3], second[1] + second[3]) - max(first[1], second[1])
    smaller = min(first[2] * first[3], second[2] * second[3])
    return max(0.0, width) * max(0.0, height) / max(smaller, 1e-6)


def agreement(first: Sequence[float], second: Sequence[float]) -> float:
    """Intersection over union of two boxes, 0..1."""
    one, other = float(first[2] * first[3]), float(second[2] * second[3])
    common = overlap(first, second) * min(one, other)
    return common / max(one + other - common, 1e-6)


def recognised(found: Sequence[Candidate], known: Sequence[Candidate]) -> list[Candidate]:
    """Candidates, those that lie where others do that the network sees being seen as surely."""
    return [
        replace(
            one,
            seen=max(
                [one.seen, *(other.seen for other in known if agreement(one.box, other.box) > _RECOGNISED)]
            ),
        )
        for one in found
    ]


def shape_of(ellipse: Ellipse) -> SealShape:
    """Round or oval by the ratio of the axes alone."""
    ratio = max(ellipse.a, ellipse.b) / min(ellipse.a, ellipse.b)
    return SealShape.OVAL if ratio > 1.22 else SealShape.ROUND
