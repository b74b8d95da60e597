"""Fit the frame of a seal with corners: rectangle, diamond or triangle, drawn as a line or solid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial, reduce

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.detect.frame.ink import side_coverages
from sealstack.models.seal.detect.frame.sides import laid_along_ink
from sealstack.models.seal.ink.density import Plane
from sealstack.models.values import Polygon, SealShape

_SHORTEST_SIDE = 0.12  # of the longest
_OPPOSITE = 0.4  # of the side across: seen aslant a seal's sides stay more alike
_STRAIGHT_ON = 0.9  # cosine of the turn at a corner: 26 degrees
_SEARCH = 0.09  # of the mean side: how far from the outline its line is looked for
_WIDENING = ((_SEARCH,), (0.18, 0.09), (0.25, 0.12))  # the same where the network saw it, step by step
_EVEN = 0.8  # shortest to longest side
_OUTSIDE = 0.1  # of the mean side: where there is paper around a seal
_LEAST_INKED = 0.5  # share of a side near which there must be ink at all
_EDGE = 0.015  # of the picture's longer side: so near its edge a frame's side is cut off
_CUT_OFF = 0.85  # what a side that is cut off counts as inked
_TOLERANCE = 0.03  # of the mean side: how far from a side ink still counts as its line


@dataclass(frozen=True, eq=False)
class Frame:
    """A fitted frame.

    Attributes:
        corners: `(4, 2)` or `(3, 2)` float32 pixels, clockwise, the upper left (or topmost) first.
        shape: RECTANGLE, DIAMOND or TRIANGLE.
        coverage: share 0..1 of the weakest side's length that is inked.
        inked: share 0..1 of the whole outline that is.
        outside: share 0..1 of the outline with ink a little outside, where a seal has paper.
    """

    corners: Polygon
    shape: SealShape
    coverage: float
    inked: float = 0.0
    outside: float = 0.0

    @property
    def even(self) -> bool:
        """Whether all sides are about as long."""
        lengths = np.linalg.norm(np.roll(self.corners, -1, axis=0) - self.corners, axis=1)
        return bool(lengths.min() > _EVEN * lengths.max())

    @property
    def polygon(self) -> Polygon:
        """The corners, as of any outline."""
        return self.corners

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Bounding box `(x, y, width, height)` in pixels."""
        low, high = self.corners.min(axis=0), self.corners.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])

    def moved(self, scale: float, x: float = 0.0, y: float = 0.0) -> Frame:
        """The frame in a picture that is `scale` times as large, then moved by `(x, y)` pixels of it."""
        corners = self.corners * np.float32(scale) + np.array([x, y], np.float32)
        return replace(self, corners=corners)


def fit_frame(evidence: Plane, points: NDArray[np.int32]) -> Frame | None:
    """Fit a frame around a connected piece of ink.

    Args:
        evidence: `(H, W)` float32, 0 (paper) to 1 (surely ink).
        points: `(N, 2)` int32 pixels of the piece.

    Returns:
        The frame whose sides are best inked, or None when the piece has no area or ink near too few sides.
    """
    hull = np.asarray(cv2.convexHull(points), dtype=np.int32)
    if len(hull) < 3 or cv2.contourArea(hull) < 100:
        return None
    outlines = [corners for corners in _outlines(hull) if _may_be_inked(evidence, corners)]
    refined = [_laid(evidence, corners) for corners in outlines]
    sound = [corners for corners in [*outlines, *refined] if _sound(corners)]
    if not sound:
        return None
    # a triangle's side is also inked along a rectangle's: the tighter outline explains the ink better
    best = max(sound, key=lambda corners: _coverage(evidence, corners) + 0.3 * _tightness(hull, corners))
    return _measured(evidence, best)


def fit_corners(evidence: Plane, hull: Polygon, number: int) -> list[Frame]:
    """Fit frames to where the network sees a seal with corners.

    Its hull is rounder and smaller than the seal: the sides are laid along the outermost ink in ever wider
    surroundings.

    Args:
        evidence: `(H, W)` float32, 0 (paper) to 1 (surely ink).
        hull: `(N, 2)` float32 pixels, where it sees the seal.
        number: of corners, 3 or 4.

    Returns:
        The best inked frame for each way to cut the hull down to so many corners.
    """
    points = np.asarray(np.round(hull), np.int32).reshape(-1, 1, 2)
    frames = []
    for corners in (outline for outline in _outlines(points) if len(outline) == number):
        laid = [reduce(partial(_laid, evidence), reaches, corners) for reaches in _WIDENING]
        sound = [outline for outline in [*laid, corners] if _sound(outline)]
        if sound:
            frames.append(_measured(evidence, max(sound, key=lambda one: _coverage(evidence, one))))
    return frames


def _outlines(hull: NDArray[np.int32]) -> list[Polygon]:
    """Candidate outlines: the smallest rectangle and triangle, and the hull cut down to four corners."""
    outlines = [cv2.boxPoints(cv2.minAreaRect(hull))]
    area, triangle = cv2.minEnclosingTriangle(hull.astype(np.float32))
    if area and triangle is not None:
        outlines.append(triangle.reshape(-1, 2))
    if len(hull) >= 5:
        four = cv2.approxPolyN(hull, 4, approxCurve=None, epsilon_percentage=-1.0, ensure_convex=True)
        outlines.append(four.reshape(-1, 2))
    return [ordered(np.asarray(corners, dtype=np.float32)) for corners in outlines if len(corners) >= 3]


