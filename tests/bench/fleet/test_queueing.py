"""The queueing model agrees with what is known of queues, and with a simulated one."""

import heapq

import numpy as np
import pytest

from bench.fleet.exact import most_within_a_second
from bench.fleet.queueing import Queue


def test_one_server_with_exponential_readings_is_m_m_1():
    queue = Queue(rate=0.8, servers=1, mean=1.0, variation=1.0)
    assert queue.waiting_probability == pytest.approx(0.8)
    assert queue.mean_wait == pytest.approx(4.0)
    assert queue.wait_percentile(95) == pytest.approx(np.log(0.8 / 0.05) / 0.2)


def test_erlang_c_is_as_tabulated():
    assert Queue(rate=5.0, servers=8, mean=1.0, variation=1.0).waiting_probability == pytest.approx(
        0.167, abs=1e-3
    )


def test_constant_readings_wait_half_as_long():
    constant, exponential = (Queue(0.8, 1, 1.0, variation) for variation in (0.0, 1.0))
    assert constant.mean_wait == pytest.approx(exponential.mean_wait / 2)


@pytest.mark.parametrize("variation", [0.5, 1.0])
def test_a_simulated_queue_waits_as_long(variation):
    chance = np.random.default_rng(3)
    queue = Queue(rate=4.2, servers=6, mean=1.0, variation=variation)
    sigma = np.sqrt(np.log1p(variation**2))
    free, now, waits = [0.0] * 6, 0.0, []
    for _ in range(120_000):
        now += chance.exponential(1 / queue.rate)
        begun = max(now, heapq.heappop(free))
        waits.append(begun - now)
        heapq.heappush(free, begun + np.exp(sigma * chance.standard_normal() - sigma**2 / 2))
    assert np.mean(waits) == pytest.approx(queue.mean_wait, rel=0.15)


def test_calls_that_surely_fell_into_one_second_are_counted():
    assert most_within_a_second([(0.0, 0.1), (0.2, 0.9), (0.5, 0.99), (0.95, 1.1)]) == 3
