"""Whole pictures: licences with their seals, and scenery without any."""

from __future__ import annotations

import numpy as np
import pytest

from training.locator.lookalikes import scenery
from training.locator.lookalikes.licences import licence
from training.locator.scenes import POINTS


@pytest.mark.parametrize(
    "maker", [scenery.photograph, scenery.poster, scenery.packaging, scenery.screen, scenery.marked_sheet]
)
def test_scenery_has_the_size_asked_for(maker: object) -> None:
    image = maker(np.random.default_rng(3), 240, 180)  # type: ignore[operator]
    assert image.shape == (240, 180, 3)
    assert image.dtype == np.uint8
    assert image.std() > 2


def test_a_licences_seals_lie_in_its_lower_part_and_its_emblem_is_none_of_them() -> None:
    rng = np.random.default_rng(6)
    drawn = [licence(rng) for _ in range(12)]
    assert {len(one.outlines) for one in drawn} >= {0, 1}
    for one in drawn:
        assert one.outlines.shape[1:] == (POINTS, 2)
        for outline in one.outlines:
            assert outline[:, 1].mean() > 0.25 * one.image.shape[0]
