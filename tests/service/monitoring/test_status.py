"""`/status` tells how the service is to whoever may know."""

import pytest

from sealstack.service.accounts.account import Account
from sealstack.service.accounts.key_pairs import generate_secret_id, generate_secret_key
from sealstack.service.storage.opening import open_account_store
from tests.service.client import Caller

KEY = {"X-Api-Key": "a key"}


@pytest.fixture
def caller(tmp_path) -> Caller:
    return Caller(data_dir=tmp_path)


def test_it_tells_the_limits(caller):
    told = caller.http.get("/status").get_json()
    assert told["settings"]["queue"] == 32
    assert told["settings"]["max_pixels"] == 50_000_000
    assert told["closed"] == {"tencent": False, "others": False}


def test_the_last_errors_are_told_with_their_request_id_and_without_pictures(caller):
    caller.call("SealOCR", ImageBase64="c2VjcmV0IHBpY3R1cmU=")
    request_id = caller.last.get_json()["Response"]["RequestId"]
    [error] = caller.http.get("/status").get_json()["errors"]
    assert error["request_id"] == request_id
    assert error["action"] == "SealOCR"
    assert "c2VjcmV0" not in caller.http.get("/status").get_data(as_text=True)


def test_the_latest_error_stands_first_and_old_ones_go(caller):
    for number in range(60):
        caller.call(f"Unknown{number}")
    errors = caller.http.get("/status").get_json()["errors"]
    assert len(errors) == 50
    assert errors[0]["action"] == "Unknown59"


def test_what_goes_well_is_no_error(caller):
    caller.call("SealOCR")
    assert caller.http.get("/status").get_json()["errors"] == []


def test_pages_of_other_sites_are_told_nothing(caller):
    response = caller.http.get(
        "/status", headers={"Origin": "https://example.com", "Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403


class TestWithKeys:
    @pytest.fixture
    def closed(self, tmp_path) -> Caller:
        return Caller(data_dir=tmp_path, api_keys=("a key",))

    def test_it_is_closed(self, closed):
        assert closed.http.get("/status").status_code == 401

    def test_accounts_are_listed_without_what_they_sign_with(self, closed):
        store = open_account_store(closed.app.extensions["settings"], closed.app.extensions["database"])
        account = store.add(Account(generate_secret_id(), generate_secret_key(), name="contracts"))
        text = closed.http.get("/status", headers=KEY).get_data(as_text=True)
        [told] = closed.http.get("/status", headers=KEY).get_json()["accounts"]
        assert told["name"] == "contracts"
        assert told["state"] == "active"
        assert account.secret_id not in text
        assert account.secret_key not in text


def test_without_keys_nobody_is_told_who_calls(caller):
    assert caller.http.get("/status").get_json()["accounts"] is None
