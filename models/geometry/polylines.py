"""Open lines of points: how far along each point lies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def distances_along(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each point of a line lies from its first, measured along the line.

    Args:
        points: `(N, 2)` float64 pixels, N at least 1.

    Returns:
        `(N,)` float64 pixels, from 0 to the line's length.
    """
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(steps)])
