"""Crops of drawn seals: what they hold, that a seed gives the same again, what is needed to draw them."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from training.course import Sample
from training.paths.artist import PathArtist, sample_bytes
from training.paths.samples import CLASSES, UNCOUNTED

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def artist() -> PathArtist:
    return PathArtist(side=160, bundled_only=True)


@pytest.fixture(scope="module")
def samples(artist: PathArtist) -> list[Sample]:
    """Enough crops to hold every class."""
    return [sample for seed in range(70) for sample in artist.draw(seed)]


def test_a_sample_holds_a_crop_and_maps_at_a_quarter_of_its_size(artist: PathArtist) -> None:
    sample = artist.draw(1)[0]
    assert sample.kind == "paths"
    assert [(array.shape, array.dtype.name) for array in sample.arrays] == [
        ((160, 160, 3), "uint8"),
        ((40, 40), "uint8"),
        ((2, 40, 40), "int8"),
        ((40, 40), "float16"),
        ((40, 40), "uint8"),
    ]
    assert sum(array.nbytes for array in sample.arrays) == sample_bytes(160)


def test_a_seed_gives_the_same_crops_again(artist: PathArtist) -> None:
    for one, other in zip(artist.draw(5), artist.draw(5), strict=True):
        assert all(
            np.array_equal(mine, theirs) for mine, theirs in zip(one.arrays, other.arrays, strict=True)
        )


def test_the_seal_fills_most_of_its_crop(samples: list[Sample]) -> None:
    reaches = []
    for sample in samples:
        if sample.note["shape"] in {"round", "oval"}:
            rows, columns = np.nonzero(sample.arrays[1])
            reaches.append(max(np.ptp(rows), np.ptp(columns)) / 40)
    assert min(reaches) > 0.4
    assert max(reaches) <= 1


def test_crops_beside_seals_show_no_text_path(samples: list[Sample]) -> None:
    empty = [sample for sample in samples if sample.note["shape"] == "none"]
    assert empty
    assert not any(sample.arrays[1].any() for sample in empty)


def test_all_classes_are_drawn(samples: list[Sample]) -> None:
    seen = {int(value) for sample in samples for value in np.unique(sample.arrays[1])}
    assert seen - {UNCOUNTED} == set(range(len(CLASSES) + 1))


@pytest.mark.parametrize("side", [0, 100, -32])
def test_a_side_that_the_network_could_not_halve_is_refused(side: int) -> None:
    with pytest.raises(ValueError, match=str(side)):
        PathArtist(side=side)


def test_drawing_needs_neither_torch_nor_a_runtime() -> None:
    code = (
        "import sys; from training.paths.artist import PathArtist; PathArtist(side=96).draw(1);"
        "print([name for name in ('torch', 'onnx', 'onnxruntime', 'models') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
