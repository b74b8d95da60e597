"""Lay the sides of an outline along the line of a frame: worn, doubled, or with text and print beside it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.detect.frame.ink import SAMPLES
from sealstack.models.seal.ink.density import Plane
from sealstack.models.values import Polygon

_ALIKE = 0.12  # of the reach: how far from a side's line its points may lie


def laid_along_ink(evidence: Plane, corners: Polygon, reach: float) -> Polygon:
    """Lay each side along the outermost ink near it; the corners are where the sides then meet.

    Args:
        evidence: `(H, W)` float32, 0 (paper) to 1 (surely ink).
        corners: `(N, 2)` float32 pixels, clockwise.
        reach: how far from a side its line is looked for, pixels.

    Returns:
        `(N, 2)` float32 pixels; the corners as they were where neighbouring sides come out nearly parallel.
    """
    lines = [
        _side_line(evidence, start, end, reach)
        for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True)
    ]
    met = []
    for (point, direction), (other, across) in zip(np.roll(lines, 1, axis=0), lines, strict=True):
        system = np.stack([direction, -across], axis=1)
        if abs(np.linalg.det(system)) < 0.2:  # nearly parallel sides meet nowhere near
            return corners
        met.append(point + direction * np.linalg.solve(system, other - point)[0])
    return np.asarray(met, dtype=np.float32)


def _side_line(
    evidence: Plane, start: NDArray[np.float32], end: NDArray[np.float32], reach: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A point and the unit direction of the inked line near a side; the side itself where there is none."""
    direction = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
    inward = np.array([-direction[1], direction[0]], dtype=np.float32)  # corners run clockwise
    along = start + np.linspace(0.08, 0.92, SAMPLES)[:, None].astype(np.float32) * (end - start)
    depth = np.arange(-reach, reach, 0.5, dtype=np.float32)
    points = along[None] + depth[:, None, None] * inward
    x, y = np.ascontiguousarray(points[..., 0]), np.ascontiguousarray(points[..., 1])
    inked = cv2.remap(evidence, x, y, cv2.INTER_LINEAR) > 0.5
    first = inked.argmax(axis=0)
    hit = inked.any(axis=0)
    edge = points[first, np.arange(SAMPLES)][hit]
    if len(edge) < SAMPLES // 3:
        return start, direction
    edge = _agreeing(edge, max(1.0, _ALIKE * reach))
    vx, vy, px, py = cv2.fitLine(edge, cv2.DIST_HUBER, 0, 0.01, 0.01).reshape(-1)
    fitted = np.array([vx, vy], dtype=np.float32)
    if fitted @ direction < 0:
        fitted = -fitted
    return np.array([px, py], dtype=np.float32), fitted


def _agreeing(points: NDArray[np.float32], tolerance: float) -> NDArray[np.float32]:
    """The points near the line through two of them that most lie near: the others are text, or print across.

    All pairs of every third point are tried, so no chance is involved (after Fischler & Bolles, "Random
    sample consensus", CACM 24(6), 1981).
    """
    tried = points[::3]
    one, other = (tried[numbers] for numbers in np.triu_indices(len(tried), 1))
    along = other - one
    normal = (
        np.stack([-along[:, 1], along[:, 0]], axis=1)
        / np.maximum(np.linalg.norm(along, axis=1), 1e-6)[:, None]
    )
    away = np.abs((points[None] - one[:, None]) @ normal[:, :, None])[..., 0]
    most = away[(away < tolerance).sum(axis=1).argmax()]
    return np.asarray(points[most < tolerance])
