"""Straight strips cut from drawn pictures by their truth."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.truth import PathKind, Points, TextPath


def strip_of(
    image: NDArray[np.uint8], path: TextPath, height: int = 48, margin: float = 0.12
) -> NDArray[np.uint8]:
    """Straighten one text path.

    Arcs are unrolled along their band and lines levelled. The characters of a column are laid side by
    side, as a reader of horizontal text wants them.

    Args:
        image: `(H, W, 3)` or `(H, W)` uint8.
        path: a path in the image's pixels.
        height: of the strip, pixels.
        margin: how much of the band's height is taken in addition above, below, before and after it.

    Returns:
        The strip, `height` pixels high and in the path's own proportions.
    """
    if path.kind is PathKind.COLUMN:
        cells = [_unrolled(image, *_sides(character.quad), height, margin) for character in path.characters]
        return np.concatenate(cells, axis=1)
    count = len(path.polygon) // 2
    return _unrolled(image, path.polygon[:count], path.polygon[count:][::-1], height, margin)


def _sides(quad: Points) -> tuple[Points, Points]:
    """Heads and feet of one cell."""
    return quad[[0, 1]], quad[[3, 2]]


def _unrolled(
    image: NDArray[np.uint8], heads: Points, feet: Points, height: int, margin: float
) -> NDArray[np.uint8]:
    """The band between two lines of points as a rectangle."""
    steps = np.linalg.norm(np.diff((heads + feet) / 2, axis=0), axis=1)
    # evenly spaced in the seal's own frame, so the strip is not foreshortened
    travelled = np.linspace(0.0, float(steps.sum()), len(heads))
    tall = float(np.linalg.norm(heads - feet, axis=1).mean())
    scale = height / (tall * (1 + 2 * margin))
    pad = margin * tall
    width = max(1, round((travelled[-1] + 2 * pad) * scale))
    along = (np.arange(width) + 0.5) / scale - pad
    upper, lower = (_followed(side, travelled, along) for side in (heads, feet))
    down = ((np.arange(height) + 0.5) / height * (1 + 2 * margin) - margin)[:, None, None]
    grid = (upper[None] * (1 - down) + lower[None] * down).astype(np.float32)
    drawn = cv2.remap(image, grid[..., 0], grid[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, dtype=np.uint8)


def _followed(points: Points, travelled: NDArray[np.float64], along: NDArray[np.float64]) -> Points:
    """Where one is after walking `along` a line of points; straight on beyond its ends."""
    walked = np.stack([np.interp(along, travelled, points[:, axis]) for axis in (0, 1)], axis=-1)
    for end, neighbour, beyond in ((0, 1, along - travelled[0]), (-1, -2, along - travelled[-1])):
        outside = beyond < 0 if end == 0 else beyond > 0
        length = max(1e-9, abs(travelled[end] - travelled[neighbour]))
        heading = (points[end] - points[neighbour]) / length
        walked[outside] = points[end] + np.abs(beyond[outside])[:, None] * heading
    return walked
