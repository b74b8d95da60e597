"""Writing the trained network as ONNX."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

_TOLERANCE = 1e-4
_NAMES = ("pictures", "maps")


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
    import onnxruntime

    module = _WithProbabilities(network).eval()
    half_done = path.with_suffix(".part")
    axes = {name: {0: "count", 2: "height", 3: "width"} for name in _NAMES}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the older exporter writes the plainer graph
        torch.onnx.export(
            module,
            (torch.zeros(1, 3, 64, 96),),
            str(half_done),
            input_names=[_NAMES[0]],
            output_names=[_NAMES[1]],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    noise = np.random.default_rng(0).uniform(-1, 1, (2, 3, 128, 96)).astype(np.float32)
    with torch.no_grad():
        expected = module(torch.from_numpy(noise)).numpy()
    session = onnxruntime.InferenceSession(str(half_done), providers=["CPUExecutionProvider"])
    difference = float(np.abs(session.run(None, {_NAMES[0]: noise})[0] - expected).max())
    if difference > _TOLERANCE:
        raise ValueError(f"the exported network differs by {difference:.1e}")
    half_done.rename(path)
    return difference
