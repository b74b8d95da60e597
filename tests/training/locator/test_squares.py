"""Square seals of every size, alone, in rows, on pages and scrolls."""

from __future__ import annotations

import numpy as np
import pytest

from training.locator.maps import KINDS
from training.locator.scenes import POINTS
from training.locator.squares import sealed_page, specimens, writing


@pytest.mark.parametrize("maker", [specimens, sealed_page, writing])
def test_every_seal_is_a_frame_where_there_is_ink(maker: object) -> None:
    rng = np.random.default_rng(8)
    for _ in range(4):
        one = maker(rng)  # type: ignore[operator]
        assert len(one.outlines) >= 1
        assert one.outlines.shape[1:] == (POINTS, 2)
        assert (one.kinds == list(KINDS).index("frame")).all()


def test_specimens_take_much_of_their_picture() -> None:
    rng = np.random.default_rng(9)
    longest = []
    for _ in range(12):
        one = specimens(rng)
        longest.append(max(np.ptp(outline, axis=0).max() for outline in one.outlines) / max(one.image.shape))
    assert np.mean(longest) > 0.3
    assert max(longest) > 0.6
