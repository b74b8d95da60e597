"""Writing trained recognizers into the graph that they came from."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx

from sealstack.models.runtime.backends import load_onnxruntime

if TYPE_CHECKING:
    from training.recognizer.network import OnnxNetwork

_TOLERANCE = 1e-3  # of a probability; noise drives networks to where rounding shows


def export(network: OnnxNetwork, path: Path) -> float:
    """Write a network and compare the file's answers to the module's.

    Args:
        network: as it is trained now.
        path: the ONNX file; it appears under its name only when it is whole and right.

    Returns:
        The greatest difference of a probability.

    Raises:
        ValueError: the file answers otherwise than the module.
    """
    import torch

    half_done = path.with_suffix(".part")
    onnx.save(network.trained_model(), str(half_done))
    noise = np.random.default_rng(0).uniform(-1, 1, (2, 3, 48, 352)).astype(np.float32)
    with torch.no_grad():
        # on the CPU, in float32, wherever it is trained
        expected = copy.deepcopy(network).cpu()(torch.from_numpy(noise)).softmax(-1).numpy()
    difference = float(np.abs(answers(half_done, noise) - expected).max())
    if difference > _TOLERANCE:
        raise ValueError(f"the exported network differs by {difference:.1e}")
    half_done.rename(path)
    return difference


def answers(path: Path, strips: np.ndarray) -> np.ndarray:
    """What an ONNX recognizer says of `(N, 3, 48, W)` strips: `(N, T, C)` probabilities."""
    onnxruntime = load_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {session.get_inputs()[0].name: strips})[0])
