"""Which text paths run along one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.seal.paths.text_path import TextPath
from models.values import Polygon

_COARSER = 2  # pixels of a crop a pixel of its masks


@dataclass(frozen=True)
class CoverageSettings:
    """When paths cover each other; set on drawn crops.

    Attributes:
        twice: share of a path's band that others cover, from which on it is a second path along one text.
    """

    twice: float = 0.5


SETTINGS = CoverageSettings()


def without_doubles(
    paths: Sequence[TextPath], size: tuple[int, int], settings: CoverageSettings = SETTINGS
) -> list[TextPath]:
    """Paths without those that run along a text that another one, surer and larger, runs along.

    Args:
        paths: in pixels of a crop.
        size: of the crop, `(height, width)`.
        settings: the usual ones by default.

    Returns:
        The others in their order.
    """
    shape = (-(-size[0] // _COARSER), -(-size[1] // _COARSER))
    taken = np.zeros(shape, np.uint8)
    kept: list[TextPath] = []
    for path in sorted(paths, key=lambda path: -path.confidence * path.length * path.height):
        band = _mask(path.polygon, shape)
        area = int(band.sum())
        if area and np.count_nonzero(taken & band) < settings.twice * area:
            taken |= band
            kept.append(path)
    return [path for path in paths if any(path is other for other in kept)]


def _mask(polygon: Polygon, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Where a polygon of a crop lies, 1 or 0, `shape` at the masks' size."""
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.round(polygon / _COARSER).astype(np.int32)], 1)
    return mask
