"""The pages that tell how the service is."""

import pytest

from tests.service.client import Caller


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


def test_the_shape_of_paddlex(caller):
    answer = caller.http.get("/health").get_json()
    assert len(answer.pop("logId")) == 36
    assert answer == {"errorCode": 0, "errorMsg": "Healthy"}
