"""The network: what goes in and comes out, that it learns, and that its file says the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests import needs

torch = needs.extra("train", "torch")

from sealstack.models.runtime import RuntimeOptions, open_session  # noqa: E402
from tests.training.locator.test_views import disc  # noqa: E402
from training.locator.export import export  # noqa: E402
from training.locator.fit import Plan, Trainer  # noqa: E402
from training.locator.losses import Batch  # noqa: E402
from training.locator.maps import STRIDE  # noqa: E402
from training.locator.network import LocatorNetwork  # noqa: E402
from training.locator.targets import MAPS, targets_of  # noqa: E402
from training.locator.views import make_view  # noqa: E402


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


def test_training_lowers_the_loss_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    shown = [make_view(rng, disc, (96, 96)) for _ in range(2)]
    told = [targets_of(view) for view in shown]
    batch = Batch(
        torch.from_numpy(np.stack([view.image for view in shown]).astype(np.float32) / 127.5 - 1).permute(
            0, 3, 1, 2
        ),
        torch.from_numpy(np.stack([targets for targets, _ in told])),
        torch.from_numpy(np.stack([weights for _, weights in told])),
    )
    plan = Plan(steps=40, rate=3e-3)
    trainer = Trainer(tmp_path, plan)
    losses = [trainer.train_on(batch)[0] for _ in range(12)]
    assert losses[-1] < 0.8 * losses[0]
    trainer.save()
    assert Trainer(tmp_path, plan).step == 12
    assert (tmp_path / "latest.onnx").exists()
