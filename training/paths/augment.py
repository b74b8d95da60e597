"""Other inks, lights, cameras and files for crops: photometric chance, made on the device that trains."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

_BLOCK = 8  # pixels, of the coding that leaves traces

_YCC = ((0.299, 0.587, 0.114), (-0.169, -0.331, 0.5), (0.5, -0.419, -0.081))
"""From red, green, blue to lightness and two differences of colour (ITU-T T.871)."""


class Photometry:
    """Changes how crops look, not where anything lies; chance comes from a generator of its own."""

    def __init__(self, device: torch.device, seed: int) -> None:
        """Draw chance on `device`."""
        self._chance = torch.Generator(device)
        self._chance.manual_seed(seed)
        self._device = device
        self._kernel = _bell(1.2, 3).to(device)
        self._cosines = _cosines().to(device)
        self._ycc = torch.tensor(_YCC, device=device).flip(1)  # crops are BGR

    def __call__(self, pictures: Tensor) -> Tensor:
        """Change a batch.

        Args:
            pictures: `(N, 3, H, W)` float32 BGR, 0..1, sides divisible by 8.

        Returns:
            The same shape, 0..1.
        """
        x = self._recoloured(pictures)
        x = self._lit(x)
        x = self._covered(x)
        x = self._softened(x)
        x = self._noisy(x)
        return self._coded(x).clamp(0, 1)

    def _uniform(self, low: float, high: float, *shape: int) -> Tensor:
        return low + (high - low) * torch.rand(shape, generator=self._chance, device=self._device)

    def _happens(self, share: float, count: int) -> Tensor:
        """`(count, 1, 1, 1)` 1 or 0, by chance."""
        return (self._uniform(0, 1, count, 1, 1, 1) < share).float()

    def _normal(self, *shape: int) -> Tensor:
        return torch.randn(shape, generator=self._chance, device=self._device)

    def _recoloured(self, x: Tensor) -> Tensor:
        """Channels exchanged, mixed to grey; gamma, contrast, tint."""
        count = len(x)
        order = self._uniform(0, 1, count, 3).argsort(dim=1)
        exchange = functional.one_hot(order, 3).float()
        same = torch.eye(3, device=self._device).expand(count, 3, 3)
        mix = torch.where(self._happens(0.2, count)[..., 0] > 0, exchange, same)
        shares = self._uniform(0.1, 1, count, 1, 3)
        grey = (shares / shares.sum(dim=-1, keepdim=True)).expand(count, 3, 3)
        amount = torch.maximum(self._happens(0.2, count), self._uniform(-0.3, 0.35, count, 1, 1, 1)).clamp(
            0, 1
        )
        mix = mix + amount[..., 0] * (grey @ mix - mix)
        x = torch.einsum("nij,njhw->nihw", mix, x)
        gamma = (0.3 * self._normal(count, 1, 1, 1)).exp()
        x = x.clamp(1e-4, 1) ** gamma
        low = self._uniform(0, 0.55, count, 1, 1, 1) ** 2
        high = 1 - self._uniform(0, 0.5, count, 1, 1, 1) ** 2
        tint = (0.07 * self._normal(count, 3, 1, 1)).exp()
        return (low + x * (high - low).clamp(min=0.3)) * tint

    def _lit(self, x: Tensor) -> Tensor:
        """Uneven light."""
        light = 1 + self._happens(0.35, len(x)) * self._uniform(-0.45, 0.15, len(x), 1, 3, 3)
        return x * functional.interpolate(light, x.shape[2:], mode="bicubic", align_corners=True)

    def _covered(self, x: Tensor) -> Tensor:
        """A plain box over some place; text goes on behind it."""
        count, _, height, width = x.shape
        size = self._uniform(0.03, 0.2, 2, count, 1)
        place = self._uniform(0, 1, 2, count, 1)
        down, across = (torch.arange(side, device=self._device)[None] / side for side in (height, width))
        rows = ((down - place[0]).abs() < size[0] / 2).float()[:, None, :, None]
        columns = ((across - place[1]).abs() < size[1] / 2).float()[:, None, None, :]
        box = rows * columns * self._happens(0.12, count)
        return x + box * (self._uniform(0, 1, count, 3, 1, 1) - x)

    def _softened(self, x: Tensor) -> Tensor:
        """Blurred, and some made smaller and enlarged again."""
        kernel = self._kernel.to(x.dtype)
        pad = len(kernel) // 2
        across = kernel.view(1, 1, 1, -1).expand(3, 1, 1, -1)
        edged = functional.pad(x, (pad, pad, pad, pad), mode="replicate")
        blurred = functional.conv2d(
            functional.conv2d(edged, across, groups=3), across.transpose(2, 3), groups=3
        )
        x = x + self._happens(0.35, len(x)) * self._uniform(0, 1, len(x), 1, 1, 1) * (blurred - x)
        chosen = (self._uniform(0, 1, len(x)) < 0.25).nonzero()[:, 0]
        if len(chosen):
            scale = float(self._uniform(0.35, 0.9, 1))
            size = [max(8, round(side * scale)) for side in x.shape[2:]]
            small = functional.interpolate(
                x[chosen], size, mode="bilinear", align_corners=False, antialias=True
            )
            x = x.index_copy(
                0, chosen, functional.interpolate(small, x.shape[2:], mode="bilinear", align_corners=False)
            )
        return x

    def _noisy(self, x: Tensor) -> Tensor:
        """Noise of the sensor, grain by grain and in blots."""
        count, _, height, width = x.shape
        fine = self._uniform(0, 0.25, count, 1, 1, 1) ** 2 * self._happens(0.5, count)
        coarse = self._uniform(0, 0.25, count, 1, 1, 1) ** 2 * self._happens(0.25, count)
        blots = functional.interpolate(
            self._normal(count, 3, height // 3, width // 3), (height, width), mode="bilinear"
        )
        return x + fine * self._normal(*x.shape) + coarse * blots

    def _coded(self, x: Tensor) -> Tensor:
        """Traces of JPEG: the coefficients of eight by eight blocks made coarse."""
        chosen = (self._uniform(0, 1, len(x)) < 0.3).nonzero()[:, 0]
        if not len(chosen):
            return x
        picked = torch.einsum("ij,njhw->nihw", self._ycc, x[chosen])
        count, _, height, width = picked.shape
        blocks = picked.reshape(count, 3, height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK)
        table = self._cosines
        waves = torch.einsum("ui,ncyixj,vj->ncyuxv", table, blocks, table)
        order = torch.arange(_BLOCK, device=self._device)
        rough = 1 + 0.6 * (order[:, None, None] + order)  # (u, 1, v): finer waves are kept more coarsely
        coarse = self._uniform(0.01, 0.12, count, 1, 1, 1, 1, 1) * rough
        of_colour = torch.tensor([1.0, 2.0, 2.0], device=self._device).view(1, 3, 1, 1, 1, 1)
        steps = coarse * of_colour
        kept = torch.einsum("ui,ncyuxv,vj->ncyixj", table, (waves / steps).round() * steps, table)
        back = torch.linalg.inv(self._ycc)
        coded = torch.einsum("ij,njhw->nihw", back, kept.reshape(count, 3, height, width))
        return x.index_copy(0, chosen, coded)


def _bell(spread: float, reach: int) -> Tensor:
    """A Gaussian kernel, `(2 * reach + 1,)`."""
    places = torch.arange(-reach, reach + 1, dtype=torch.float32)
    bell = (-(places**2) / (2 * spread**2)).exp()
    return bell / bell.sum()


def _cosines() -> Tensor:
    """The orthonormal cosine transform of a block's row, `(8, 8)`."""
    order = torch.arange(_BLOCK, dtype=torch.float32)
    table = torch.cos(math.pi / _BLOCK * (order[None] + 0.5) * order[:, None]) * math.sqrt(2 / _BLOCK)
    table[0] /= math.sqrt(2)
    return table
