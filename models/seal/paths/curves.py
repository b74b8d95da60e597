"""Centre lines through regions: straight ones, and arcs about a common centre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.paths.regions import STRIDE, Region

Floats = NDArray[np.float64]

_LONG = 2.0  # heights of a line whose own extent shows its direction better than its cells do
_HARMONICS = 4  # of an arc's radius around the centre
_STIFFNESS = 4e-4  # how little an arc strays from a circle
_STEP = 6.0  # pixels between points of a centre line
_POINTS = (3, 96)


class Curve(Protocol):
    """A line that text runs along, in reading direction."""

    def places(self, points: Floats) -> tuple[Floats, Floats]:
        """How far along the line `(N, 2)` points lie, pixels, and how far beside it."""

    def points(self, along: Floats) -> Floats:
        """Points `(N, 2)` at places along the line, pixels."""


@dataclass(frozen=True, eq=False)
class Straight:
    """A straight line.

    Attributes:
        origin: `(2,)` a point of it, pixels.
        heading: `(2,)` unit vector in reading direction.
    """

    origin: Floats
    heading: Floats

    @classmethod
    def through(cls, region: Region) -> Straight:
        """The line through a region's middle, as its cells head or, when it is long, as it extends."""
        heading = mean_heading(region)
        origin = np.average(region.points, axis=0, weights=region.chances)
        line = cls(origin, heading)
        along, beside = line.places(region.points)
        if np.ptp(along) > _LONG * 2 * region.half_height:
            slope = np.average(along * beside, weights=region.chances) / np.average(
                along**2, weights=region.chances
            )
            heading = heading + slope * np.array([-heading[1], heading[0]])
            line = cls(origin, heading / np.linalg.norm(heading))
        return line

    def places(self, points: Floats) -> tuple[Floats, Floats]:
        """How far along the line `(N, 2)` points lie from its origin, pixels, and how far beside it."""
        apart = points - self.origin
        return apart @ self.heading, apart @ np.array([-self.heading[1], self.heading[0]])

    def points(self, along: Floats) -> Floats:
        """Points `(N, 2)` at places along the line, pixels."""
        return np.asarray(self.origin + along[:, None] * self.heading)


@dataclass(frozen=True, eq=False)
class Bent:
    """An arc: a circle in a frame in which the seal's rim is one, its radius changing a little around it.

    Attributes:
        centre: `(2,)` pixels.
        frame: `(2, 2)` map from the frame's coordinates to pixels.
        radius: of the circle, in the frame.
        strays: `(2 * _HARMONICS,)` how the radius changes: cosine and sine of 1, 2, ... times the angle.
        start: angle at which it begins, radians.
        sense: 1 when it is read clockwise, else -1.
    """

    centre: Floats
    frame: Floats
    radius: float
    strays: Floats
    start: float
    sense: int

    @classmethod
    def through(cls, region: Region, rim: Ellipse | None) -> Bent:
        """The arc through a region; about the rim's centre and in its proportions where there is a rim."""
        if rim is not None:
            centre, frame = np.array([rim.x, rim.y]), rim.matrix / rim.radius
        else:
            centre, frame = _circle_centre(region), np.eye(2)
        own = np.linalg.solve(frame, (region.points - centre).T).T
        distance, angle = np.hypot(own[:, 0], own[:, 1]), np.arctan2(own[:, 1], own[:, 0])
        radius = float(np.average(distance, weights=region.chances))
        strays = _strays(angle, distance / radius - 1, region.chances) * radius
        headings = np.linalg.solve(frame, region.headings.T).T
        turning = own[:, 0] * headings[:, 1] - own[:, 1] * headings[:, 0]
        sense = 1 if float((turning * region.chances).sum()) >= 0 else -1
        ordered = np.sort(angle)
        gaps = np.diff(np.append(ordered, ordered[0] + 2 * np.pi))
        widest = int(gaps.argmax())
        after, before = ordered[(widest + 1) % len(ordered)], ordered[widest]
        # the start lies within the gap, so that no cell is before it
        start = after - gaps[widest] / 2 if sense > 0 else before + gaps[widest] / 2
        return cls(centre, frame, radius, strays, float(start), sense)

    def _radii(self, angle: Floats) -> Floats:
        return np.asarray(self.radius + _waves(angle) @ self.strays)

    def _scale(self) -> float:
        """Pixels along the arc a radian, about."""
        return self.radius * float(np.sqrt(abs(np.linalg.det(self.frame))))

    def places(self, points: Floats) -> tuple[Floats, Floats]:
        """How far along the arc `(N, 2)` points lie from its start, pixels, and how far outside it."""
        own = np.linalg.solve(self.frame, (points - self.centre).T).T
        distance, angle = np.hypot(own[:, 0], own[:, 1]), np.arctan2(own[:, 1], own[:, 0])
        along = np.mod(self.sense * (angle - self.start), 2 * np.pi) * self._scale()
        return along, (distance - self._radii(angle)) * self._scale() / self.radius

    def points(self, along: Floats) -> Floats:
        """Points `(N, 2)` at places along the arc, pixels."""
        angle = self.start + self.sense * along / self._scale()
        own = np.stack([np.cos(angle), np.sin(angle)]) * self._radii(angle)
        return np.asarray((self.frame @ own).T + self.centre)


