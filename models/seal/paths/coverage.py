"""Which text paths run along one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.paths.text_path import PathKind, TextPath
from sealstack.models.values import Polygon

_COARSER = 2  # pixels of a crop a pixel of its masks


@dataclass(frozen=True)
class CoverageSettings:
    """When paths cover each other; set on drawn crops.

    Attributes:
        twice: share of a path's band that others cover, from which on it is a second path along one text.
        core: height of a band's core, in heights of the band: close lines overlap, but not their cores.
        alike: share of a path's core that those of its kind cover, from which on it is a second path.
    """

    twice: float = 0.5
    core: float = 0.5
    alike: float = 0.3


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
    cores = {kind: np.zeros(shape, np.uint8) for kind in PathKind}
    kept: list[TextPath] = []
    for path in sorted(paths, key=lambda path: -path.confidence * path.length * path.height):
        band = _mask(path.polygon, shape)
        core = _mask(replace(path, half_heights=settings.core * path.half_heights).polygon, shape)
        if _share(band, taken) < settings.twice and _share(core, cores[path.kind]) < settings.alike:
            taken |= band
            cores[path.kind] |= core
            kept.append(path)
    return [path for path in paths if any(path is other for other in kept)]


def uncovered(
    polygons: Sequence[Polygon], size: tuple[int, int], settings: CoverageSettings = SETTINGS
) -> list[int]:
    """Which texts stand where no text before them does.

    Args:
        polygons: of texts that were read, the surest first, each `(N, 2)` float32 pixels of a crop.
        size: of the crop, `(height, width)`.
        settings: the usual ones by default.

    Returns:
        Their numbers.
    """
    taken = np.zeros((-(-size[0] // _COARSER), -(-size[1] // _COARSER)), np.uint8)
    kept = []
    for number, polygon in enumerate(polygons):
        band = _mask(polygon, (taken.shape[0], taken.shape[1]))
        if _share(band, taken) < settings.twice:
            taken |= band
            kept.append(number)
    return kept


def _share(band: NDArray[np.uint8], taken: NDArray[np.uint8]) -> float:
    """How much of a band is taken, 0..1; all of one that is nowhere in the crop."""
    area = int(band.sum())
    return np.count_nonzero(taken & band) / area if area else 1.0


def _mask(polygon: Polygon, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Where a polygon of a crop lies, 1 or 0, `shape` at the masks' size."""
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.round(polygon / _COARSER).astype(np.int32)], 1)
    return mask
