"""Where the ink of a line lies about a curve that is nearly its own."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.document.unwarp.rows.smooth_field import Floats
from sealstack.models.values import Mask

_REACH = 0.7
"""How far about the curve ink is looked at, in heights of the print; it counts less the farther away."""

_WINDOW = 5.0
"""The length of line over which ink is averaged, in heights: letters with tails do not pull it down alone."""

_STAYING = 0.3
"""How much staying counts, in usual amounts of ink."""

_REPETITIONS = 2


def centred_on_ink(grey: Mask, points: Floats, height: float) -> Floats:
    """Move a line's curve up or down onto the middle of its ink.

    Args:
        grey: the picture, `(H, W)` uint8.
        points: the curve, `(N, 2)` pixels, from left to right.
        height: of the print, pixels.

    Returns:
        The moved points, `(N, 2)`.
    """
    columns = np.arange(np.ceil(points[0, 0]), np.floor(points[-1, 0]) + 1)
    reach = max(2, round(_REACH * height))
    if len(columns) < 2 * reach:
        return points
    offsets = np.arange(-reach, reach + 1, dtype=np.float32)
    taper = np.cos(offsets / (reach + 1) * np.float32(np.pi / 2)) ** 2
    weights = np.stack([taper * offsets, taper])
    across = np.empty((len(offsets), len(columns)), np.float32)
    across[:] = columns
    middle = np.interp(columns, points[:, 0], points[:, 1])
    window = (max(3, round(_WINDOW * height)), 1)
    for _ in range(_REPETITIONS):
        down = middle.astype(np.float32) + offsets[:, None]
        strip = cv2.remap(grey, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        # of an odd number of rows the median, at a tenth of numpy's time for it
        usual = np.partition(strip, reach, axis=0)[reach]
        ink = np.abs(np.subtract(strip, usual, dtype=np.float32))
        moment, amount = (_averaged(row, window) for row in np.einsum("wo,oc->wc", weights, ink))
        # where there is little ink, as in a gap, the curve stays
        middle = middle + moment / (amount + _STAYING * median(amount) + 1e-6)
    moved = np.interp(points[:, 0], columns, middle)
    return np.stack([points[:, 0], moved], axis=1)


def median(values: NDArray[np.generic]) -> float:
    """The median of a row of values, as numpy's, which takes ten times as long for some hundred of them."""
    ordered = np.sort(values)
    middle = len(ordered) // 2
    return float(ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2)


def _averaged(values: NDArray[np.float32], window: tuple[int, int]) -> NDArray[np.float64]:
    return np.asarray(cv2.blur(values[None], window, borderType=cv2.BORDER_REFLECT)[0], np.float64)
