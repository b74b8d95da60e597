"""A recognizer is given the characters that seals need."""

import numpy as np
import pytest

from tests import needs

needs.extra("train", "torch")
onnx = needs.extra("train", "onnx")

from sealstack.models.text.weights import find_weights  # noqa: E402
from training.recognizer.alphabet import extended, ideographs  # noqa: E402


@pytest.fixture(scope="module")
def stock():
    return onnx.load(str(find_weights().recognizer))


@pytest.fixture(scope="module")
def known(stock):
    return {e.key: e.value for e in stock.metadata_props}["character"].splitlines()


def closing(model):
    named = {one.name: onnx.numpy_helper.to_array(one) for one in model.graph.initializer}
    multiply = next(node for node in reversed(model.graph.node) if node.op_type == "MatMul")
    return named[multiply.input[1]]


def test_gb2312_has_6763_characters_and_the_common_part_of_big5_5401():
    assert [len(ideographs(name)) for name in ("gb2312", "big5")] == [6763, 5401]
    assert ideographs("gb2312")[:2] == ["啊", "阿"]
    assert "總" in ideographs("big5")


def test_new_characters_come_after_the_old_ones_and_before_the_space(stock, known):
    model = extended(stock, known, ["中", "\ue000", "\ue001"])
    told = {e.key: e.value for e in model.metadata_props}["character"].splitlines()
    assert told == [*known, "\ue000", "\ue001"]
    assert closing(model).shape[1] == len(told) + 2


def test_what_was_known_keeps_its_column(stock, known):
    before, after = closing(stock), closing(extended(stock, known, ["\ue000"]))
    np.testing.assert_array_equal(after[:, : len(known) + 1], before[:, :-1])
    np.testing.assert_array_equal(after[:, -1], before[:, -1])


def test_a_list_that_is_not_the_networks_is_refused(stock):
    with pytest.raises(ValueError, match="columns are not those of 2 characters"):
        extended(stock, ["一", "二"], ["三"])
