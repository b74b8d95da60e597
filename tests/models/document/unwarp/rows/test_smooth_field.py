"""Smooth fields fitted to conditions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.document.unwarp.rows.smooth_field import Fit, Grid


@given(
    st.integers(3, 12),
    st.integers(3, 12),
    st.floats(-2, 2),
    st.floats(-2, 2),
    st.lists(st.tuples(st.floats(0, 200), st.floats(0, 300)), min_size=1, max_size=20),
)
def test_a_plane_is_interpolated_exactly(
    columns: int, rows: int, across: float, down: float, places: list[tuple[float, float]]
) -> None:
    grid = Grid(200, 300, columns, rows)
    points = np.array(places)
    values = grid.node_points() @ [across, down]
    np.testing.assert_allclose(grid.weights(points) @ values, points @ [across, down], atol=1e-6)


@given(st.integers(3, 12), st.integers(3, 12), st.floats(-2, 2), st.floats(-2, 2))
def test_a_plane_does_not_bend(columns: int, rows: int, across: float, down: float) -> None:
    grid = Grid(200, 300, columns, rows)
    for conditions in grid.bending():
        np.testing.assert_allclose(conditions @ (grid.node_points() @ [across, down]), 0, atol=1e-6)


def test_points_outside_count_as_at_the_edge() -> None:
    grid = Grid(100, 100, 4, 4)
    values = grid.node_points()[:, 0]
    outside = grid.weights(np.array([[-50.0, 20.0], [500.0, 20.0]])) @ values
    np.testing.assert_allclose(outside, [0, 100], atol=1e-6)


def test_a_fit_meets_its_conditions_with_the_least_bending() -> None:
    grid = Grid(100, 100, 6, 6)
    fit = Fit(grid)
    for conditions in grid.bending():
        fit.add(conditions, 0.0, 1.0)
    places = np.array([[10.0, 10.0], [90.0, 10.0], [10.0, 90.0]])
    fit.add(grid.weights(places), np.array([1.0, 5.0, 3.0]), 1e6)
    field = fit.solve()
    assert (grid.weights(np.array([[90.0, 90.0]])) @ field)[0] == pytest.approx(7.0, abs=1e-3)


def test_conditions_of_a_group_become_equal_whatever_to() -> None:
    grid = Grid(100, 100, 6, 6)
    fit = Fit(grid)
    for conditions in grid.bending():
        fit.add(conditions, 0.0, 1e-3)
    fit.add(grid.weights(np.array([[50.0, 10.0], [50.0, 90.0]])), np.array([10.0, 90.0]), 1e3)
    places = np.array([[5.0, 20.0], [95.0, 30.0], [5.0, 70.0], [95.0, 80.0]])
    fit.add_equal(grid.weights(places), np.array([0, 0, 1, 1]), np.full(4, 1e3))
    heights = grid.weights(places) @ fit.solve()
    assert heights[0] == pytest.approx(heights[1], abs=0.1)
    assert heights[2] == pytest.approx(heights[3], abs=0.1)
    assert heights[2] - heights[0] > 30


def test_many_groups_are_solved_as_the_whole_system_would_be() -> None:
    grid = Grid(200, 300, 9, 13)
    fit = Fit(grid)
    for conditions in grid.bending():
        fit.add(conditions, 0.0, 0.1)
    for conditions in grid.slopes():
        fit.add(conditions, 5.0, 1e-3)
    fit.add(grid.middle(), 150.0, 1.0)
    chance = np.random.default_rng(3)
    places = np.stack([chance.uniform(0, 200, 700), np.repeat(np.linspace(0, 300, 70), 10)], axis=1)
    group, weight = np.repeat(np.arange(70), 10), chance.uniform(0.2, 1.0, 700)
    values = grid.weights(places)
    fit.add_equal(values, group, weight)
    field = fit.solve()

    def cost(nodes: np.ndarray) -> float:
        at = values @ nodes
        means = np.bincount(group, weight * at) / np.bincount(group, weight)
        bent = sum(0.1 * ((one @ nodes) ** 2).sum() for one in grid.bending())
        sloped = sum(1e-3 * ((one @ nodes - 5.0) ** 2).sum() for one in grid.slopes())
        level = ((grid.middle() @ nodes - 150.0) ** 2).sum()
        return float((weight * (at - means[group]) ** 2).sum() + bent + sloped + level)

    least = cost(field)
    for _ in range(20):
        assert cost(field + chance.normal(0, 0.5, grid.size)) > least
