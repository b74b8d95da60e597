"""Views on the device: the latest are kept, and their maps follow them."""

from __future__ import annotations

import numpy as np

from tests import needs

torch = needs.extra("train", "torch")

from training.course import Sample  # noqa: E402
from training.locator.pool import Pool, relit  # noqa: E402
from training.locator.targets import MAPS  # noqa: E402


def sample(value: int) -> Sample:
    """A view with one bright quarter, where its maps are 1; weights tell which view it is."""
    image, maps = np.zeros((64, 64, 3), np.uint8), np.zeros((MAPS, 16, 16), np.uint8)
    image[:32, :32] = 255
    maps[:, :8, :8] = 1
    return Sample("view", (image, maps, np.full(maps.shape, value, np.float16)), {})


def test_there_is_no_room_for_more_than_the_latest() -> None:
    pool = Pool(8, torch.device("cpu"))
    for value in range(20):
        pool.take(sample(value))
    batch = pool.batch(64, torch.Generator().manual_seed(1))
    assert set(batch.weights[:, 0, 0, 0].tolist()) == set(range(12, 20))


def test_maps_follow_their_views_when_these_are_mirrored_and_turned() -> None:
    pool = Pool(8, torch.device("cpu"))
    pool.take(sample(1))
    batch = pool.batch(16, torch.Generator().manual_seed(1))
    bright = torch.nn.functional.avg_pool2d(batch.pictures.mean(1, keepdim=True), 4)[:, 0]
    for view, maps in zip(bright, batch.targets, strict=True):
        assert view[maps[0] > 0].mean() > view[maps[0] == 0].mean() + 0.5
    assert len({tuple(maps[0].flatten().tolist()) for maps in batch.targets}) > 2


def test_other_lights_leave_pictures_within_their_range() -> None:
    pictures = torch.rand(6, 3, 16, 16, generator=torch.Generator().manual_seed(2))
    lit = relit(pictures, torch.Generator().manual_seed(3))
    assert lit.shape == pictures.shape
    assert float(lit.min()) >= 0
    assert float(lit.max()) <= 1
    assert (lit - pictures).abs().mean() > 0.01


def test_maps_are_as_large_as_they_must_be_for_views_of_another_size() -> None:
    pool = Pool(8, torch.device("cpu"))
    for value in range(8):
        pool.take(sample(value))
    batch = pool.batch(8, torch.Generator().manual_seed(1), 1.5)
    assert batch.pictures.shape == (8, 3, 96, 96)
    assert batch.targets.shape == batch.weights.shape == (8, MAPS, 24, 24)
    assert float(batch.targets[0, 0, :12, :12].mean()) == 1
    assert float(batch.targets[0, 0].mean()) == 0.25
