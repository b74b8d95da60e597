"""Pictures of any width and height are searched for seals; whether there are any is another matter."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sealstack.models.seal import SealReader


def stained(width: int, height: int) -> np.ndarray:
    """Noise in all colours: ink everywhere, and edges wherever one looks."""
    return np.random.default_rng(5).integers(0, 255, (height, width, 3), np.uint8)


@pytest.mark.parametrize("size", [(1, 20_000), (20_000, 1), (60, 20_000), (20_000, 60)])
def test_strips_of_twenty_thousand_pixels(reader: SealReader, size: tuple[int, int]) -> None:
    assert list(reader.read(stained(*size))) == []


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(width=st.integers(1, 90), height=st.integers(1, 90))
def test_small_pictures_of_any_shape(reader: SealReader, width: int, height: int) -> None:
    for seal in reader.read(stained(width, height)):
        x, y, wide, high = seal.box
        assert x >= 0
        assert y >= 0
        assert x + wide <= width
        assert y + high <= height
