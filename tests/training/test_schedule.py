"""How the learning rate goes."""

import pytest

from training.schedule import Pace, share_of_rate


def at(step: int) -> float:
    return share_of_rate(step, 100, warm_up=20, last=0.1)


def test_the_rate_rises_step_by_step() -> None:
    assert [at(0), at(9), at(19)] == pytest.approx([0.05, 0.5, 1.0])


def test_then_it_falls_along_half_a_cosine() -> None:
    assert [at(20), at(60), at(100)] == pytest.approx([1.0, 0.55, 0.1])


def test_beyond_the_plan_it_stays() -> None:
    assert at(500) == pytest.approx(0.1)


def paced(*times: float, fewest: int = 1) -> list[float]:
    pace = Pace(warm_up=0.1, fewest=fewest, last=0.01)
    return [pace.share(done) for done in times]


def test_by_the_clock_the_rate_rises_from_the_first_step_on_and_falls_to_the_end() -> None:
    first, rising, highest, middle, end = paced(0.2, 0.24, 0.28, 0.6, 1.0)
    assert first == pytest.approx(0.01)
    assert rising == pytest.approx(0.5)
    assert highest == pytest.approx(0.976, abs=0.001)
    assert middle == pytest.approx(0.505)
    assert end == pytest.approx(0.01)


def test_a_slow_device_rises_by_steps_when_the_time_would_be_over_before() -> None:
    assert paced(0.1, 0.5, fewest=60) == pytest.approx([1 / 100, 2 / 60])
