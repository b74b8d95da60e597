"""An external orientation classifier: what it is shown, and what its classes mean."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sealstack.models.document.orientation_network import OrientationNetwork
from sealstack.models.runtime import RuntimeOptions
from tests.models.document.onnx_graph import model

MEAN, DEVIATION = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])


def colour_classifier() -> bytes:
    """Answers 0 for black, 90 for red, 180 for green, 270 for blue, when shown normalised RGB."""
    weights = np.zeros((3, 4), np.float32)
    weights[:, 1:] = np.diag(DEVIATION)
    bias = np.array([0.4, *MEAN], np.float32)
    nodes = [
        ("GlobalAveragePool", ("picture",)),
        ("Flatten", ("1",)),
        ("MatMul", ("2", "weights")),
        ("Add", ("3", "bias")),
    ]
    return model(nodes, {"weights": weights, "bias": bias}, ("n", 3, 224, 224), 2)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> OrientationNetwork:
    path = tmp_path_factory.mktemp("models") / "orientation.onnx"
    path.write_bytes(colour_classifier())
    return OrientationNetwork.load(path, RuntimeOptions())


@pytest.mark.parametrize(
    ("bgr", "angle"), [((0, 0, 0), 0), ((0, 0, 255), 90), ((0, 255, 0), 180), ((255, 0, 0), 270)]
)
@pytest.mark.parametrize("size", [(300, 900), (50, 40), (1000, 30)])
def test_the_class_tells_the_angle(
    network: OrientationNetwork, bgr: tuple[int, int, int], angle: int, size: tuple[int, int]
) -> None:
    assert network.find(np.full((*size, 3), bgr, np.uint8)) == angle


def test_only_the_middle_is_shown(network: OrientationNetwork) -> None:
    wide = np.full((256, 1000, 3), (255, 0, 0), np.uint8)
    wide[:, 380:620] = (0, 255, 0)
    assert network.find(wide) == 180


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.onnx"
    path.write_bytes(model([("GlobalAveragePool", ("picture",))], {}, ("n", 3, 224, 224), 4))
    with pytest.raises(ValueError, match=r"answers \(1, 3, 1, 1\), not \(1, 4\)"):
        OrientationNetwork.load(path, RuntimeOptions())


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"none\.onnx"):
        OrientationNetwork.load(tmp_path / "none.onnx", RuntimeOptions())
