"""The maps that a perfect path network would give for a drawn seal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.generator.truth import TextPath
from sealstack.models.seal.paths.regions import MAPS, Maps
from training.paths.samples import CLASSES, maps_of


def perfect_maps(paths: Sequence[TextPath], size: tuple[int, int]) -> Maps:
    """Maps of paths in pixels of a crop `(height, width)`."""
    drawn = maps_of(paths, size)
    maps = np.zeros((MAPS, *drawn.kernel.shape), np.float32)
    for number in range(len(CLASSES)):
        maps[number] = drawn.kernel == number + 1
    maps[-4:-2], maps[-2], maps[-1] = drawn.direction / 127, drawn.half_height, drawn.centre / 255
    return maps
