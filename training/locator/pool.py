"""Views kept on the device, and batches of them, each time in another light."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.course import Sample
from training.locator.losses import Batch
from training.locator.maps import STRIDE

_STAGED = 64  # samples that go to the device at once


class Pool:
    """The latest views, on the device, in a ring."""

    def __init__(self, room: int, device: torch.device) -> None:
        """Room for so many views; memory is taken when the first one comes."""
        self._room, self._device = room, device
        self._kept: list[Tensor] = []
        self._staged: list[tuple[np.ndarray, ...]] = []
        self._next = self._count = 0

    def __len__(self) -> int:
        return self._count + len(self._staged)

    def take(self, sample: Sample) -> None:
        """Keep a view, in place of the oldest when there is no room."""
        self._staged.append(tuple(np.array(array) for array in sample.arrays))
        if len(self._staged) >= min(_STAGED, self._room):
            self._flush()

    def batch(self, count: int, generator: torch.Generator, size: float = 1.0) -> Batch:
        """Views by chance, in other lights.

        Args:
            count: how many.
            generator: of the pool's device.
            size: theirs over that of the views as they came; so much that sides stay divisible by 32.
        """
        if self._staged:
            self._flush()
        places = torch.randint(self._count, (count,), device=self._device, generator=generator)
        pictures, maps, weights = (kept[places] for kept in self._kept)
        turned = [_turned(tensor) for tensor in (pictures, maps, weights)]
        lit = relit(turned[0].float() / 255, generator)
        shown, targets, counts = lit * 2 - 1, turned[1].float(), turned[2].float()
        if size != 1:
            shown = functional.interpolate(shown, scale_factor=size, mode="bilinear", antialias=True)
            targets, counts = (
                functional.interpolate(
                    maps, size=[side // STRIDE for side in shown.shape[2:]], mode="nearest-exact"
                )
                for maps in (targets, counts)
            )
        return Batch(shown.contiguous(memory_format=torch.channels_last), targets, counts)

    def _flush(self) -> None:
        arrays = [torch.from_numpy(np.stack(column)) for column in zip(*self._staged, strict=True)]
        self._staged.clear()
        arrays[0] = arrays[0].permute(0, 3, 1, 2).contiguous()
        if not self._kept:
            self._kept = [
                torch.empty((self._room, *array.shape[1:]), dtype=array.dtype, device=self._device)
                for array in arrays
            ]
        places = (torch.arange(len(arrays[0])) + self._next) % self._room
        for kept, array in zip(self._kept, arrays, strict=True):
            kept[places.to(self._device)] = array.to(self._device)
        self._next = (self._next + len(places)) % self._room
        self._count = min(self._room, self._count + len(places))


def _turned(tensor: Tensor) -> Tensor:
    """Half of a batch as it lies, the rest mirrored or turned by quarters; by place, so maps follow."""
    parts = list(tensor.chunk(8))
    for number, part in enumerate(parts):
        if number in (3, 4):
            parts[number] = part.flip(-1)
        elif number in (5, 6, 7):
            parts[number] = part.rot90(number - 4, (-2, -1))
    return torch.cat(parts)


def relit(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """Other lights and inks: gain and gamma of each channel, contrast, saturation, some grey, noise.

    Args:
        pictures: `(N, 3, H, W)` float32, 0..1.
        generator: of the pictures' device.
    """
    count, device = len(pictures), pictures.device

    def chance(channels: int = 1) -> Tensor:
        return torch.rand((count, channels, 1, 1), device=device, generator=generator)

    gamma = torch.exp((chance() - 0.5) * 0.7 + (chance(3) - 0.5) * 0.15)
    lit = pictures.clamp_min(1e-3) ** gamma * (0.8 + 0.3 * chance() + 0.1 * (chance(3) - 0.5))
    middle = lit.mean(dim=(1, 2, 3), keepdim=True)
    lit = middle + (lit - middle) * (0.65 + 0.5 * chance())
    grey = lit.mean(dim=1, keepdim=True)
    saturation = torch.where(chance() < 0.08, torch.zeros_like(grey[:, :, :1, :1]), 0.6 + 0.8 * chance())
    lit = grey + (lit - grey) * saturation
    noise = torch.randn(lit.shape, device=device, generator=generator)
    return (lit + noise * (0.03 * chance() ** 2)).clamp(0, 1)
