"""The path network: what goes in and comes out, what it costs, and that its file says the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests import needs

torch = needs.extra("train", "torch")

from sealstack.models.runtime import RuntimeOptions, open_session  # noqa: E402
from training.paths.export import export  # noqa: E402
from training.paths.network import (  # noqa: E402
    LOGITS,
    MAPS,
    OUTPUTS,
    PathNetwork,
    maps_of_outputs,
    operations,
)


def test_the_maps_have_a_cell_for_every_fourth_pixel() -> None:
    outputs = PathNetwork().eval()(torch.zeros(1, 3, 64, 96))
    assert tuple(outputs.shape) == (1, OUTPUTS, 16, 24)
    assert tuple(maps_of_outputs(outputs).shape) == (1, MAPS, 16, 24)


def test_a_crop_of_256_pixels_costs_at_most_two_and_a_half_billion_operations() -> None:
    assert 1 < operations(PathNetwork()) <= 2.5


def test_outputs_become_probabilities_directions_and_pixels() -> None:
    outputs = torch.zeros(1, OUTPUTS, 1, 1)
    outputs[0, 4] = 20  # the fourth class: a line
    outputs[0, LOGITS : LOGITS + 2, 0, 0] = torch.tensor([0.6, -0.8])
    outputs[0, LOGITS + 2] = np.log(2.5)  # cells
    maps = maps_of_outputs(outputs)[0, :, 0, 0].tolist()
    assert maps == pytest.approx([0, 0, 0, 1, 0, 0.6, -0.8, 10.0, 0.5], abs=1e-4)


def test_the_written_network_gives_the_modules_maps(tmp_path: Path) -> None:
    torch.manual_seed(3)
    network = PathNetwork().eval()
    assert export(network, tmp_path / "network.onnx") < 0.02
    picture = np.random.default_rng(1).uniform(-1, 1, (1, 3, 96, 160)).astype(np.float32)
    maps = open_session(tmp_path / "network.onnx", RuntimeOptions("cpu", 1)).run(picture)
    with torch.no_grad():
        expected = maps_of_outputs(network(torch.from_numpy(picture))).numpy()
    assert maps == pytest.approx(expected, rel=0.03, abs=0.03)
    weights = sum(parameter.numel() for parameter in network.parameters())
    assert (tmp_path / "network.onnx").stat().st_size < 2.2 * weights
    assert [path.name for path in tmp_path.iterdir()] == ["network.onnx"]
