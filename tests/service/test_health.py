"""The pages that tell how the service is."""

import threading

import pytest

from sealstack.version import __version__
from tests.service.client import Caller
from tests.service.doubles import FakeReaders, a_seal


@pytest.fixture
def caller():
    return Caller(secret_id="AKIDnobody", secret_key="secret")


def test_alive_at_once_and_to_everyone(caller):
    response = caller.http.get("/healthz")
    assert (response.status_code, response.get_json()) == (200, {"status": "alive"})


def test_not_ready_before_the_networks_are_loaded(caller):
    response = caller.http.get("/readyz")
    assert response.status_code == 503
    assert response.get_json() == {
        "status": "not ready",
        "models": False,
        "provider": None,
        "database": True,
        "stuck_readings": 0,
        "reason": "the networks are not loaded yet.",
        "version": __version__,
    }


def test_ready_afterwards_with_the_provider_really_in_use(caller):
    caller.app.extensions["inference"].readers.load()
    response = caller.http.get("/readyz")
    assert response.status_code == 200
    assert response.get_json() == {
        "status": "ready",
        "models": True,
        "provider": "FakeExecutionProvider",
        "database": True,
        "stuck_readings": 0,
        "reason": None,
        "version": __version__,
    }


def test_not_ready_without_the_database(tmp_path):
    caller = Caller(data_dir=tmp_path / "data")
    caller.app.extensions["inference"].readers.load()
    caller.app.extensions["database"].close()
    for file in (tmp_path / "data").iterdir():
        file.unlink()
    (tmp_path / "data" / "sealstack.db").mkdir()
    response = caller.http.get("/readyz")
    assert response.status_code == 503
    assert response.get_json()["database"] is False


def test_not_ready_while_a_reading_does_not_end():
    caller = Caller(FakeReaders([a_seal()]), reading_seconds=1)
    caller.readers.gate = threading.Event()
    caller.call()  # answered after a second, while the reading goes on
    for _ in range(3000):
        response = caller.http.get("/readyz")
        if response.status_code == 503:
            break
        threading.Event().wait(0.02)
    caller.readers.gate.set()
    assert (response.status_code, response.get_json()["stuck_readings"]) == (503, 1)
    assert response.get_json()["reason"] == "1 reading(s) go on long after their time."


def test_not_ready_when_it_is_about_to_stop(caller):
    caller.app.extensions["inference"].readers.load()
    caller.app.extensions["stopping"].set()
    response = caller.http.get("/readyz")
    assert (response.status_code, response.get_json()["status"]) == (503, "stopping")
    assert caller.http.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/", "/readyz", "/nowhere", "/seal-recognition", "/ocr", "/custom_ocr"])
def test_every_answer_tells_the_version(caller, path):
    assert caller.http.post(path).headers["X-Sealstack-Version"] == __version__


def test_the_shape_of_paddlex(caller):
    answer = caller.http.get("/health").get_json()
    assert len(answer.pop("logId")) == 36
    assert answer == {"errorCode": 0, "errorMsg": "Healthy"}
