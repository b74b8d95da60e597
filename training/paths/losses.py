"""How far the network's outputs are from the maps that were drawn."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from training.paths.network import LOGITS
from training.paths.samples import STRIDE, UNCOUNTED

_WEIGHTS = {"classes": 1.0, "overlap": 0.6, "direction": 1.0, "height": 0.5, "centre": 0.5}
_TEXT = 2.0  # weight of a cell of text beside one of paper
_HARD = 0.12  # share of the cells whose mean is taken once more: most cells are plainly paper


@dataclass(frozen=True)
class Targets:
    """The maps of a batch as tensors.

    Attributes:
        classes: `(N, H, W)` int64, 0 none, then the classes, `UNCOUNTED`.
        direction: `(N, 2, H, W)` float32 unit vectors, where there is a kernel.
        half_height: `(N, H, W)` float32 pixels, where there is a kernel.
        centre: `(N, H, W)` float32, 0..1.
    """

    classes: Tensor
    direction: Tensor
    half_height: Tensor
    centre: Tensor

    @classmethod
    def of(cls, kernel: Tensor, direction: Tensor, half_height: Tensor, centre: Tensor) -> Targets:
        """From the arrays of samples, stacked: uint8, int8, float16, uint8."""
        return cls(kernel.long(), direction.float() / 127, half_height.float(), centre.float() / 255)

    @property
    def counted(self) -> Tensor:
        """`(N, H, W)` bool: cells that are learned from."""
        return self.classes != UNCOUNTED

    @property
    def text(self) -> Tensor:
        """`(N, H, W)` bool: cells of a kernel."""
        return self.counted & (self.classes > 0)


def losses_of(outputs: Tensor, targets: Targets) -> dict[str, Tensor]:
    """The parts of the loss by name, weighted, and their sum as `loss`.

    Args:
        outputs: `(N, OUTPUTS, H, W)` float32.
        targets: of the same crops.
    """
    text = targets.text.float()
    cells = text.sum().clamp(min=1)
    direction, half_height = outputs[:, LOGITS : LOGITS + 2], outputs[:, LOGITS + 2]
    wanted = torch.log(targets.half_height.clamp(min=0.5) / STRIDE)
    apart = functional.smooth_l1_loss(direction, targets.direction, reduction="none", beta=0.2).sum(dim=1)
    parts = {
        "classes": _cross_entropy(outputs[:, :LOGITS], targets),
        "overlap": _overlap(outputs[:, :LOGITS], targets),
        "direction": (apart * text).sum() / cells,
        "height": (functional.smooth_l1_loss(half_height, wanted, reduction="none", beta=0.1) * text).sum()
        / cells,
        "centre": _focal(outputs[:, LOGITS + 3], targets),
    }
    weighted = {name: _WEIGHTS[name] * value for name, value in parts.items()}
    return {**weighted, "loss": torch.stack(list(weighted.values())).sum()}


def _cross_entropy(logits: Tensor, targets: Targets) -> Tensor:
    wrong = functional.cross_entropy(logits, targets.classes, ignore_index=UNCOUNTED, reduction="none")
    wrong = wrong * (1 + (_TEXT - 1) * targets.text.float())
    hard = wrong.flatten().topk(max(1, int(wrong.numel() * _HARD))).values.mean()
    return wrong.mean() + hard


def _overlap(logits: Tensor, targets: Targets) -> Tensor:
    """How little each class covers its kernels over the batch (dice), of the classes that are there."""
    counted = targets.counted.float()[:, None]
    wanted = (
        functional.one_hot(targets.classes * targets.counted, LOGITS).permute(0, 3, 1, 2)[:, 1:].float()
        * counted
    )
    shown = logits.softmax(dim=1)[:, 1:] * counted
    common, both = (shown * wanted).sum(dim=(0, 2, 3)), (shown + wanted).sum(dim=(0, 2, 3))
    present = (wanted.sum(dim=(0, 2, 3)) > 0).float()
    return ((1 - 2 * common / both.clamp(min=1)) * present).sum() / present.sum().clamp(min=1)


def _focal(logits: Tensor, targets: Targets) -> Tensor:
    """Focal loss that forgives cells near a centre (Zhou, Wang & Krähenbühl, "Objects as points", 2019)."""
    chance = logits.sigmoid().clamp(1e-5, 1 - 1e-5)
    counted = targets.counted.float()
    peak = (targets.centre > 0.999).float() * counted
    found = (1 - chance) ** 2 * chance.log() * peak
    missed = chance**2 * (1 - chance).log() * (1 - targets.centre) ** 4 * (1 - peak) * counted
    return -(found + missed).sum() / peak.sum().clamp(min=1)
