"""The network: what goes in and comes out, and that its file says the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests import needs

torch = needs.extra("train", "torch")

from sealstack.models.runtime import RuntimeOptions, open_session  # noqa: E402
from training.locator.export import export  # noqa: E402
from training.locator.maps import STRIDE  # noqa: E402
from training.locator.network import LocatorNetwork  # noqa: E402
from training.locator.targets import MAPS  # noqa: E402


def test_the_maps_have_a_cell_for_every_fourth_pixel() -> None:
    maps = LocatorNetwork().eval()(torch.zeros(1, 3, 64, 96))
    assert tuple(maps.shape) == (1, MAPS, 64 // STRIDE, 96 // STRIDE)


def test_the_written_network_gives_the_modules_probabilities(tmp_path: Path) -> None:
    torch.manual_seed(3)
    network = LocatorNetwork().eval()
    assert export(network, tmp_path / "network.onnx") < 1e-5
    picture = np.random.default_rng(1).uniform(-1, 1, (1, 3, 96, 160)).astype(np.float32)
    maps = open_session(tmp_path / "network.onnx", RuntimeOptions("cpu", 1)).run(picture)
    with torch.no_grad():
        expected = network(torch.from_numpy(picture)).sigmoid().numpy()
    assert maps == pytest.approx(expected, abs=1e-5)
