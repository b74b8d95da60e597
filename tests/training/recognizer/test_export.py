"""Averaging the weights of several states of a run."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from training.recognizer.export import average


def scaling_by(factor: float, path: Path, shape: tuple[int, ...] = (2,)) -> Path:
    """A network that multiplies what it is given by one number."""
    weights = numpy_helper.from_array(np.full(shape, factor, np.float32), "factor")
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape)) for name in "xy"]
    graph = helper.make_graph(
        [helper.make_node("Mul", ["x", "factor"], ["y"])], "g", ends[:1], ends[1:], [weights]
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))
    return path


def test_the_mean_of_two_networks_has_the_mean_of_their_weights(tmp_path):
    average([scaling_by(1, tmp_path / "a"), scaling_by(4, tmp_path / "b")], tmp_path / "mean")
    [weights] = onnx.load(str(tmp_path / "mean")).graph.initializer
    np.testing.assert_array_equal(numpy_helper.to_array(weights), [2.5, 2.5])


def test_networks_of_different_shapes_have_no_mean(tmp_path):
    with pytest.raises(ValueError, match="factor"):
        average([scaling_by(1, tmp_path / "a"), scaling_by(4, tmp_path / "b", (3,))], tmp_path / "mean")
