"""Writing trained networks: as ONNX, and with weights kept in half the bits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from training.recognizer.network import OnnxNetwork

_TOLERANCE = 1e-4
_LEAST_SIZE = 256  # numbers; smaller arrays are not worth a node


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
        expected = network(torch.from_numpy(noise)).softmax(-1).numpy()
    difference = float(np.abs(answers(half_done, noise) - expected).max())
    if difference > _TOLERANCE:
        raise ValueError(f"the exported network differs by {difference:.1e}")
    half_done.rename(path)
    return difference


def answers(path: Path, strips: np.ndarray) -> np.ndarray:
    """What an ONNX recognizer says of `(N, 3, 48, W)` strips: `(N, T, C)` probabilities."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {session.get_inputs()[0].name: strips})[0])


def shrink(network: Path, output: Path) -> None:
    """Keep large weights as float16 with a `Cast` behind each; ONNX Runtime folds it when it loads the file.

    Args:
        network: an ONNX file with float32 weights.
        output: the file to write, about half as large.
    """
    model = onnx.load(str(network))
    graph = model.graph
    casts = []
    for initializer in graph.initializer:
        value = numpy_helper.to_array(initializer)
        if value.dtype != np.float32 or value.size < _LEAST_SIZE:
            continue
        name = initializer.name
        half = numpy_helper.from_array(value.astype(np.float16), name + ".half")
        initializer.CopyFrom(half)
        casts.append(helper.make_node("Cast", [half.name], [name], to=TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*casts, *nodes])
    onnx.checker.check_model(model)
    onnx.save(model, str(output))
