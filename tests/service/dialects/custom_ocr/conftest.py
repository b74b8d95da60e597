"""Requests of this dialect, those that are answered and those that are refused."""

import pytest

from tests.service.client import Caller
from tests.service.dialects.custom_ocr.forms import TEMPLATE
from tests.service.pictures import as_base64


@pytest.fixture
def caller(tmp_path):
    return Caller(data_dir=tmp_path)


@pytest.fixture
def call(caller):
    """Send a request; return what is answered, which must be well."""

    def send(kind, **body):
        response = caller.http.post("/custom_ocr", json={"type": kind, **body})
        assert response.status_code == 200, response.get_data(as_text=True)
        assert response.headers["Content-Type"] == "application/json"
        caller.last = response
        return response.get_json()

    return send


@pytest.fixture
def refused(caller):
    """Send a request; return the status, code and message of its refusal."""

    def send(kind=None, path="/custom_ocr", data=None, **body):
        named = {} if kind is None else {"type": kind}
        sent = {"data": data} if data is not None else {"json": {**named, **body}}
        response = caller.http.post(path, **sent)
        assert response.headers["Content-Type"] == "application/json"
        answer = response.get_json()
        assert set(answer) == {"error"}
        assert set(answer["error"]) == {"code", "message"}
        caller.last = response
        return response.status_code, answer["error"]["code"], answer["error"]["message"]

    return send


@pytest.fixture
def added(call):
    return call("add", img=as_base64(), template=TEMPLATE)["template_id"]
