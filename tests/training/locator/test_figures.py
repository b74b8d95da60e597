"""What is counted as a seal found, and what as a false area."""

from __future__ import annotations

import numpy as np
import pytest

from training.course import Sample
from training.locator.figures import Figures
from training.locator.targets import MAPS


def sample(seal: bool) -> Sample:
    """A view with a ring's kernel and area in its upper left, or with nothing."""
    maps = np.zeros((MAPS, 24, 24), np.uint8)
    if seal:
        maps[0, 5:9, 5:9] = 1
        maps[-1, 3:11, 3:11] = 1
    return Sample("view", (np.zeros((96, 96, 3), np.uint8), maps, np.ones(maps.shape, np.float16)), {})


def seen(*corners: tuple[int, int]) -> np.ndarray:
    """Maps with sure kernels of rings, four cells wide."""
    maps = np.full((MAPS, 24, 24), 0.01, np.float32)
    for y, x in corners:
        maps[0, y : y + 4, x : x + 4] = 0.95
    return maps


def told(maps: np.ndarray, seal: bool) -> dict[str, float]:
    figures = Figures()
    figures.add([maps], [sample(seal)])
    return dict(figures.values())


def test_a_kernel_on_a_seals_kernel_finds_it() -> None:
    figures = told(seen((5, 5)), seal=True)
    assert figures["seals found"] == 1
    assert figures["false areas a view"] == 0
    assert figures["overlap of ring"] == pytest.approx(1)


def test_a_kernel_elsewhere_is_a_false_area() -> None:
    figures = told(seen((16, 16)), seal=True)
    assert figures["seals found"] == 0
    assert figures["false areas a view"] == 1
    assert figures["views without seals"] == 0


def test_false_areas_on_views_without_seals_are_told_apart() -> None:
    figures = told(seen((5, 5), (16, 16)), seal=False)
    assert figures["false areas a view without seals"] == 2
    assert figures["views without seals"] == 1


def test_what_is_not_asked_for_is_neither_found_nor_false() -> None:
    blank = sample(seal=False)
    blank.arrays[2][:, 4:10, 4:10] = 0
    figures = Figures()
    figures.add([seen((5, 5))], [blank])
    assert figures.values()["false areas a view"] == 0
