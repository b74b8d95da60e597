"""Writing trained recognizers: into the graph that they came from, and averaged."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
from onnx import TensorProto, numpy_helper

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


def average(networks: Sequence[Path], output: Path) -> None:
    """Average the weights of several states of one training run.

    Their mean often lies deeper in the valley that the run went through (Izmailov et al., "Averaging weights
    leads to wider optima and better generalization", UAI 2018, pp. 876-885).

    Args:
        networks: ONNX files of one graph, float32 weights.
        output: the file to write.

    Raises:
        ValueError: the files are of different graphs.
    """
    models = [onnx.load(str(network)) for network in networks]
    weights = [{one.name: one for one in model.graph.initializer} for model in models]
    mean = models[0]
    for initializer in mean.graph.initializer:
        name = initializer.name
        if any(name not in named or named[name].dims != initializer.dims for named in weights):
            raise ValueError(f"not all of these networks have weights {name} of one shape")
        if initializer.data_type == TensorProto.FLOAT:
            values = [numpy_helper.to_array(named[name]) for named in weights]
            initializer.CopyFrom(numpy_helper.from_array(np.mean(values, axis=0, dtype=np.float32), name))
    onnx.checker.check_model(mean)
    onnx.save(mean, str(output))
