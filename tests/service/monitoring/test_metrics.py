"""`/metrics` counts what the log tells of requests."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.service.client import Caller

KEY = {"X-Api-Key": "a key"}
LABELS = ("dialect", "action", "code", "stage")


@pytest.fixture
def caller() -> Caller:
    return Caller()


def samples(caller: Caller, **headers: str) -> dict[tuple[str, ...], float]:
    """The samples of `/metrics`, by their name and the values of those labels."""
    response = caller.http.get("/metrics", headers=headers)
    assert response.status_code == 200
    families = text_string_to_metric_families(response.get_data(as_text=True))
    return {
        (one.name, *(one.labels[label] for label in LABELS if label in one.labels)): one.value
        for family in families
        for one in family.samples
    }


def test_requests_are_counted_by_dialect_action_and_code(caller):
    caller.call("SealOCR")
    caller.call("SealOCR")
    caller.call("SealOCR", ImageBase64="no picture")
    told = samples(caller)
    assert told["sealstack_requests_total", "tencent", "SealOCR", "OK"] == 2
    refused = [key for key in told if key[0] == "sealstack_requests_total" and key[3] != "OK"]
    assert [key[1:3] for key in refused] == [("tencent", "SealOCR")]


def test_an_action_that_there_is_not_is_counted_as_other(caller):
    for number in range(3):
        caller.call(f"Made{number}Up")
    told = samples(caller)
    assert told["sealstack_requests_total", "tencent", "other", "InvalidAction"] == 3
    assert not any("Made" in label for key in told for label in key)


def test_steps_of_a_reading_are_timed(caller):
    caller.call("SealOCR")
    told = samples(caller)
    for stage in ("waiting", "decoding", "reading"):
        assert told["sealstack_stage_seconds_count", stage] == 1


def test_the_queue_and_the_memory_are_told(caller):
    told = samples(caller)
    assert told["sealstack_queue_readings",] == 0
    assert told["sealstack_memory_bytes",] > 1_000_000


def test_pages_about_the_service_are_not_counted(caller):
    caller.http.get("/healthz")
    caller.http.get("/console/")
    assert not any(key[0] == "sealstack_requests_total" for key in samples(caller))


def test_keys_close_it_as_everything_else(tmp_path):
    closed = Caller(data_dir=tmp_path, api_keys=("a key",))
    assert closed.http.get("/metrics").status_code == 401
    assert samples(closed, **KEY)
