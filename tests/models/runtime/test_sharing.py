"""Cores shared by readings: all for one alone, a fair share beside others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.runtime import sharing
from sealstack.models.runtime.sharing import SharingSession, threads_for


class Counted:
    """A network that tells how many threads it was loaded for."""

    provider = "counted"
    metadata: Mapping[str, str] = {}

    def __init__(self, threads: int) -> None:
        self.threads = threads

    def run(self, batch: np.ndarray) -> np.ndarray:
        return np.full(1, self.threads + batch.max(), np.float32)

    def run_all(self, batches: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        return map(self.run, batches)


def threads_used(session: SharingSession) -> int:
    return int(session.run(np.zeros((1, 1, 1, 1), np.float32))[0])


def test_a_call_that_is_alone_gets_every_thread() -> None:
    assert threads_used(SharingSession(Counted, 4)) == 4


def test_calls_beside_another_reading_share(monkeypatch: pytest.MonkeyPatch) -> None:
    session = SharingSession(Counted, 4)
    monkeypatch.setattr(sharing, "_running", 1)
    assert threads_used(session) == 2
    monkeypatch.setattr(sharing, "_running", 7)
    assert threads_used(session) == 1


def numbered(count: int) -> Iterator[np.ndarray]:
    return (np.full((1, 1, 1, 1), 100 * number, np.float32) for number in range(count))


def test_many_batches_of_a_reading_alone_compute_on_one_thread_each_and_stay_in_order() -> None:
    outputs = [int(output[0]) for output in SharingSession(Counted, 4).run_all(numbered(23))]
    assert outputs == [100 * number + 1 for number in range(23)]


def test_a_single_batch_gets_every_thread() -> None:
    assert [int(output[0]) for output in SharingSession(Counted, 4).run_all(numbered(1))] == [4]
    assert list(SharingSession(Counted, 4).run_all([])) == []


def test_batches_beside_other_readings_compute_on_their_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_running", 3)
    outputs = [int(output[0]) for output in SharingSession(Counted, 4).run_all(numbered(3))]
    assert outputs == [1, 101, 201]


def test_batches_are_made_as_they_are_needed() -> None:
    made: list[int] = []

    def batches() -> Iterator[np.ndarray]:
        for batch in numbered(50):
            made.append(1)
            yield batch

    outputs = SharingSession(Counted, 2).run_all(batches())
    next(outputs)
    assert len(made) < 8


def test_a_reading_within_a_reading_is_the_same_one() -> None:
    before = sharing.running()
    with sharing.reading(), sharing.reading():
        assert sharing.running() == before + 1
    assert sharing.running() == before


def test_a_reading_that_fails_is_over() -> None:
    before = sharing.running()
    with pytest.raises(RuntimeError), sharing.reading():
        raise RuntimeError
    assert sharing.running() == before


def test_a_network_is_loaded_once_for_each_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[int] = []

    def load(threads: int) -> Counted:
        loaded.append(threads)
        return Counted(threads)

    session = SharingSession(load, 8)
    for others in (0, 1, 2, 3, 7, 20, 0):
        monkeypatch.setattr(sharing, "_running", others)
        threads_used(session)
    assert loaded == [8, 4, 2, 1]


@given(st.integers(1, 128), st.integers(0, 300))
def test_readings_never_ask_for_more_threads_than_there_are(threads: int, sharers: int) -> None:
    share = threads_for(threads, sharers)
    assert 1 <= share <= threads
    assert share * min(max(sharers, 1), threads) <= threads
