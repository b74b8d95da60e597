"""Fit the rim of a round or oval seal: an ellipse traced through worn, broken and overprinted ink.

Around a rough guess the picture is sampled in polar coordinates, where the rim is a nearly level line. A
closed path of greatest ink is found by dynamic programming (Amini, Weymouth & Jain, "Using dynamic
programming for solving variational problems in vision", PAMI 12 (1990), pp. 855-867) and an ellipse is fitted
to it, dropping the points that print and gaps have drawn away (Fitzgibbon, Pilu & Fisher, "Direct least
square fitting of ellipses", PAMI 21 (1999), pp. 476-480, as in OpenCV).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.ink.density import Plane
from sealstack.models.values import Polygon

_ANGLES = 120
_STEPS = 48  # radial samples of the polar map
_TURN_COST = np.float32(0.12)  # ink given up for stepping one row in or out
_ALIKE = 0.06  # of the radius: closer bounding boxes are of the same rim
_MOST = 16  # guesses followed further
_MAPS_AT_ONCE = 256  # OpenCV takes maps of up to 32,767 rows
_AROUND = np.linspace(0, 2 * math.pi, 48, endpoint=False)  # radians
_TOLERANCE = 0.03  # of the radius: how far from the ellipse ink still counts as its rim


@dataclass(frozen=True)
class Ellipse:
    """An ellipse in pixels.

    Attributes:
        x, y: its centre.
        a, b: semi-axes along and across `angle`.
        angle: degrees, clockwise from the x axis to the `a` axis (image coordinates).
    """

    x: float
    y: float
    a: float
    b: float
    angle: float = 0.0

    @property
    def radius(self) -> float:
        """Mean radius in pixels."""
        return float(np.sqrt(self.a * self.b))

    @property
    def matrix(self) -> NDArray[np.float64]:
        """`(2, 2)` symmetric map that carries the unit circle onto the ellipse about its centre.

        Being symmetric it stretches without turning, so that directions on the seal are kept.
        """
        turn = math.radians(self.angle)
        cos, sin = math.cos(turn), math.sin(turn)
        mixed = (self.a - self.b) * cos * sin
        return np.array(
            [
                [self.a * cos * cos + self.b * sin * sin, mixed],
                [mixed, self.a * sin * sin + self.b * cos * cos],
            ]
        )

    def points(
        self, angles: NDArray[np.float64], scale: float | NDArray[np.float64] = 1.0
    ) -> NDArray[np.float32]:
        """Points `(N, 2)` float32 at `angles` (radians, clockwise from the right), `scale` times the rim."""
        circle = np.stack([np.cos(angles), np.sin(angles)]) * scale
        return np.asarray((self.matrix @ circle + np.array([[self.x], [self.y]])).T, dtype=np.float32)

    @property
    def polygon(self) -> Polygon:
        """The ellipse as a polygon, `(48, 2)` float32 pixels."""
        return self.points(_AROUND)

    def scaled(self, factor: float) -> Ellipse:
        """The same ellipse with its axes times `factor`."""
        return replace(self, a=self.a * factor, b=self.b * factor)

    def moved(self, scale: float, x: float = 0.0, y: float = 0.0) -> Ellipse:
        """The ellipse in another frame: coordinates times `scale`, then shifted by `(x, y)` pixels."""
        return Ellipse(self.x * scale + x, self.y * scale + y, self.a * scale, self.b * scale, self.angle)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Bounding box `(x, y, width, height)` in pixels."""
        turn = math.radians(self.angle)
        cos, sin = math.cos(turn), math.sin(turn)
        across, down = math.hypot(self.a * cos, self.b * sin), math.hypot(self.a * sin, self.b * cos)
        return self.x - across, self.y - down, 2 * across, 2 * down


@dataclass(frozen=True)
class Rim:
    """A fitted rim.

    Attributes:
        ellipse: through the middle of the rim's stroke.
        coverage: share 0..1 of the circumference where ink stands.
        outside: share 0..1 of the circumference with ink a little outside, where a seal has paper.
    """

    ellipse: Ellipse
    coverage: float
    outside: float


