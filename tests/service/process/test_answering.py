"""Which requests are answered at the same time."""

import threading

from sealstack.service.process.answering import LARGE, AnsweringThreads


class Waiting:
    """A connection whose request has a body of some size, and is answered when the gate is opened."""

    def __init__(self, held):
        self.requests = [self]
        self.held = held
        self.begun = threading.Event()
        self.gate = threading.Event()
        self.ended = threading.Event()

    def service(self):
        self.begun.set()
        assert self.gate.wait(30)
        self.ended.set()


def test_large_bodies_wait_until_there_is_room():
    threads = AnsweringThreads(4, in_hand=2 * LARGE)
    first, second, third = (Waiting(LARGE) for _ in range(3))
    for one in (first, second, third):
        threads.add_task(one)
    assert first.begun.wait(30)
    assert second.begun.wait(30)
    assert not third.begun.is_set()
    first.gate.set()
    assert third.begun.wait(30)
    second.gate.set()
    third.gate.set()


def test_small_ones_do_not_wait_for_them():
    threads = AnsweringThreads(4, in_hand=LARGE)
    large, waiting, small = Waiting(LARGE), Waiting(LARGE), Waiting(1000)
    for one in (large, waiting, small):
        one.gate.set() if one is small else None
        threads.add_task(one)
    assert small.ended.wait(30)
    large.gate.set()
    waiting.gate.set()
    assert waiting.ended.wait(30)


def test_one_that_is_larger_than_all_may_be_is_answered_alone():
    threads = AnsweringThreads(4, in_hand=1)
    huge = Waiting(LARGE)
    huge.gate.set()
    threads.add_task(huge)
    assert huge.ended.wait(30)