def mean_heading(region: Region) -> Floats:
    """The mean direction of reading of a region's cells, a unit vector."""
    mean = (region.headings * region.chances[:, None]).sum(axis=0)
    length = float(np.linalg.norm(mean))
    return np.asarray(mean / length if length > 1e-6 else np.array([1.0, 0.0]))


def curve_through(region: Region, rim: Ellipse | None) -> Curve:
    """The curve that a region's kind asks for."""
    return Bent.through(region, rim) if region.kind.is_arc else Straight.through(region)


def extent_of(curve: Curve, region: Region) -> tuple[float, float]:
    """Where along a curve a region begins and ends, pixels; cells reach half a cell beyond their middles."""
    along, _ = curve.places(region.points)
    return float(along.min()) - STRIDE / 2, float(along.max()) + STRIDE / 2


def sampled(curve: Curve, region: Region) -> tuple[Floats, Floats]:
    """Points `(N, 2)` evenly along a region's part of a curve, and half heights there `(N,)`, pixels."""
    first, last = extent_of(curve, region)
    count = int(np.clip(round((last - first) / _STEP), *_POINTS))
    along = np.linspace(first, last, count)
    own, _ = curve.places(region.points)
    # heights change slowly: a parabola, drawn towards their mean where there is little to go by
    middle, half = (first + last) / 2, max(1.0, (last - first) / 2)
    mean = region.half_height
    basis = _parabola((own - middle) / half)
    weights = region.chances[:, None]
    normal = basis.T @ (basis * weights) + np.diag([1e-3, 2.0, 4.0])
    change = np.linalg.solve(normal, basis.T @ (region.chances * (region.half_heights - mean)))
    heights = mean + _parabola((along - middle) / half) @ change
    return curve.points(along), np.clip(heights, 0.6 * mean, 1.6 * mean)


def _parabola(places: Floats) -> Floats:
    return np.stack([np.ones_like(places), places, places**2], axis=-1)


def _waves(angle: Floats) -> Floats:
    orders = np.arange(1, _HARMONICS + 1)
    phases = angle[:, None] * orders
    return np.concatenate([np.cos(phases), np.sin(phases)], axis=1)


def _strays(angle: Floats, off: Floats, weights: Floats) -> Floats:
    """How a radius changes around its mean, in shares of it; held back where an arc is short."""
    waves = _waves(angle)
    orders = np.tile(np.arange(1, _HARMONICS + 1), 2)
    held = _STIFFNESS * weights.sum() * np.diag(orders**2.0)
    return np.asarray(np.linalg.solve(waves.T @ (waves * weights[:, None]) + held, waves.T @ (weights * off)))


def _circle_centre(region: Region) -> Floats:
    """The centre of the circle along a region: its points equally far, its headings square on them."""
    x, y = region.points.T
    middle = region.points.mean(axis=0)
    spread = max(1.0, float(np.linalg.norm(region.points - middle, axis=1).max()))
    px, py = (x - middle[0]) / spread, (y - middle[1]) / spread
    weights = np.sqrt(region.chances)[:, None]
    # Kåsa, "A circle fitting procedure and its error analysis", IEEE Trans. Instrum. Meas. 25 (1976), p. 8
    distances = np.stack([2 * px, 2 * py, np.ones_like(px)], axis=-1) * weights
    squares = (px**2 + py**2) * weights[:, 0]
    headings = np.concatenate([region.headings, np.zeros((len(px), 1))], axis=1) * weights
    square = (region.headings[:, 0] * px + region.headings[:, 1] * py) * weights[:, 0]
    solved = np.linalg.lstsq(
        np.concatenate([distances, headings]), np.concatenate([squares, square]), rcond=None
    )[0]
    return np.asarray(middle + solved[:2] * spread)
