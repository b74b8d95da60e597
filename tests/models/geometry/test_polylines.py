"""Distances along a line of points."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sealstack.models.geometry.polylines import distances_along

LINES = arrays(np.float64, st.tuples(st.integers(1, 20), st.just(2)), elements=st.floats(-1e3, 1e3))


def test_every_step_adds_its_length() -> None:
    points = np.array([[0, 0], [3, 4], [3, 10], [3, 10]], np.float64)
    assert distances_along(points).tolist() == [0, 5, 11, 11]


@given(LINES)
def test_no_point_lies_nearer_along_the_line_than_straight(points) -> None:
    straight = np.linalg.norm(points - points[0], axis=1)
    assert np.all(distances_along(points) >= straight - 1e-6)
