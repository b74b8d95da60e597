"""How well maps tell seals from what is none: overlaps, false areas, seals found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from training.course import Sample
from training.locator.maps import KINDS

_KERNEL, _SMALLEST, _LEAST_SCORE = 0.3, 4, 0.55  # as the reader takes kernels for seals
_EDGE = 0.5
_AROUND = np.ones((3, 3), np.uint8)


class Figures:
    """Sums over views, and what they come to."""

    def __init__(self) -> None:
        """Nothing seen yet."""
        self._both = np.zeros(len(KINDS) + 1)
        self._either = np.zeros(len(KINDS) + 1)
        self._asked = self._found = self._false = 0
        self._views = self._empty = self._false_on_empty = 0

    def add(self, seen: Sequence[NDArray[np.float32]], samples: Sequence[Sample]) -> None:
        """What the network sees, `(MAPS, H / 4, W / 4)` each, 0..1, and the samples it was shown."""
        for maps, sample in zip(seen, samples, strict=True):
            self._add(maps, sample.arrays[1], sample.arrays[2])

    def _add(
        self, maps: NDArray[np.float32], wanted: NDArray[np.uint8], weights: NDArray[np.float16]
    ) -> None:
        counts = weights > 0
        shown, true = (maps > _EDGE) & counts, (wanted > 0) & counts
        self._both += (shown & true).sum(axis=(1, 2))
        self._either += (shown | true).sum(axis=(1, 2))
        kernels = wanted[: len(KINDS)].max(axis=0)
        count, labels = cv2.connectedComponents(kernels, connectivity=4)
        # what is beside a seal, or on one that is not asked for, is not false
        near = cv2.dilate(wanted[-1] | ~counts.all(axis=0), _AROUND) > 0
        spots = seen_kernels(maps)
        met = {int(label) for spot in spots for label in np.unique(labels[spot]) if label}
        false = sum(not near[spot].any() for spot in spots)
        self._asked += count - 1
        self._found += len(met)
        self._false += false
        self._views += 1
        if not near.any():
            self._empty += 1
            self._false_on_empty += false

    def values(self) -> Mapping[str, float]:
        """Figures by name."""
        names = [*KINDS, "area"]
        overlaps = self._both / np.maximum(self._either, 1)
        return {
            **{f"overlap of {name}": float(share) for name, share in zip(names, overlaps, strict=True)},
            "seals found": self._found / max(1, self._asked),
            "false areas a view": self._false / max(1, self._views),
            "false areas a view without seals": self._false_on_empty / max(1, self._empty),
            "views": float(self._views),
            "views without seals": float(self._empty),
        }


def seen_kernels(maps: NDArray[np.float32]) -> list[NDArray[np.bool_]]:
    """The cells of each kernel that would be taken for a seal, `(H / 4, W / 4)`."""
    strongest = np.minimum(maps[: len(KINDS)].sum(axis=0), 1)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (strongest > _KERNEL).astype(np.uint8), connectivity=4
    )
    found = []
    for label in range(1, count):
        if stats[label, cv2.CC_STAT_AREA] >= _SMALLEST:
            cells = labels == label
            sure = np.sort(strongest[cells])[-max(1, int(cells.sum()) // 2) :]
            if sure.mean() >= _LEAST_SCORE:
                found.append(cells)
    return found
