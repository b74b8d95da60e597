"""Where strips wait to be trained on: in the device's memory, in pools of one width, least used first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sealstack.models.text.recognition.strips import HEIGHT

WIDTHS = (256, 448, 704, 1152)
"""Pixels: a strip goes into the narrowest pool that leaves `ROOM` for stretching it. There are few
of them, and batches are always full: every new shape of a batch costs a GPU seconds of choosing kernels."""

ROOM = 1.1

KINDS = ("arc", "lower", "inner", "line", "cells", "print")
"""What strips are of; others count as `line`."""

_LONGEST_LABEL = 64
_FEWEST = 24
"""Strips without which a pool is not drawn from."""


def rows_of(width: int, pixels: int) -> int:
    """How many strips of a pool's width make a batch of so many pixels of width."""
    return max(2, pixels // width)


@dataclass(frozen=True)
class Rows:
    """Strips of one pool, as they were drawn.

    Attributes:
        pixels: `(N, 3, 48, W)` uint8; nothing is meant right of a strip's own width.
        widths: `(N,)` int64, of each strip, pixels.
        labels: `(N, _LONGEST_LABEL)` int64 classes, 0 after the end.
        lengths: `(N,)` int64, of the labels.
        kinds: `(N,)` int64, places in `KINDS`.
    """

    pixels: Tensor
    widths: Tensor
    labels: Tensor
    lengths: Tensor
    kinds: Tensor


class StripPools:
    """Strips in the device's memory; when a pool is full the oldest give way."""

    def __init__(self, device: torch.device, capacity: int, classes: Mapping[str, int], pixels: int) -> None:
        """Make empty pools.

        Args:
            device: where they lie.
            capacity: bytes for all of them.
            classes: class of each character; strips with others are refused.
            pixels: widths of the strips of a batch taken together.
        """
        self.classes = classes
        self.seen = 0
        each = [max(_FEWEST, int(capacity / len(WIDTHS) / (3 * HEIGHT * width))) for width in WIDTHS]
        self._pools = [
            _Pool(device, width, size, rows_of(width, pixels))
            for width, size in zip(WIDTHS, each, strict=True)
        ]

    def take(self, pixels: NDArray[np.uint8], text: str, kind: str) -> bool:
        """Keep a `(48, W, 3)` strip; whether it is of any use."""
        width = pixels.shape[1]
        label = [self.classes[character] for character in text if character in self.classes]
        pool = next((p for p in self._pools if width * ROOM <= p.width), self._pools[-1])
        useful = len(label) == len(text) and 0 < len(label) <= _LONGEST_LABEL and width <= pool.width
        if useful:
            pool.wait(pixels, label, KINDS.index(kind) if kind in KINDS else KINDS.index("line"))
            self.seen += 1
        return useful

    def ready(self) -> bool:
        """Whether some pool can be drawn from."""
        return any(pool.ready() for pool in self._pools)

    def draw(self, rng: np.random.Generator) -> Rows:
        """A batch of the least used strips of one pool; every strip has the same chance over time.

        Args:
            rng: which pool.
        """
        for pool in self._pools:
            pool.settle()
        weights = np.array([pool.count * pool.width if pool.ready() else 0.0 for pool in self._pools])
        return self._pools[int(rng.choice(len(self._pools), p=weights / weights.sum()))].draw()


class _Pool:
    """A ring of strips of one width."""

    def __init__(self, device: torch.device, width: int, capacity: int, rows: int) -> None:
        self.width, self.count, self._next, self._rows = width, 0, 0, rows
        self._capacity, self._device = capacity, device
        self._pixels = torch.empty((capacity, 3, HEIGHT, width), dtype=torch.uint8, device=device)
        self._labels = torch.zeros((capacity, _LONGEST_LABEL), dtype=torch.long, device=device)
        self._numbers = torch.zeros(
            (4, capacity), dtype=torch.long, device=device
        )  # widths, lengths, kinds, uses
        self._waiting: list[tuple[NDArray[np.uint8], list[int], int]] = []

    def wait(self, pixels: NDArray[np.uint8], label: list[int], kind: int) -> None:
        """Take a strip; it is uploaded with the next ones."""
        self._waiting.append((pixels, label, kind))
        if len(self._waiting) >= self._capacity:
            self.settle()
        self.count = min(self._capacity, max(self.count, self._next + len(self._waiting)))

    def settle(self) -> None:
        """Upload what waits."""
        if not self._waiting:
            return
        size = len(self._waiting)
        pixels = np.zeros((size, 3, HEIGHT, self.width), np.uint8)
        labels = np.zeros((size, _LONGEST_LABEL), np.int64)
        numbers = np.zeros((4, size), np.int64)
        for row, (strip, label, kind) in enumerate(self._waiting):
            pixels[row, :, :, : strip.shape[1]] = strip.transpose(2, 0, 1)
            labels[row, : len(label)] = label
            numbers[:3, row] = strip.shape[1], len(label), kind
        places = (self._next + torch.arange(size)) % self._capacity
        self._next = int((self._next + size) % self._capacity)
        places = places.to(self._device)
        self._pixels[places] = torch.from_numpy(pixels).to(self._device)
        self._labels[places] = torch.from_numpy(labels).to(self._device)
        self._numbers[:, places] = torch.from_numpy(numbers).to(self._device)
        self._waiting.clear()

    def ready(self) -> bool:
        """Whether there is half a batch at least."""
        return self.count >= max(_FEWEST, self._rows // 2)

    def draw(self) -> Rows:
        """The least used strips, equals by chance; some of them twice where there are too few."""
        uses = self._numbers[3, : self.count]
        rank = uses + torch.rand(self.count, device=self._device)
        places = rank.topk(min(self._rows, self.count), largest=False).indices
        uses[places] += 1
        places = places.repeat(-(-self._rows // len(places)))[: self._rows]
        widths, lengths, kinds, _ = self._numbers[:, places]
        return Rows(self._pixels[places], widths, self._labels[places], lengths, kinds)
