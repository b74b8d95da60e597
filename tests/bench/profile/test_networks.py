"""Counting what a network computes."""

import numpy as np
import pytest

from bench.profile.networks import cost_of
from tests import needs

onnx = needs.extra("test", "onnx")


def network(kind: str, weights: np.ndarray, shape: list[int], **attributes: object) -> bytes:
    """A network of one operator."""
    helper = onnx.helper
    node = helper.make_node(kind, ["given", "weights"], ["told"], **attributes)
    graph = helper.make_graph(
        [node],
        "one",
        [helper.make_tensor_value_info("given", onnx.TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("told", onnx.TensorProto.FLOAT, None)],
        [onnx.numpy_helper.from_array(weights, "weights")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return made.SerializeToString()


def test_a_convolution_is_counted() -> None:
    model = network("Conv", np.ones((16, 3, 3, 3), np.float32), [1, 3, 20, 30], pads=[1, 1, 1, 1])
    cost = cost_of(model, np.ones((1, 3, 20, 30), np.float32), runs=3)
    assert cost.operations == 2 * (16 * 20 * 30) * (3 * 3 * 3)
    assert sum(cost.shares.values()) == pytest.approx(1)


def test_a_matrix_product_is_counted() -> None:
    model = network("MatMul", np.ones((64, 16), np.float32), [1, 40, 64])
    assert cost_of(model, np.ones((1, 40, 64), np.float32), runs=1).operations == 2 * 40 * 64 * 16
