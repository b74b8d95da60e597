"""The processes of a pool: those killed, crashed or lying cost a call at most, and none is left behind."""

import gc
import logging
import os
import signal
import threading
import time

import pytest

from sealstack.service.intake.errors import NotAPictureError
from sealstack.service.intake.isolation import pool as pools
from sealstack.service.intake.isolation.pool import DecoderPool
from sealstack.service.readers.inference import Overloaded
from tests.service.intake.isolation.files import MOST, a_stuck_call, picture


def test_a_process_that_is_killed_costs_its_call_and_is_replaced(pool, caplog):
    with a_stuck_call(pool) as (stuck, number):
        os.kill(number, signal.SIGKILL)
        with pytest.raises(NotAPictureError, match="its decoder crashed"):
            stuck.result(60)
    assert f"process {number}, which decodes pictures, failed and ended with -9" in caplog.text
    for _ in range(4):
        assert pool.decode(picture(), max_pixels=MOST).image.shape == (24, 40, 3)
    assert number not in pool.processes


def test_a_process_that_died_while_idle_costs_no_call(pool, caplog):
    pool.decode(picture(), max_pixels=MOST)
    for number in pool.processes:
        os.kill(number, signal.SIGKILL)
        _wait_until_dead(number)
    assert pool.decode(picture(), max_pixels=MOST).image.shape == (24, 40, 3)


def test_signals_to_stop_are_left_to_the_service(pool):
    pool.decode(picture(), max_pixels=MOST)
    before = pool.processes
    for number in before:
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            os.kill(number, name)
    for _ in range(4):
        pool.decode(picture(), max_pixels=MOST)
    assert pool.processes == before


def test_nothing_is_left_when_it_is_closed():
    files_before = set(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else set()
    pool = DecoderPool(2, max_pixels=MOST)
    pool.wait_until_ready(60)
    image = pool.decode(picture(), max_pixels=MOST).image
    numbers = pool.processes
    pool.close()
    for number in numbers:
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)
    assert image.shape == (24, 40, 3)  # what was decoded stays
    del image
    if files_before:
        assert set(os.listdir("/proc/self/fd")) <= files_before
    with pytest.raises(Overloaded):
        pool.decode(picture(), max_pixels=MOST)


def test_a_pool_that_is_forgotten_ends_its_processes():
    pool = DecoderPool(1, max_pixels=MOST)
    pool.wait_until_ready(60)
    [number] = pool.processes
    del pool
    gc.collect()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_processes_that_cannot_be_started_are_told_of_and_not_tried_without_a_pause(monkeypatch, caplog):
    tried = []

    def failing(space):
        tried.append(space)
        raise OSError("no more processes")

    monkeypatch.setattr("sealstack.service.intake.isolation.staff.DecoderProcess", failing)
    pool = DecoderPool(1, max_pixels=MOST)
    try:
        with caplog.at_level(logging.ERROR), pytest.raises(RuntimeError, match="no more processes"):
            pool.wait_until_ready(60)
        with pytest.raises(TimeoutError):
            pool.decode(picture(), max_pixels=MOST, deadline=time.monotonic() + 0.25)
        assert len(tried) < 6
    finally:
        pool.close()


def test_a_decoder_that_crashes_again_and_again_is_replaced_ever_later(monkeypatch):
    pauses = []
    pool = DecoderPool(1, max_pixels=MOST)
    staff = pool._staff
    waits = staff._changed.wait_for

    def noted(ready, pause=None):
        if pause is not None and threading.current_thread() is staff._keeper:
            pauses.append(pause)
            return waits(ready, 0)
        return waits(ready, pause)

    monkeypatch.setattr(staff._changed, "wait_for", noted)
    try:
        for _ in range(5):
            pool.start()
            process = staff.take(time.monotonic() + 60)
            staff.dismiss(process, "crashed")
        pool.decode(picture(), max_pixels=MOST)
        assert pauses == [0.1, 0.2, 0.4, 0.8]
    finally:
        pool.close()


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"height": 24, "width": 40},
        {"height": 24, "width": 41, "pages": 0},
        {"height": -24, "width": -40, "pages": 0},
        {"height": "x", "width": 40, "pages": 0},
        {"error": "SystemExit", "chinese": "", "english": ""},
    ],
)
def test_a_process_that_answers_nonsense_is_not_believed(monkeypatch, answer):
    class Liar:
        number, is_alive, ended = 1, True, False

        def ask(self, question, file, until, allocate):
            allocate(40 * 24)
            return answer

        def end(self, *, at_once):
            self.ended = True
            return 0

    liar = Liar()
    pool = DecoderPool(1, max_pixels=MOST)
    monkeypatch.setattr(pools.Staff, "start", lambda staff: None)
    monkeypatch.setattr(pools.Staff, "take", lambda staff, until: liar)
    with pytest.raises(NotAPictureError):
        pool.decode(picture(), max_pixels=MOST)
    assert liar.ended
    assert pool.pixels == 0


def _wait_until_dead(number):
    while True:
        with open(f"/proc/{number}/stat") as file:
            if file.read().rpartition(")")[2].split()[0] == "Z":
                return
        time.sleep(0.01)
