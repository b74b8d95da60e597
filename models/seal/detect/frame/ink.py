"""Measure the ink along and within the sides of a frame."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.ink.density import Plane
from sealstack.models.values import Polygon

SAMPLES = 48
"""How many points of a side are looked at."""

INSETS = np.arange(-0.048, 0.22, 0.006)
"""How far within the sides ink is measured, of the shorter side; the outline may lie on the inner edge."""

_DIVIDER = 0.9  # share of ink along a line across that divides a table


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


def inked_within(strong: NDArray[np.bool_], corners: Polygon) -> NDArray[np.float64]:
    """Share of ink along the sides, moved inwards by each of `INSETS` of the shorter side."""
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(sides, axis=1)
    direction = sides / np.maximum(lengths, 1e-6)[:, None]
    inward = np.stack([-direction[:, 1], direction[:, 0]], axis=1)  # corners run clockwise
    along = np.linspace(0.3, 0.7, 2 * SAMPLES)
    points = (
        corners[:, None, None]
        + along[None, None, :, None] * sides[:, None, None]
        + (INSETS * lengths.min())[None, :, None, None] * inward[:, None, None]
    )
    column = np.clip(np.round(points[..., 0]).astype(int), 0, strong.shape[1] - 1)
    row = np.clip(np.round(points[..., 1]).astype(int), 0, strong.shape[0] - 1)
    return np.asarray(strong[row, column].mean(axis=(0, 2)))


def first_run(inked: NDArray[np.bool_]) -> int:
    """Length of the first run of what is true."""
    begin = int(inked.argmax())
    if not inked.any():
        return 0
    rest = inked[begin:]
    return int(rest.argmin()) if not rest.all() else len(rest)


def is_divided(evidence: Plane, corners: Polygon) -> bool:
    """Whether a line runs across the whole inside of a quad, as between the cells of a table."""
    if len(corners) != 4:
        return False
    for one in (corners, np.roll(corners, -1, axis=0)):
        steps = np.linspace(0.2, 0.8, 61)[:, None, None]
        starts, ends = one[0] + steps[:, 0] * (one[3] - one[0]), one[1] + steps[:, 0] * (one[2] - one[1])
        along = np.linspace(0.03, 0.97, 2 * SAMPLES)[None, :, None]
        points = (starts[:, None] + along * (ends - starts)[:, None]).astype(np.float32)
        inked = cv2.remap(evidence, points[..., 0].copy(), points[..., 1].copy(), cv2.INTER_LINEAR) > 0.5
        if float(inked.mean(axis=1).max()) > _DIVIDER:
            return True
    return False
