"""Plane maps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.geometry.warps import carry, outline, plausible


def turned(degrees: float, scale: float) -> np.ndarray:
    angle = np.radians(degrees)
    cosine, sine = scale * np.cos(angle), scale * np.sin(angle)
    return np.array([[cosine, -sine, 11], [sine, cosine, -7], [0, 0, 1]])


@given(st.floats(-180, 180), st.floats(0.2, 5))
def test_any_turn_and_size_is_plausible(degrees: float, scale: float) -> None:
    assert plausible(turned(degrees, scale), 300, 400)


@given(st.floats(-180, 180), st.floats(0.2, 5))
def test_carrying_back_undoes_carrying(degrees: float, scale: float) -> None:
    there = turned(degrees, scale)
    np.testing.assert_allclose(
        carry(carry(outline(300, 400), there), np.linalg.inv(there)), outline(300, 400), atol=0.1
    )


@pytest.mark.parametrize(
    "absurd",
    [
        None,
        np.full((3, 3), np.nan),
        np.diag([-1.0, 1.0, 1.0]),
        np.diag([0.001, 0.001, 1.0]),
        np.diag([8.0, 0.5, 1.0]),
        np.array([[1.0, 0, 0], [0, 1.0, 0], [-0.004, 0, 1]]),
    ],
    ids=["none", "nan", "mirrored", "tiny", "squeezed", "across the horizon"],
)
def test_what_no_camera_does_is_not(absurd: np.ndarray | None) -> None:
    assert not plausible(absurd, 300, 400)


def test_a_point_at_the_horizon_is_far_away_but_a_number() -> None:
    horizon = np.array([[1.0, 0, 0], [0, 1.0, 0], [-0.01, 0, 1]])
    assert np.isfinite(carry(np.array([[100.0, 5.0]]), horizon)).all()