def polar_maps(
    plane: Plane, ellipses: Sequence[Ellipse], inner: float, outer: float, angles: int, steps: int
) -> Plane:
    """Sample a plane around ellipses.

    Args:
        plane: `(H, W)` float32.
        ellipses: N of them.
        inner: where to begin, in multiples of the rim.
        outer: where to end.
        angles: samples around.
        steps: samples outwards.

    Returns:
        `(N, steps, angles)` float32, zero outside the plane.
    """
    theta = np.linspace(0, 2 * np.pi, angles, endpoint=False)
    circle = np.stack([e.matrix for e in ellipses]) @ np.stack([np.cos(theta), np.sin(theta)])
    circle, scale = circle.astype(np.float32), np.linspace(inner, outer, steps, dtype=np.float32)
    centre = np.array([[e.x, e.y] for e in ellipses], dtype=np.float32)
    # (N, steps, angles); the rows of all maps under each other make one picture
    x = centre[:, 0, None, None] + scale[None, :, None] * circle[:, None, 0]
    y = centre[:, 1, None, None] + scale[None, :, None] * circle[:, None, 1]
    parts = [
        cv2.remap(
            plane,
            x[first : first + _MAPS_AT_ONCE].reshape(-1, angles),
            y[first : first + _MAPS_AT_ONCE].reshape(-1, angles),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=0,
        )
        for first in range(0, len(ellipses), _MAPS_AT_ONCE)
    ]
    return np.concatenate(parts).reshape(x.shape)


def fit_rims(
    evidence: Plane, guesses: Sequence[Ellipse], reaches: Sequence[float] = (0.35, 0.2, 0.1)
) -> list[Rim]:
    """Trace the rims near some guesses.

    Args:
        evidence: `(H, W)` float32, 0 (paper) to 1 (surely ink).
        guesses: ellipses that overlap a seal, their radius right within the first reach.
        reaches: how far in and out to look, in multiples of the radius, round after round.

    Returns:
        The rims found; guesses near which nothing ring-like is leave none.
    """
    ellipses = list(guesses)
    for reach in reaches:
        ellipses = _distinct(evidence, _fit_once(evidence, ellipses, reach))
    ellipses = _distinct(evidence, _outermost(evidence, ellipses))
    here = coverages(evidence, ellipses)
    # print may touch the rim on one level, but hardly on two
    near = coverages(evidence, [ellipse.scaled(1.08) for ellipse in ellipses])
    far = coverages(evidence, [ellipse.scaled(1.13) for ellipse in ellipses])
    beyond = [min(pair) for pair in zip(near, far, strict=True)]
    return [Rim(*row) for row in zip(ellipses, here, beyond, strict=True)]


def _distinct(evidence: Plane, ellipses: Sequence[Ellipse]) -> list[Ellipse]:
    """The best inked of those that are the same (nearly the same box); many guesses come to one rim."""
    if not ellipses:
        return []
    boxes = np.array([ellipse.box for ellipse in ellipses])
    radii = np.array([ellipse.radius for ellipse in ellipses])
    left = np.ones(len(ellipses), dtype=bool)
    kept: list[Ellipse] = []
    for index in np.argsort(coverages(evidence, ellipses))[::-1]:
        if left[index]:
            kept.append(ellipses[index])
            apart = np.abs(boxes - boxes[index]).max(axis=1)
            left &= apart >= _ALIKE * np.minimum(radii, radii[index])
    return kept[:_MOST]


def coverages(evidence: Plane, ellipses: Sequence[Ellipse]) -> list[float]:
    """Share of each circumference, 0..1, where ink stands within a narrow band around the ellipse."""
    if not ellipses:
        return []
    band = polar_maps(evidence, ellipses, 1 - _TOLERANCE, 1 + _TOLERANCE, _ANGLES, 7)
    return [float(share) for share in np.mean(band.max(axis=1) > 0.5, axis=1)]


def _fit_once(evidence: Plane, ellipses: Sequence[Ellipse], reach: float) -> list[Ellipse]:
    if not ellipses:
        return []
    sampled = polar_maps(evidence, ellipses, 1 - reach, 1 + reach, _ANGLES, _STEPS)
    # a slight pull outwards: of two rings, or rim and text, the rim is the outer one
    weight = np.linspace(0.85, 1.0, _STEPS, dtype=np.float32)[:, None]
    paths = closed_paths(sampled * weight)
    theta = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    fitted = []
    for ellipse, rows, polar in zip(ellipses, paths, sampled, strict=True):
        ink = polar[rows, np.arange(_ANGLES)] > 0.3
        if ink.mean() < 0.3:
            continue
        scale = 1 - reach + 2 * reach * rows / (_STEPS - 1)
        better = _robust_ellipse(ellipse.points(theta, scale)[ink])
        if better is not None:
            fitted.append(better)
    return fitted


