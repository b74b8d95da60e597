"""Where a sheet lies before the camera, and where a seal lies on the sheet."""

from __future__ import annotations

import numpy as np

from bench.generator.truth import Homography


def shift(x: float, y: float) -> Homography:
    """A translation."""
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])


def similarity(x: float, y: float, size: float, angle: float) -> Homography:
    """Scale by `size`, turn by `angle` degrees clockwise, then move to `(x, y)`."""
    turn = np.radians(angle)
    cosine, sine = np.cos(turn) * size, np.sin(turn) * size
    return np.array([[cosine, -sine, x], [sine, cosine, y], [0, 0, 1.0]])


def tilt(angle: float, direction: float, distance: float) -> Homography:
    """A plane seen at a slant by a pinhole camera looking at the origin.

    Args:
        angle: between the plane's normal and the line of sight, degrees.
        direction: heading of the axis that the plane is turned about, degrees.
        distance: of the camera from the origin in the plane's units; large means no perspective.
    """
    slant, heading = np.radians(angle), np.radians(direction)
    turn = np.array([[np.cos(heading), np.sin(heading)], [-np.sin(heading), np.cos(heading)]])
    squeeze = turn.T @ np.diag([1.0, np.cos(slant)]) @ turn
    depth = np.sin(slant) * turn[1] / distance
    result = np.eye(3)
    result[:2, :2] = squeeze
    result[2, :2] = depth
    return result


def seen_axes(homography: Homography) -> tuple[float, float]:
    """Longer and shorter half axis, in pixels, of the unit circle seen through a homography at its centre."""
    x, y = homography[:2, 2] / homography[2, 2]
    local = (homography[:2, :2] - np.outer([x, y], homography[2, :2])) / homography[2, 2]
    longer, shorter = np.linalg.svd(local, compute_uv=False)
    return float(longer), float(shorter)
