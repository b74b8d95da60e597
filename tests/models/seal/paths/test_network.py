"""A crop as shown to the path network, and its paths in the crop's own pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pytest

from bench.generator.fonts import find_faces
from bench.generator.typography import set_line
from sealstack.models.seal.paths.network import PathNetwork
from sealstack.models.seal.paths.regions import MAPS
from tests.models.seal.paths.maps import perfect_maps


class Painted:
    """A session that sees one line of text in the middle of whatever it is shown."""

    provider = "none"
    metadata: Mapping[str, str] = {}

    def __init__(self) -> None:
        self.shown: list[tuple[int, ...]] = []

    def run(self, batch: np.ndarray) -> np.ndarray:
        self.shown.append(batch.shape)
        height, width = batch.shape[2:]
        face = find_faces("财务专用章", bundled_only=True)[0]
        line = set_line("财务专用章", face, (width / 2, height / 2), 20.0, 20.0, 20.0).path
        return perfect_maps([line], (height, width))[None]

    def run_all(self, batches: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        return map(self.run, batches)


@pytest.mark.parametrize(
    ("size", "shown"),
    [((100, 100), (256, 256)), ((640, 600), (320, 320)), ((288, 150), (288, 160))],
)
def test_a_crop_is_shown_at_256_to_320_pixels_padded_to_a_multiple_of_32(
    size: tuple[int, int], shown: tuple[int, int]
) -> None:
    session = Painted()
    PathNetwork(session).find(np.full((*size, 3), 255, np.uint8))
    assert session.shown == [(1, 3, *shown)]


def test_paths_are_told_in_pixels_of_the_crop() -> None:
    (path,) = PathNetwork(Painted()).find(np.full((640, 640, 3), 255, np.uint8))
    assert path.height == pytest.approx(40, rel=0.02)
    assert path.length == pytest.approx(200, rel=0.06)
    assert path.centre_line.mean(axis=0) == pytest.approx([320, 320], abs=3)


def test_the_network_gives_a_map_for_each_kind_and_four_of_geometry() -> None:
    assert Painted().run(np.zeros((1, 3, 64, 64), np.float32)).shape == (1, MAPS, 16, 16)
