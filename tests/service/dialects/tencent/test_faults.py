"""Faults on demand."""

import pytest

from sealstack.service.dialects.tencent.catalogue import CATALOGUE
from tests.service.client import Caller


@pytest.fixture
def caller():
    return Caller(faults=True)


def test_the_fault_asked_for_is_answered(caller):
    told = caller.error(headers={"X-Sealstack-Fault": "FailedOperation.UnOpenError"})
    assert told == ("FailedOperation.UnOpenError", "The service is not activated.")


def test_without_the_setting_the_header_is_not_looked_at():
    assert Caller().call(headers={"X-Sealstack-Fault": "InternalError"})["SealBody"]


def test_an_unknown_code_is_refused_with_the_known_ones(caller):
    code, message = caller.error(headers={"X-Sealstack-Fault": "FailedOperation.Invented"})
    assert code == "InvalidParameter"
    assert "`FailedOperation.Invented`" in message
    assert all(known in message for known in CATALOGUE)


def test_a_delay_is_waited_for_before_the_answer(caller, monkeypatch):
    waited = []
    monkeypatch.setattr("sealstack.service.dialects.tencent.faults.time.sleep", waited.append)
    assert caller.call(headers={"X-Sealstack-Delay": "1500"})["SealBody"]
    assert waited == [1.5]


@pytest.mark.parametrize("delay", ["soon", "-1", "60001", "1.5", "9" * 5000, "٣"])
def test_a_delay_that_is_none_is_refused(caller, delay):
    assert caller.error(headers={"X-Sealstack-Delay": delay})[0] == "InvalidParameter"