def _may_be_inked(evidence: Plane, corners: Polygon) -> bool:
    """Whether there is ink enough near every side for a frame; cheaper than to lay the sides along it."""
    shares = side_coverages(evidence, corners, _SEARCH * _mean_side(corners))
    return _weakest(shares, corners, evidence) >= _LEAST_INKED


def _sound(corners: Polygon) -> bool:
    """Whether corners make a convex outline with some area, each of them a corner indeed.

    A corner cut off, or one in the middle of a straight side, makes a quad of a triangle.
    """
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(sides, axis=1)
    cosine = np.sum(sides * np.roll(sides, 1, axis=0), axis=1) / (lengths * np.roll(lengths, 1) + 1e-6)
    clear = bool(lengths.min() > _SHORTEST_SIDE * lengths.max() and cosine.max() < _STRAIGHT_ON)
    if len(corners) == 4:
        clear = clear and bool((lengths > _OPPOSITE * np.roll(lengths, 2)).all())
    return clear and bool(cv2.isContourConvex(corners)) and cv2.contourArea(corners) >= 100


def _laid(evidence: Plane, corners: Polygon, reach: float = _SEARCH) -> Polygon:
    """The outline with its sides laid along the ink within a reach in mean sides."""
    return ordered(laid_along_ink(evidence, corners, reach * _mean_side(corners)))


def _tightness(hull: NDArray[np.int32], corners: Polygon) -> float:
    return float(cv2.contourArea(hull)) / max(float(cv2.contourArea(corners)), 1.0)


def _measured(evidence: Plane, corners: Polygon) -> Frame:
    around = side_coverages(evidence, _pushed_out(corners, _OUTSIDE * _mean_side(corners)), 0.5)
    along = side_coverages(evidence, corners, _tolerance(corners))
    return Frame(
        corners,
        classify(corners),
        coverage=_weakest(along, corners, evidence),
        inked=float(along.mean()),
        outside=float(around.mean()),
    )


def _coverage(evidence: Plane, corners: Polygon) -> float:
    """Share of the weakest side that is inked."""
    return _weakest(side_coverages(evidence, corners, _tolerance(corners)), corners, evidence)


def _tolerance(corners: Polygon) -> float:
    """How far from a side ink still counts as its line, pixels."""
    return max(1.5, _TOLERANCE * _mean_side(corners))


def _weakest(shares: NDArray[np.float64], corners: Polygon, evidence: Plane) -> float:
    """The least of the sides' shares of ink, `(N,)`; one side may be cut off by the picture's edge."""
    cut = _on_edge(corners, evidence.shape)
    if cut.sum() == 1:
        shares = np.where(cut, np.maximum(shares, _CUT_OFF), shares)
    return float(shares.min())


def _on_edge(corners: Polygon, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which sides run along an edge of a picture of this shape, `(N,)`."""
    margin = _EDGE * max(shape)
    x, y = corners[:, 0], corners[:, 1]
    near = np.stack([x < margin, y < margin, x > shape[1] - 1 - margin, y > shape[0] - 1 - margin])
    return np.asarray((near & np.roll(near, -1, axis=1)).any(axis=0))


def _mean_side(corners: Polygon) -> float:
    return float(np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1).mean())


def _pushed_out(corners: Polygon, distance: float) -> Polygon:
    """The outline moved outwards by a distance, about."""
    arms = corners - corners.mean(axis=0)
    return np.asarray(
        corners + arms * (2**0.5 * distance / np.linalg.norm(arms, axis=1))[:, None], np.float32
    )


def classify(corners: Polygon) -> SealShape:
    """Distinguish rectangle, diamond and triangle by their corners.

    A diamond stands on a corner: its diagonals run along the picture's axes, or its angles are far from
    right.
    """
    if len(corners) == 3:
        return SealShape.TRIANGLE
    before, after = np.roll(corners, 1, axis=0) - corners, np.roll(corners, -1, axis=0) - corners
    product = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    cosine = np.sum(before * after, axis=1) / (product + 1e-6)
    skew = float(np.abs(np.degrees(np.arccos(np.clip(cosine, -1, 1))) - 90).mean())
    tilt = float(np.degrees(np.arctan2(after[0][1], after[0][0])) % 90)
    lengths = np.linalg.norm(after, axis=1)
    even = float(lengths.min() / max(lengths.max(), 1e-6))
    if even > 0.8 and (skew > 14 or 28 <= tilt <= 62):
        return SealShape.DIAMOND
    return SealShape.RECTANGLE


def ordered(corners: Polygon) -> Polygon:
    """Corners clockwise, beginning with the one nearest the upper left (of a triangle: the topmost)."""
    centre = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0])
    turned = corners[np.argsort(angles)]
    first = int(turned[:, 1].argmin() if len(turned) == 3 else turned.sum(axis=1).argmin())
    return np.ascontiguousarray(np.roll(turned, -first, axis=0), dtype=np.float32)
