"""Ellipses measured along their edge, and outlines of the other shapes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench.generator.truth import Points

STEPS = 720


class Ellipse:
    """An axis-parallel ellipse about the origin, walked clockwise from its top by arc length."""

    def __init__(self, half_width: float, half_height: float) -> None:
        self.half_width, self.half_height = half_width, half_height
        self._angles = np.linspace(-np.pi, np.pi, STEPS + 1)
        edge = self.at_angle(self._angles)
        steps = np.hypot(*np.diff(edge, axis=0).T)
        travelled = np.concatenate([[0.0], np.cumsum(steps)])
        self.perimeter = float(travelled[-1])
        self._lengths = travelled - travelled[STEPS // 2]  # 0 at the top, growing clockwise

    def at_angle(self, angle: NDArray[np.float64]) -> Points:
        """Points at parameter angles in radians, clockwise from the top."""
        return np.stack([self.half_width * np.sin(angle), -self.half_height * np.cos(angle)], axis=-1)

    def angle_at(self, length: NDArray[np.float64]) -> NDArray[np.float64]:
        """Parameter angles after walking `length` clockwise from the top (any number of turns)."""
        turns = np.floor((length + self.perimeter / 2) / self.perimeter)
        inside = length - turns * self.perimeter
        return np.asarray(np.interp(inside, self._lengths, self._angles) + turns * 2 * np.pi)

    def outward(self, angle: NDArray[np.float64]) -> Points:
        """Unit normals pointing out of the ellipse at parameter angles."""
        normal = np.stack([self.half_height * np.sin(angle), -self.half_width * np.cos(angle)], axis=-1)
        return np.asarray(normal / np.linalg.norm(normal, axis=-1, keepdims=True))


def rectangle_outline(half_width: float, half_height: float, corner: float = 0.0) -> Points:
    """A rectangle about the origin, clockwise, its corners rounded by radius `corner`."""
    if corner <= 0:
        x, y = half_width, half_height
        return np.array([[-x, -y], [x, -y], [x, y], [-x, y]])
    quarter = np.linspace(0, np.pi / 2, 7)
    points = []
    for number, (sign_x, sign_y) in enumerate([(-1, -1), (1, -1), (1, 1), (-1, 1)]):
        angle = quarter + number * np.pi / 2 - np.pi
        middle = np.array([sign_x * (half_width - corner), sign_y * (half_height - corner)])
        points.append(middle + corner * np.stack([np.cos(angle), np.sin(angle)], axis=-1))
    return np.concatenate(points)


def regular_star(points: int, radius: float, inner: float = 0.382, turn: float = 0.0) -> Points:
    """A star about the origin with one point up; `inner` 0.382 is the pentagram's ratio."""
    angle = np.arange(2 * points) * np.pi / points + turn
    reach = np.where(np.arange(2 * points) % 2 == 0, radius, radius * inner)
    return np.stack([reach * np.sin(angle), -reach * np.cos(angle)], axis=-1)
