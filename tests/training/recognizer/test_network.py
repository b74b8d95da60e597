"""The torch module says what the ONNX file says, before and after it was written back."""

import numpy as np
import pytest

from sealstack.models.text.weights import find_weights
from tests import needs

torch = needs.extra("train", "torch")
onnx = needs.extra("train", "onnx")

from training.export import shrink  # noqa: E402
from training.recognizer.export import answers, export  # noqa: E402
from training.recognizer.network import OnnxNetwork  # noqa: E402

NOISE = np.random.default_rng(0).uniform(-1, 1, (2, 3, 48, 320)).astype(np.float32)


@pytest.fixture
def network():
    return OnnxNetwork(find_weights().recognizer)


def test_the_module_agrees_with_the_file(network):
    with torch.no_grad():
        said = network(torch.from_numpy(NOISE)).softmax(-1).numpy()
    np.testing.assert_allclose(said, answers(find_weights().recognizer, NOISE), atol=5e-5)


def test_a_trained_network_is_written_with_its_characters(network, tmp_path):
    with torch.no_grad():
        next(network.parameters()).add_(0.01)
    assert export(network, tmp_path / "trained.onnx") < 1e-4
    metadata = {entry.key: entry.value for entry in onnx.load(str(tmp_path / "trained.onnx")).metadata_props}
    assert len(metadata["character"].splitlines()) == 18708


def test_a_shrunken_network_is_half_as_large_and_says_the_same(tmp_path):
    stock = find_weights().recognizer
    shrink(stock, tmp_path / "small.onnx")
    assert (tmp_path / "small.onnx").stat().st_size < 0.52 * stock.stat().st_size
    np.testing.assert_allclose(answers(tmp_path / "small.onnx", NOISE), answers(stock, NOISE), atol=0.02)
