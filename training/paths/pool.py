"""Samples kept on the device that trains: the newest take the place of the oldest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

_STAGED = 64  # samples that cross to the device together


class Pool:
    """A ring of samples whose arrays all have the same shapes; arrays cross to the device many at a time."""

    def __init__(self, capacity: int, device: torch.device, seed: int) -> None:
        """Keep `capacity` samples on `device`; `seed` says which are drawn."""
        if capacity < 1:
            raise ValueError(f"a pool's capacity must be positive, not {capacity}")
        self._capacity, self._device = capacity, device
        self._chance = torch.Generator(device)
        self._chance.manual_seed(seed)
        self._kept: list[Tensor] = []
        self._staged: list[NDArray[Any]] = []
        self._waiting = self._moved = 0

    def __len__(self) -> int:
        """Samples that can be drawn."""
        return min(self._moved + self._waiting, self._capacity)

    def add(self, arrays: Sequence[NDArray[Any]]) -> None:
        """Keep a copy of one sample's arrays.

        Raises:
            ValueError: their shapes or number are not those of the first sample.
        """
        if not self._staged:
            self._staged = [np.empty((_STAGED, *array.shape), array.dtype) for array in arrays]
        if [array.shape for array in arrays] != [held.shape[1:] for held in self._staged]:
            raise ValueError("the samples of a pool must have arrays of the same shapes")
        for held, array in zip(self._staged, arrays, strict=True):
            held[self._waiting] = array
        self._waiting += 1
        if self._waiting == _STAGED:
            self._move()

    def draw(self, count: int) -> list[Tensor]:
        """Samples by chance, their arrays stacked, `(count, ...)` each.

        Raises:
            ValueError: the pool is empty.
        """
        self._move()
        if not len(self):
            raise ValueError("an empty pool cannot be drawn from")
        places = torch.randint(len(self), (count,), generator=self._chance, device=self._device)
        return [kept[places] for kept in self._kept]

    def _move(self) -> None:
        if not self._waiting:
            return
        if not self._kept:
            self._kept = [
                torch.empty(
                    (self._capacity, *held.shape[1:]), dtype=torch.from_numpy(held).dtype, device=self._device
                )
                for held in self._staged
            ]
        # of more samples than there is room for, the last ones are kept
        first = max(0, self._waiting - self._capacity)
        places = torch.arange(self._moved + first, self._moved + self._waiting) % self._capacity
        for kept, held in zip(self._kept, self._staged, strict=True):
            kept[places.to(self._device)] = torch.from_numpy(held[first : self._waiting]).to(self._device)
        self._moved, self._waiting = self._moved + self._waiting, 0
