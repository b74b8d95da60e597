"""The threads that read, and their queue."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.inference import Inference, Overloaded
from tests.service.client import Caller
from tests.service.doubles import FakeReaders, a_seal


def gated(**settings):
    """A caller whose readings wait for a gate."""
    caller = Caller(FakeReaders([a_seal()]), **settings)
    caller.readers.gate = threading.Event()
    return caller


def test_a_full_queue_is_told_in_the_code_on_which_the_sdks_try_again():
    caller = gated(readings=1, queue=2)
    with ThreadPoolExecutor(3) as clients:
        waiting = [clients.submit(caller.app.test_client().post, "/", **request()) for _ in range(3)]
        assert caller.readers.started.acquire(timeout=30)
        wait_until_full(caller)
        assert caller.error() == (
            "RequestLimitExceeded",
            "The server is busy: `2` requests wait to be read already. Please try again later.",
        )
        caller.readers.gate.set()
        answers = [one.result().get_json()["Response"] for one in waiting]
    assert all("SealBody" in answer for answer in answers)


def test_places_become_free_again():
    caller = Caller(readings=1, queue=0)
    for _ in range(5):
        assert caller.call()["SealBody"]


def test_places_become_free_again_after_failures():
    caller = Caller(readings=1, queue=0)
    caller.readers.failure = RuntimeError("broken")
    for _ in range(5):
        assert caller.error()[0] == "FailedOperation.OcrFailed"


def test_no_more_readings_run_at_once_than_there_are_threads():
    caller = gated(readings=2, queue=10)
    with ThreadPoolExecutor(6) as clients:
        waiting = [clients.submit(caller.app.test_client().post, "/", **request()) for _ in range(6)]
        for _ in range(2):
            assert caller.readers.started.acquire(timeout=30)
        wait_until_taken(caller, 6)
        assert not caller.readers.started.acquire(blocking=False)
        caller.readers.gate.set()
        assert all("SealBody" in one.result().get_json()["Response"] for one in waiting)


def test_the_networks_are_loaded_before_the_first_reading():
    readers = FakeReaders([a_seal()])
    assert not readers.loaded
    assert Inference(readers, threads=1, queue=0).run(lambda loaded: loaded.loaded)


def test_what_a_reading_raises_comes_out():
    def fail(_):
        raise KeyError("inside")

    with pytest.raises(KeyError):
        Inference(FakeReaders(), threads=1, queue=0).run(fail)


def test_the_limit_is_told():
    inference = Inference(FakeReaders(), threads=1, queue=0)
    with pytest.raises(Overloaded) as refused:
        inference.run(lambda _: inference.run(lambda _: None))
    assert refused.value.limit == 0


def request():
    from tests.service.pictures import as_base64

    return {
        "json": {"ImageBase64": as_base64()},
        "headers": {"X-TC-Action": "SealOCR", "X-TC-Version": "2018-11-19"},
    }


def wait_until_full(caller):
    wait_until_taken(caller, 3)


def wait_until_taken(caller, places):
    """Wait until this many readings run or wait."""
    inference = caller.app.extensions["inference"]
    for _ in range(3000):
        if inference.taken >= places:
            return
        threading.Event().wait(0.01)
    raise AssertionError("the readings never arrived")


def test_freed_memory_is_given_back_now_and_then(monkeypatch):
    given_back = threading.Semaphore(0)
    monkeypatch.setattr("service.inference.give_back", given_back.release)
    monkeypatch.setattr("service.inference._TIDYING_SECONDS", 0.0)
    inference = Inference(FakeReaders([]), threads=1, queue=0)
    inference.run(lambda readers: None)
    assert given_back.acquire(timeout=30)
    monkeypatch.setattr("service.inference._TIDYING_SECONDS", 1e9)
    inference.run(lambda readers: None)
    inference.run(lambda readers: None)
    assert not given_back.acquire(blocking=False)
