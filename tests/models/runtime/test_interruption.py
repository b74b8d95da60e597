"""Breaking readings off at their next step."""

import threading

import numpy as np
import pytest

from sealstack.models import weights
from sealstack.models.runtime import RuntimeOptions, open_session
from sealstack.models.runtime.interruption import Interrupted, check, stoppable


def a_set_stop() -> threading.Event:
    stop = threading.Event()
    stop.set()
    return stop


def test_what_nobody_can_stop_goes_on() -> None:
    check()


def test_a_reading_that_is_still_wanted_goes_on() -> None:
    with stoppable(threading.Event()):
        check()


def test_a_reading_that_is_not_wanted_any_more_ends() -> None:
    with stoppable(a_set_stop()), pytest.raises(Interrupted):
        check()


def test_no_handler_of_errors_keeps_it_from_ending() -> None:
    assert not issubclass(Interrupted, Exception)


def test_what_runs_on_the_thread_afterwards_is_not_stopped() -> None:
    with pytest.raises(Interrupted), stoppable(a_set_stop()):
        check()
    check()


@pytest.mark.parametrize("threads", [1, 2])
def test_every_run_of_a_network_is_a_step(threads: int) -> None:
    session = open_session(weights.seal_locator(), RuntimeOptions("cpu", threads))
    batch = np.zeros((1, 3, 64, 64), np.float32)
    session.run(batch)
    with stoppable(a_set_stop()), pytest.raises(Interrupted):
        session.run(batch)
