"""What the network's maps are to show for a view."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.locator.maps import KINDS, SHRUNKEN, STRIDE
from training.locator.views import View

MAPS = len(KINDS) + 1
"""Kernels of rings, frames and triangles, then the whole area of any of them."""

_FEWEST = 14.0  # pixels across a seal that is asked for
LEAST_SHOWN = 0.4
"""Share of a seal that is in the view, from which on it is asked for."""

_SIXTEENTHS = 4  # bits of a point's fraction
_USUAL = 60.0  # pixels across a seal whose cells have weight 1
_HEAVIEST = 6.0


def targets_of(view: View) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Maps to learn, and how much each cell counts.

    Returns:
        Two arrays `(MAPS, H / STRIDE, W / STRIDE)` float32: targets 0 or 1; weights, 0 where a seal is too
        small or too far cut off to ask for it, greater where seals are small.
    """
    rows, columns = (side // STRIDE for side in view.image.shape[:2])
    maps = np.zeros((MAPS, rows, columns), np.uint8)
    weights = np.ones((MAPS, rows, columns), np.float32)
    ignored = np.zeros((rows, columns), np.uint8)
    for outline, kind, shown in zip(view.outlines, view.kinds, view.shown, strict=True):
        cells = (outline + 0.5) / STRIDE - 0.5
        if shown <= 0.02:
            continue
        across = float(np.sqrt(max(0.0, cv2.contourArea(outline))))
        if shown < LEAST_SHOWN or across < _FEWEST:
            _fill(ignored, cells)
            continue
        weight = float(np.clip((_USUAL / across) ** 1.2, 0.5, _HEAVIEST))
        kernel = cells.mean(axis=0) + SHRUNKEN * (cells - cells.mean(axis=0))
        for map_, outlined in ((kind, kernel), (MAPS - 1, cells)):
            area = np.zeros((rows, columns), np.uint8)
            _fill(area, outlined)
            maps[map_] |= area
            weights[map_][area > 0] = weight
    weights[:, (ignored > 0) & (maps[MAPS - 1] == 0)] = 0
    return maps.astype(np.float32), weights


def _fill(area: NDArray[np.uint8], outline: NDArray[np.float32]) -> None:
    points = np.round(outline * 2**_SIXTEENTHS).astype(np.int32)
    cv2.fillPoly(area, [points], 1, cv2.LINE_8, _SIXTEENTHS)
