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
    offsets = np.arange(-reach, reach + 1, dtype=np.float64)
    taper = np.cos(offsets / (reach + 1) * np.pi / 2)[:, None] ** 2
    middle = np.interp(columns, points[:, 0], points[:, 1])
    window = (max(3, round(_WINDOW * height)), 1)
    for _ in range(_REPETITIONS):
        across = np.broadcast_to(columns, (len(offsets), len(columns))).astype(np.float32)
        strip = cv2.remap(
            grey,
            across,
            (middle + offsets[:, None]).astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ).astype(np.float64)
        # of an odd number of rows the median, at a tenth of numpy's time for it
        usual = np.partition(strip, reach, axis=0)[reach]
        ink = np.abs(strip - usual) * taper
        moment = _averaged((ink * offsets[:, None]).sum(axis=0), window)
        amount = _averaged(ink.sum(axis=0), window)
        # where there is little ink, as in a gap, the curve stays
        middle = middle + moment / (amount + _STAYING * np.median(amount) + 1e-6)
    moved = np.interp(points[:, 0], columns, middle)
    return np.stack([points[:, 0], moved], axis=1)


def _averaged(values: Floats, window: tuple[int, int]) -> NDArray[np.float64]:
    return np.asarray(cv2.blur(values[None], window, borderType=cv2.BORDER_REFLECT)[0], np.float64)