def closed_paths(gain: Plane) -> NDArray[np.int64]:
    """The closed path of greatest gain through each polar map.

    Args:
        gain: `(N, steps, angles)` float32.

    Returns:
        `(N, angles)` row of the path in each column; neighbouring columns differ by one row at most.
    """
    count, steps, columns = gain.shape
    gain = np.ascontiguousarray(gain.transpose(2, 0, 1))
    # half a round more, so that the round in the middle feels neither end; a row of walls on either side
    rounds = columns + columns // 2
    totals = np.full((rounds + 1, count, steps + 2), -np.inf, dtype=np.float32)
    totals[0, :, 1:-1] = 0
    for column in range(rounds):
        before = totals[column]
        beside = np.maximum(before[:, :-2], before[:, 2:])
        beside -= _TURN_COST
        np.maximum(beside, before[:, 1:-1], out=beside)
        np.add(beside, gain[column % columns], out=totals[column + 1, :, 1:-1])
    here, up, down = totals[:-1, :, 1:-1], totals[:-1, :, :-2], totals[:-1, :, 2:]
    steps_back = np.where(np.maximum(up, down) - _TURN_COST > here, np.where(up >= down, -1, 1), 0)
    every = np.arange(count)
    row = totals[-1, :, 1:-1].argmax(axis=1)
    path = np.empty((count, rounds), dtype=np.int64)
    for column in range(rounds - 1, -1, -1):
        path[:, column] = row
        row = row + steps_back[column, every, row]
    quarter = columns // 4
    middle = path[:, quarter : quarter + columns]
    return np.roll(middle, quarter, axis=1)


def _robust_ellipse(points: NDArray[np.float32]) -> Ellipse | None:
    """Least-squares ellipse after dropping, twice, the points that lie far from it."""
    kept = points
    for keep in (0.75, 0.85, None):
        if len(kept) < 20:
            return None
        (x, y), (width, height), angle = cv2.fitEllipseDirect(kept)
        ellipse = Ellipse(x, y, width / 2, height / 2, angle)
        if not 0.4 < width / max(height, 1e-6) < 2.5:
            return None
        if keep is None:
            return ellipse
        residual = np.abs(radial_position(ellipse, points) - 1)
        most = int(keep * (len(points) - 1))
        kept = points[residual <= np.partition(residual, most)[most]]
    return None


def radial_position(ellipse: Ellipse, points: NDArray[np.float32]) -> NDArray[np.float64]:
    """How far out points `(N, 2)` lie: 0 at the centre, 1 on the ellipse."""
    shifted = points.astype(np.float64) - np.array([ellipse.x, ellipse.y])
    turn = math.radians(ellipse.angle)
    along = np.array([math.cos(turn), math.sin(turn)]) / ellipse.a
    across = np.array([-math.sin(turn), math.cos(turn)]) / ellipse.b
    return np.asarray(np.hypot(shifted @ along, shifted @ across))


def _outermost(evidence: Plane, ellipses: Sequence[Ellipse]) -> list[Ellipse]:
    """Step from an inner ring to the outer one of a double-rimmed seal."""
    factors = np.arange(1.04, 1.26, 0.02)
    wider = [ellipse.scaled(float(factor)) for ellipse in ellipses for factor in factors]
    shares = np.array(coverages(evidence, wider)).reshape(len(ellipses), len(factors))
    outer = []
    for ellipse, here, share in zip(ellipses, coverages(evidence, ellipses), shares, strict=True):
        rings = np.flatnonzero(share >= max(0.8, 0.9 * here))
        # a thick single rim also covers what is just outside its middle: there must be paper in between
        rings = rings[[bool(np.any(share[:ring] < 0.6)) for ring in rings]] if rings.size else rings
        refined = _fit_once(evidence, [ellipse.scaled(float(factors[rings[-1]]))], 0.04) if rings.size else []
        outer.append(refined[0] if refined else ellipse)
    return outer
