import pytest

from tests.service.client import Caller


@pytest.fixture
def caller():
    return Caller()


@pytest.fixture
def post(caller):
    """Post JSON to a path; return the status and the answer."""

    def send(path, body=None, **request):
        response = caller.http.post(path, **({"json": body} if body is not None else {}), **request)
        assert response.headers["Content-Type"] == "application/json"
        return response.status_code, response.get_json()

    return send
