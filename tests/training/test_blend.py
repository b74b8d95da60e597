"""A network between two, and the mean of several."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests import needs

needs.extra("train", "torch")
onnx = needs.extra("train", "onnx")

from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from training.blend import average, blend  # noqa: E402


def convolving(weight: float, path: Path, kernel: int = 1, name: str = "w") -> Path:
    """A network of one convolution with this weight, kept as float16, and a bias of ten times as much."""
    values = np.full((1, 1, kernel, kernel), weight, np.float16)
    graph = helper.make_graph(
        [
            helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT),
            helper.make_node("Conv", ["x", name, f"{name}.bias"], ["y"]),
        ],
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, 4, 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 1, "height", "width"])],
        [
            numpy_helper.from_array(values, f"{name}.half"),
            numpy_helper.from_array(np.array([10 * weight], np.float32), f"{name}.bias"),
        ],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))
    return path


def test_weights_lie_between_those_of_both_whatever_they_are_called(tmp_path: Path) -> None:
    earlier = convolving(1, tmp_path / "earlier.onnx")
    later = convolving(3, tmp_path / "later.onnx", name="v")
    blend(earlier, later, 0.75, tmp_path / "blend.onnx")
    held = onnx.load(str(tmp_path / "blend.onnx")).graph.initializer
    assert [float(numpy_helper.to_array(one).item()) for one in held] == [2.5, 25.0]


def test_different_networks_are_refused(tmp_path: Path) -> None:
    earlier, later = convolving(1, tmp_path / "a.onnx"), convolving(1, tmp_path / "b.onnx", kernel=3)
    with pytest.raises(ValueError, match="different networks"):
        blend(earlier, later, 0.5, tmp_path / "blend.onnx")


def scaling_by(factor: float, path: Path, shape: tuple[int, ...] = (2,)) -> Path:
    """A network that multiplies what it is given by one number."""
    weights = numpy_helper.from_array(np.full(shape, factor, np.float32), "factor")
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape)) for name in "xy"]
    graph = helper.make_graph(
        [helper.make_node("Mul", ["x", "factor"], ["y"])], "g", ends[:1], ends[1:], [weights]
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))
    return path


def test_the_mean_of_two_networks_has_the_mean_of_their_weights(tmp_path: Path) -> None:
    average([scaling_by(1, tmp_path / "a"), scaling_by(4, tmp_path / "b")], tmp_path / "mean")
    [weights] = onnx.load(str(tmp_path / "mean")).graph.initializer
    np.testing.assert_array_equal(numpy_helper.to_array(weights), [2.5, 2.5])


def test_networks_of_different_shapes_have_no_mean(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="factor"):
        average([scaling_by(1, tmp_path / "a"), scaling_by(4, tmp_path / "b", (3,))], tmp_path / "mean")
