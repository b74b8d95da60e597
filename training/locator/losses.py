"""What the locator's training makes small."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Batch:
    """Views as tensors: pictures `(N, 3, H, W)`; targets and weights `(N, MAPS, H / 4, W / 4)`; float32."""

    pictures: Tensor
    targets: Tensor
    weights: Tensor


def loss_of(logits: Tensor, batch: Batch) -> Tensor:
    """Weighted cross entropy, and how little each map that is asked for overlaps its target (dice)."""
    wrong = torch.nn.functional.binary_cross_entropy_with_logits(
        logits, batch.targets, batch.weights, reduction="none"
    )
    # most cells are plainly paper: the mean over those that are hard says more
    hard = wrong.flatten().topk(max(1, wrong.numel() // 12)).values.mean()
    shown = logits.sigmoid() * batch.weights
    wanted = batch.targets * batch.weights
    common = (logits.sigmoid() * wanted).sum(dim=(0, 2, 3))
    dice = 1 - (2 * common + 1) / (shown.sum(dim=(0, 2, 3)) + wanted.sum(dim=(0, 2, 3)) + 1)
    # a small batch may hold no triangle: any trace of one would count as wholly wrong
    asked = (wanted.sum(dim=(0, 2, 3)) > 0).float()
    return hard + 4 * wrong.mean() + (dice * asked).sum() / asked.sum().clamp_min(1)
