"""Writing the trained network as ONNX."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from sealstack.models.runtime.backends import load_onnxruntime
from training.export import PICTURES, shrink, write

_TOLERANCE = 1e-4
_TOLERANCE_OF_HALVES = 0.05  # of a probability, on noise


class _WithProbabilities(nn.Module):
    """A network that gives probabilities instead of logits."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, pictures: Tensor) -> Tensor:
        logits: Tensor = self.network(pictures)
        return logits.sigmoid()


def export(network: nn.Module, path: Path) -> float:
    """Write a network and compare the file's answers to the module's.

    Args:
        network: in the state to keep, in `eval` mode.
        path: the ONNX file; it appears under its name only when it is whole and right. It takes
            `(N, 3, H, W)` float32, sides divisible by 32, and gives probabilities.

    Returns:
        The greatest difference of a probability.

    Raises:
        ValueError: the file answers otherwise than the module.
    """
    module = _WithProbabilities(network).eval()
    half_done = path.with_suffix(".part")
    write(module, half_done)
    difference = _difference(module, half_done)
    if difference > _TOLERANCE:
        raise ValueError(f"the exported network differs by {difference:.1e}")
    half_done.rename(path)
    return difference


def export_small(network: nn.Module, path: Path) -> float:
    """Write a network with its weights kept as float16, computed with as float32; otherwise as `export`.

    Raises:
        ValueError: the file answers otherwise than the module.
    """
    whole, half_done = path.with_suffix(".whole"), path.with_suffix(".part")
    export(network, whole)
    shrink(whole, half_done)
    whole.unlink()
    difference = _difference(_WithProbabilities(network).eval(), half_done)
    if difference > _TOLERANCE_OF_HALVES:
        raise ValueError(f"the network with float16 weights differs by {difference:.1e}")
    half_done.rename(path)
    return difference


def _difference(module: nn.Module, path: Path) -> float:
    """The greatest difference between a module's answers and its file's."""
    noise = np.random.default_rng(0).uniform(-1, 1, (2, 3, 128, 96)).astype(np.float32)
    with torch.no_grad():
        expected = module(torch.from_numpy(noise)).numpy()
    session = load_onnxruntime().InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return float(np.abs(session.run(None, {PICTURES: noise})[0] - expected).max())
