"""The stopwatch for stages."""

import threading
import types

import pytest

from bench.profile.stages import Stages


@pytest.fixture
def stages() -> Stages:
    """A stopwatch for which a second passes whenever it looks at the clock."""
    seconds = iter(range(1000))
    return Stages(clock=lambda: float(next(seconds)))


def test_a_stage_is_not_charged_with_the_stages_within(stages: Stages) -> None:
    with stages.stage("outer"):  # from 0 to 5
        for _ in range(2):
            with stages.stage("inner"):  # from 1 to 2, from 3 to 4
                pass
    assert stages.seconds == {"inner": 2.0, "outer": 3.0}
    assert stages.calls == {"inner": 2, "outer": 1}


def test_a_stage_that_fails_is_charged_all_the_same(stages: Stages) -> None:
    with pytest.raises(KeyError), stages.stage("failing"):
        raise KeyError
    assert stages.seconds == {"failing": 1.0}


def test_what_another_thread_does_is_not_taken_off(stages: Stages) -> None:
    def work() -> None:
        with stages.stage("beside"):  # from 1 to 2
            pass

    with stages.stage("here"):  # from 0 to 3
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert stages.seconds == {"beside": 1.0, "here": 3.0}


def test_a_function_is_watched_for_as_long_as_asked(stages: Stages) -> None:
    module = types.SimpleNamespace(double=lambda number: 2 * number)
    with stages.watching(module, "double", lambda number: f"double {number}"):
        assert module.double(4) == 8
    assert module.double(5) == 10
    assert stages.calls == {"double 4": 1}
