"""A network between two."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests import needs

needs.extra("train", "torch")
onnx = needs.extra("train", "onnx")

from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from training.locator.blend import blend  # noqa: E402


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
