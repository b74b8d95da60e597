"""Many clients get the answers that one gets; what is wrong, lost or broken is counted.

`python -m bench.soak` makes 10,000 calls.
"""

import pytest
import requests

from bench.service_process import running_process
from bench.soak.__main__ import Soak
from bench.soak.calls import Call, comparable, mixed_calls

pytestmark = pytest.mark.slow


def test_what_is_new_each_time_is_not_compared():
    assert comparable({"Response": {"RequestId": "1", "Seals": [{"logId": "2", "a": 3}]}}) == {
        "Response": {"Seals": [{"a": 3}]}
    }


ANSWERS = []


class Scripted(Call):
    """A call whose answers are given beforehand."""

    def answer(self, session, url):
        given = ANSWERS.pop(0)
        if isinstance(given, Exception):
            raise given
        return given


def test_wrong_lost_and_broken_answers_are_counted():
    call = Scripted("a call", "/")
    ANSWERS[:] = [(200, "right"), (200, "right"), (200, "else"), (503, ""), requests.ConnectionError()]
    soak = Soak("", [call])
    soak.run(4, clients=1)
    assert (soak.wrong["a call"], soak.broken["a call"], soak.lost["a call"]) == (1, 1, 1)


def test_calls_of_every_dialect_from_many_clients_get_their_own_answers():
    settings = {"OCR_WORKERS": "1", "OCR_QUEUE": "64"}
    with running_process("bench.blank_service:app", settings) as service:
        calls = mixed_calls(service.url)
        soak = Soak(service.url, calls)
        soak.run(4 * len(calls), clients=16)
    assert (soak.wrong, soak.lost, soak.broken) == ({}, {}, {})
