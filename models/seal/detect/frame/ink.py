"""Measure the ink along the sides of a frame."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.ink.density import Plane
from sealstack.models.values import Polygon

SAMPLES = 48
"""How many points of a side are looked at."""


def side_coverages(evidence: Plane, corners: Polygon, reach: float) -> NDArray[np.float64]:
    """Share of each side's length, `(N,)`, with ink within `reach` pixels of it."""
    sides = np.roll(corners, -1, axis=0) - corners
    direction = sides / np.maximum(np.linalg.norm(sides, axis=1), 1e-6)[:, None]
    normal = np.stack([-direction[:, 1], direction[:, 0]], axis=1)
    along = np.linspace(0.06, 0.94, SAMPLES)
    across = np.linspace(-reach, reach, 7)
    points = (
        corners[:, None, None]
        + along[None, None, :, None] * sides[:, None, None]
        + across[None, :, None, None] * normal[:, None, None]
    ).astype(np.float32)
    flat = points.reshape(-1, SAMPLES, 2)
    sampled = cv2.remap(evidence, flat[..., 0].copy(), flat[..., 1].copy(), cv2.INTER_LINEAR)
    return np.asarray((sampled.reshape(len(corners), 7, SAMPLES).max(axis=1) > 0.5).mean(axis=1))
