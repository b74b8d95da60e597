"""An external unwarping network, in both of the forms it is published in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sealstack.models.document.unwarp.network import UnwarpingNetwork
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.values import Image
from tests.models.document.onnx_graph import model


def load(tmp_path: Path, content: bytes) -> UnwarpingNetwork:
    path = tmp_path / "unwarping.onnx"
    path.write_bytes(content)
    return UnwarpingNetwork.load(path, RuntimeOptions())


def grid_model(grid: np.ndarray) -> bytes:
    """Gives the same grid for every picture of 712 x 488."""
    return model([("Identity", ("grid",))], {"grid": grid.astype(np.float32)}, (1, 3, 712, 488), 4)


@pytest.fixture(scope="module")
def picture() -> Image:
    return np.random.default_rng(5).integers(0, 255, (90, 61, 3)).astype(np.uint8)


def test_an_export_that_draws_by_itself_is_given_the_whole_picture_in_bgr(
    tmp_path: Path, picture: Image
) -> None:
    blue_inverted = {
        "sign": np.array([-1, 1, 1]).reshape(3, 1, 1),
        "shift": np.array([1, 0, 0]).reshape(3, 1, 1),
    }
    nodes = [("Mul", ("picture", "sign")), ("Add", ("1", "shift"))]
    network = load(tmp_path, model(nodes, blue_inverted, (1, 3, "h", "w"), 4))
    expected = picture.copy()
    expected[..., 0] = 255 - expected[..., 0]
    np.testing.assert_array_equal(network.flatten(picture), expected)


def test_a_grid_is_looked_up_in_the_whole_picture(tmp_path: Path, picture: Image) -> None:
    across, down = np.meshgrid(np.linspace(1, -1, 31), np.linspace(-1, 1, 45))
    network = load(tmp_path, grid_model(np.stack([across, down])[None]))
    np.testing.assert_allclose(network.flatten(picture).astype(int), picture[:, ::-1], atol=1)


def test_a_model_that_gives_neither_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="neither a grid nor a picture"):
        load(tmp_path, grid_model(np.zeros((1, 5, 45, 31))))
