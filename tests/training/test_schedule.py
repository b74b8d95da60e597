"""How the learning rate goes."""

import pytest

from training.schedule import Pace


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
