"""The threads that read, and their queue."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from sealstack.models.runtime.interruption import Interrupted, check
from sealstack.service.process.caller import CallerLeftError, called_by
from sealstack.service.readers.inference import Inference, Overloaded, ReadingTooLongError
from tests.service.client import Caller
from tests.service.doubles import FakeReaders, a_seal
from tests.service.pictures import as_base64

TEMPLATE = [[[[1, 2], [30, 2], [30, 9], [1, 9]], "名称"]]


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

    class Tidied(Inference):  # of its own: the timers of other tests still run
        def _give_back(self):
            super()._give_back()
            given_back.release()

    monkeypatch.setattr("sealstack.service.readers.inference._TIDYING_SECONDS", 0.0)
    inference = Tidied(FakeReaders([]), threads=1, queue=0)
    inference.run(lambda readers: None)
    assert given_back.acquire(timeout=30)
    monkeypatch.setattr("sealstack.service.readers.inference._TIDYING_SECONDS", 1e9)
    inference.run(lambda readers: None)
    inference.run(lambda readers: None)
    assert not given_back.acquire(blocking=False)


def test_a_picture_that_is_read_for_too_long_is_answered_in_the_code_for_it():
    caller = gated(reading_seconds=0)
    assert caller.error() == ("FailedOperation.EngineRecognizeTimeout", "The engine timed out.")
    caller.readers.gate.set()


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("/seal-recognition", {"image": as_base64()}, "errorMsg"),
        ("/ocr", {"image_data": as_base64()}, "detail"),
        ("/custom_ocr", {"type": "add", "img": as_base64(), "template": TEMPLATE}, "error"),
    ],
)
def test_the_other_dialects_say_so_in_their_own_shape(path, body, told):
    caller = gated(reading_seconds=0)
    answer = caller.http.post(path, json=body)
    caller.readers.gate.set()
    assert answer.status_code == 504
    assert "within 0 seconds" in str(answer.get_json()[told])


def test_who_waits_for_too_long_is_answered_and_never_read():
    inference = Inference(FakeReaders(), threads=1, queue=1, seconds=0)
    busy, gate, read = threading.Event(), threading.Event(), []
    with pytest.raises(ReadingTooLongError):
        inference.run(lambda _: (busy.set(), gate.wait(30)))
    with pytest.raises(ReadingTooLongError):
        inference.run(lambda _: read.append(1))
    gate.set()
    wait_for_places(inference, 0)
    assert read == []


def test_a_reading_that_took_too_long_keeps_its_place_until_it_ends_at_its_next_step():
    inference = Inference(FakeReaders(), threads=1, queue=0, seconds=0)
    gate, ended = threading.Event(), []

    def read(_):
        gate.wait(30)
        try:
            check()
        except Interrupted:
            ended.append("at its next step")
            raise

    with pytest.raises(ReadingTooLongError):
        inference.run(read)
    assert inference.taken == 1
    gate.set()
    wait_for_places(inference, 0)
    assert ended == ["at its next step"]


def test_a_client_that_leaves_frees_its_place():
    inference = Inference(FakeReaders(), threads=1, queue=0)
    gate = threading.Event()
    with pytest.raises(CallerLeftError), called_by(lambda: True):
        inference.run(lambda _: gate.wait(30))
    gate.set()
    wait_for_places(inference, 0)
    assert inference.run(lambda _: "read") == "read"


def test_readings_that_do_not_end_are_told():
    inference = Inference(FakeReaders(), threads=1, queue=0, seconds=0)
    gate = threading.Event()
    assert inference.stuck == 0
    with pytest.raises(ReadingTooLongError):
        inference.run(lambda _: gate.wait(30))
    assert (inference.stuck, inference.all_stuck) == (1, True)
    gate.set()
    wait_for_places(inference, 0)
    assert (inference.stuck, inference.all_stuck) == (0, False)


def wait_for_places(inference, taken):
    for _ in range(3000):
        if inference.taken == taken:
            return
        threading.Event().wait(0.01)
    raise AssertionError("the places were never freed")
