"""The artist's samples: what they hold, where they come from, and what drawing them needs."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from training.locator.artist import SIDE, ViewArtist
from training.locator.maps import STRIDE
from training.locator.targets import MAPS

pytestmark = pytest.mark.slow


def test_a_sample_is_a_view_with_its_maps_and_weights() -> None:
    samples = ViewArtist(views=6).draw(1)
    assert len(samples) == 6
    cells = SIDE // STRIDE
    for sample in samples:
        image, maps, weights = sample.arrays
        assert (image.shape, image.dtype) == ((SIDE, SIDE, 3), np.uint8)
        assert (maps.shape, maps.dtype) == ((MAPS, cells, cells), np.uint8)
        assert (weights.shape, weights.dtype) == ((MAPS, cells, cells), np.float16)
        assert maps.max() <= 1
        assert bool(maps.any()) <= (sample.note["seals"] > 0)


def test_the_same_seeds_in_the_same_order_give_the_same_views() -> None:
    first, again = (ViewArtist(views=2, side=192) for _ in range(2))
    for seed in (5, 6):
        for one, other in zip(first.draw(seed), again.draw(seed), strict=True):
            assert all(np.array_equal(a, b) for a, b in zip(one.arrays, other.arrays, strict=True))


def test_what_is_held_out_does_not_depend_on_what_was_drawn_before() -> None:
    held_out = 910_000_000
    busy, fresh = (ViewArtist(views=2, side=192) for _ in range(2))
    busy.draw(20_000_000)
    for one, other in zip(busy.draw(held_out), fresh.draw(held_out), strict=True):
        assert np.array_equal(one.arrays[0], other.arrays[0])


def test_seals_and_views_without_any_are_both_plentiful() -> None:
    artist = ViewArtist(side=96)
    seals = [sample.note["seals"] for seed in range(7) for sample in artist.draw(seed)]
    assert 0.1 < np.mean(np.array(seals) == 0) < 0.6


def test_drawing_loads_neither_torch_nor_what_reading_needs() -> None:
    code = (
        "import sys; from training.locator.artist import ViewArtist; ViewArtist(views=1, side=96).draw(3);"
        "print([m for m in ('torch', 'onnxruntime', 'onnx', 'shapely', 'pyclipper') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
