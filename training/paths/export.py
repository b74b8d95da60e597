"""Writing the trained path network as ONNX."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from sealstack.models.runtime.backends import load_onnxruntime
from training.export import PICTURES, shrink, write
from training.paths.network import PathNetwork, maps_of_outputs

_TOLERANCE = 1e-2  # at most, relative to 1 + the value: noise drives networks to where rounding shows
_HALF_TOLERANCE = 1e-2  # on the mean, what float16 weights may change


class _WithMaps(nn.Module):
    """A network that gives probabilities, directions and pixels."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, pictures: Tensor) -> Tensor:
        return maps_of_outputs(self.network(pictures))


def export(network: PathNetwork, path: Path) -> float:
    """Write a network with float16 weights, and compare what its file says to the module.

    Args:
        network: on the CPU, in the state to keep.
        path: the ONNX file; it appears under its name only when it is whole and right. It takes
            `(N, 3, H, W)` float32 BGR -1..1, sides divisible by 32, and gives `(N, MAPS, H / 4, W / 4)`.

    Returns:
        The mean difference that the file's float16 weights make, relative to 1 + the value.

    Raises:
        ValueError: the file answers otherwise than the module.
    """
    module = _WithMaps(network).eval()
    whole, half_done = path.with_suffix(".whole"), path.with_suffix(".part")
    write(module, whole)
    noise = np.random.default_rng(0).uniform(-1, 1, (2, 3, 128, 96)).astype(np.float32)
    with torch.no_grad():
        expected = module(torch.from_numpy(noise)).numpy()
    shrink(whole, half_done)
    greatest, rounded = (
        _differences(whole, noise, expected).max(),
        _differences(half_done, noise, expected).mean(),
    )
    if not (greatest <= _TOLERANCE and rounded <= _HALF_TOLERANCE):
        raise ValueError(f"the exported network differs by {greatest:.1e}, in float16 by {rounded:.1e}")
    whole.unlink()
    half_done.rename(path)
    return float(rounded)


def _differences(file: Path, pictures: np.ndarray, expected: np.ndarray) -> np.ndarray:
    session = load_onnxruntime().InferenceSession(str(file), providers=["CPUExecutionProvider"])
    maps = session.run(None, {PICTURES: pictures})[0]
    return np.asarray(np.abs(maps - expected) / (1 + np.abs(expected)))
