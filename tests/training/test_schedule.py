"""How the learning rate goes."""

import pytest

from training.schedule import share_of_rate


def at(step: int) -> float:
    return share_of_rate(step, 100, warm_up=20, last=0.1)


def test_the_rate_rises_step_by_step() -> None:
    assert [at(0), at(9), at(19)] == pytest.approx([0.05, 0.5, 1.0])


def test_then_it_falls_along_half_a_cosine() -> None:
    assert [at(20), at(60), at(100)] == pytest.approx([1.0, 0.55, 0.1])


def test_beyond_the_plan_it_stays() -> None:
    assert at(500) == pytest.approx(0.1)
