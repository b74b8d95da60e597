"""Inputs of several readings are computed together, and each reading gets its own outputs."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sealstack.models.runtime import CardOptions, RuntimeOptions
from sealstack.models.runtime.batching import BatchingSession, can_batch
from sealstack.models.runtime.interruption import Interrupted, stoppable
from sealstack.models.runtime.onnx_session import OnnxSession
from sealstack.models.text.weights import find_weights


class Doubler:
    """A network that doubles; waits at its gate, fails on what is negative, keeps what it was given."""

    provider = "none"
    metadata: dict[str, str] = {}  # noqa: RUF012 # a double
    inputs = {"x": ("batch", 1)}  # noqa: RUF012 # a double

    def __init__(self):
        self.gate = threading.Event()
        self.begun = threading.Semaphore(0)
        self.sizes = []

    def run(self, batch):
        self.begun.release()
        assert self.gate.wait(60)
        self.sizes.append(len(batch))
        if (batch < 0).any():
            raise ValueError("negative")
        return batch * 2

    def compute(self, feeds):
        return [self.run(feeds["x"])]


def column(*values):
    return np.array([[value] for value in values], np.float32)


def waiting(session, count):
    """Wait until so many inputs are in the queue."""
    while len(session._queue) < count:
        pass


@pytest.fixture
def pool():
    with ThreadPoolExecutor(8) as threads:
        yield threads


def test_what_gathers_while_the_card_computes_is_computed_together(pool):
    network = Doubler()
    session = BatchingSession(network, most=8)
    first = pool.submit(session.run, column(1))
    assert network.begun.acquire(timeout=60)
    others = [pool.submit(session.run, column(value, value)) for value in (2, 3, 4)]
    waiting(session, 3)
    network.gate.set()
    assert first.result(60).tolist() == [[2]]
    assert [other.result(60).tolist() for other in others] == [[[4], [4]], [[6], [6]], [[8], [8]]]
    assert network.sizes == [1, 6]


def test_no_more_than_the_most_are_computed_together(pool):
    network = Doubler()
    session = BatchingSession(network, most=2)
    results = [pool.submit(session.run, column(1))]
    assert network.begun.acquire(timeout=60)
    results += [pool.submit(session.run, column(value)) for value in range(5)]
    waiting(session, 5)
    network.gate.set()
    for result in results:
        result.result(60)
    assert max(network.sizes) == 2


def test_inputs_of_another_shape_are_computed_apart(pool):
    network = Doubler()
    session = BatchingSession(network, most=8)
    first = pool.submit(session.run, column(1))
    assert network.begun.acquire(timeout=60)
    narrow = pool.submit(session.run, column(2))
    wide = pool.submit(session.run, np.ones((1, 3), np.float32))
    waiting(session, 2)
    network.gate.set()
    assert (first.result(60).shape, narrow.result(60).shape, wide.result(60).shape) == (
        (1, 1),
        (1, 1),
        (1, 3),
    )
    assert network.sizes == [1, 1, 1]


def test_an_error_is_that_of_the_reading_that_caused_it(pool):
    network = Doubler()
    session = BatchingSession(network, most=8)
    pool.submit(session.run, column(1))
    assert network.begun.acquire(timeout=60)
    good, bad = pool.submit(session.run, column(2)), pool.submit(session.run, column(-1))
    waiting(session, 2)
    network.gate.set()
    assert good.result(60).tolist() == [[4]]
    with pytest.raises(ValueError, match="negative"):
        bad.result(60)


def test_a_reading_that_is_broken_off_leaves_the_others_alone(pool):
    network = Doubler()
    session = BatchingSession(network, most=8)
    stop = threading.Event()

    def unwanted():
        with stoppable(stop):
            return session.run(column(7))

    first = pool.submit(session.run, column(1))
    assert network.begun.acquire(timeout=60)
    left, stays = pool.submit(unwanted), pool.submit(session.run, column(3))
    waiting(session, 2)
    stop.set()
    with pytest.raises(Interrupted):
        left.result(60)
    network.gate.set()
    assert (first.result(60).tolist(), stays.result(60).tolist()) == ([[2]], [[6]])
    assert network.sizes == [1, 1]


def test_networks_with_a_free_first_axis_can_be_batched():
    network = Doubler()
    assert can_batch(network)
    network.inputs = {"x": (1, 3, None, None)}
    assert not can_batch(network)
    network.inputs = {"x": ("n", 1), "y": ("n", 1)}
    assert not can_batch(network)


def test_a_real_recognizer_says_the_same_alone_and_together(pool):
    network = OnnxSession(find_weights(None).recognizer, RuntimeOptions())
    assert can_batch(network)
    session = BatchingSession(network, most=8)
    strips = np.random.default_rng(1).normal(0, 0.5, (6, 1, 3, 48, 96)).astype(np.float32)
    together = list(pool.map(session.run, strips))
    for strip, output in zip(strips, together, strict=True):
        np.testing.assert_allclose(output, network.run(strip), atol=1e-4)


def test_bound_inputs_and_outputs_say_the_same():
    network = OnnxSession(find_weights(None).recognizer, RuntimeOptions())
    batch = np.random.default_rng(1).normal(0, 0.5, (2, 3, 48, 96)).astype(np.float32)
    plain = network.run(batch)
    network._binds = True
    np.testing.assert_allclose(network.run(batch), plain, atol=1e-5)
    [name] = network.inputs
    every, *_ = network.compute({name: batch})
    np.testing.assert_allclose(every, plain, atol=1e-5)


def test_a_card_computes_in_full_precision_and_takes_any_memory_unless_told_otherwise():
    from sealstack.models.runtime.onnx_session import _providers

    (_, plain), _ = _providers(RuntimeOptions("gpu:1"))
    assert (plain["device_id"], plain["use_tf32"], "gpu_mem_limit" in plain) == (1, 0, False)
    (_, bounded), _ = _providers(RuntimeOptions("gpu", card=CardOptions(memory=1 << 30, tf32=True)))
    assert (bounded["gpu_mem_limit"], bounded["use_tf32"]) == (1 << 30, 1)
