"""Small networks of the shapes that PaddleX exports: what they find is written into them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = [helper.make_opsetid("", 13)]


def write_layout(path: Path, rows: Sequence[Sequence[float]], *, transformer: bool = False) -> Path:
    """A layout detector that finds `rows` of class, score and corners 0..1 of the picture's sides.

    It multiplies the corners by the picture's own size, which it works out from `scale_factor`, and so
    answers rightly only when it is told rightly how the picture was resized.
    """
    side = 64
    found = np.array(rows, np.float32).reshape(-1, 6)
    inputs = [("image", [1, 3, side, side]), ("scale_factor", [1, 2])]
    if transformer:
        inputs.insert(0, ("im_shape", [1, 2]))
    constants = {
        "heads": found[:, :2],
        "corners": found[:, 2:],
        "sides": np.array([[side, side]], np.float32),
        "swapped": np.array([1, 0, 1, 0], np.int64),
        "count": np.array([len(found)], np.float32),
        "nothing": np.zeros(1, np.float32),
    }
    nodes = [
        helper.make_node("Div", ["sides", "scale_factor"], ["size"]),
        helper.make_node("Gather", ["size", "swapped"], ["sizes"], axis=1),
        helper.make_node("Mul", ["corners", "sizes"], ["places"]),
        helper.make_node("ReduceMean", ["image"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "nothing"], ["zero"]),
        helper.make_node("Concat", ["heads", "places"], ["rows"], axis=1),
        helper.make_node("Add", ["rows", "zero"], ["boxes"]),
        helper.make_node("Add", ["count", "zero"], ["number"]),
    ]
    if transformer:
        nodes.append(helper.make_node("ReduceMean", ["im_shape"], ["unused"], keepdims=0))
    return _written(path, nodes, inputs, [("boxes", ["n", 6]), ("number", [1])], constants)


def write_seal_text(path: Path, *, mean: float = 0.485, deviation: float = 0.229) -> Path:
    """A detector that takes the darkness of the first channel for the probability of text."""
    constants = {
        "weights": np.array([[[[-deviation]], [[0.0]], [[0.0]]]], np.float32),
        "bias": np.array([1 - mean], np.float32),
    }
    nodes = [
        helper.make_node("Conv", ["x", "weights", "bias"], ["darkness"]),
        helper.make_node("Clip", ["darkness"], ["map"]),
    ]
    return _written(path, nodes, [("x", [1, 3, "h", "w"])], [("map", [1, 1, "h", "w"])], constants)


def _written(path, nodes, inputs, outputs, constants):
    graph = helper.make_graph(
        nodes,
        "graph",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    onnx.save(helper.make_model(graph, opset_imports=OPSET, ir_version=8), str(path))
    return path
