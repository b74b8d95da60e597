"""The console's calls are let in by a key or by an account's signature, whichever dialect they are in."""

import json
from typing import Any

import pytest

from sealstack.service.accounts.account import Account
from sealstack.service.accounts.key_pairs import generate_secret_id, generate_secret_key
from sealstack.service.dialects.tencent.signatures import SignedRequest
from sealstack.service.storage.opening import open_account_store
from tests.service.client import VERSION, Caller
from tests.service.pictures import as_base64
from tests.service.signed_calls import a_moment
from tests.service.signing import authorization

KEY = {"X-Api-Key": "a key"}
FIELD = [[[42, 46], [90, 47], [91, 50], [41, 49]], "名称"]
PAGE = {"file": as_base64(), "fileType": 1}


@pytest.fixture
def account() -> Account:
    return Account(generate_secret_id(), generate_secret_key(), name="contracts", rates={"*": 0})


@pytest.fixture
def caller(tmp_path, account) -> Caller:
    """A service of which every door is closed."""
    caller = Caller(data_dir=tmp_path, api_keys=("a key", "another key"))
    store = open_account_store(caller.app.extensions["settings"], caller.app.extensions["database"])
    store.add(account)
    return caller


def signed(account: Account, path: str, body: bytes = b"", method: str = "POST") -> dict[str, str]:
    """Headers of a call that an account signs."""
    headers = {
        "content-type": "application/json",
        "host": "localhost",
        "x-tc-timestamp": str(a_moment()),
    }
    request = SignedRequest(method, path, headers=headers, body=body)
    return {**headers, "Authorization": authorization(request, account.secret_id, account.secret_key)}


def ask(caller: Caller, account: Account, document: dict[str, Any], target="/custom_ocr"):
    path, body = f"/console/call{target}", json.dumps(document).encode()
    return caller.http.post(path, data=body, headers=signed(account, path, body))


def tencent(caller: Caller, headers: dict[str, str], action: str = "SealOCR", **parameters: Any):
    return caller.http.post(
        "/console/call/",
        json={"ImageBase64": as_base64(), **parameters},
        headers={"X-TC-Action": action, "X-TC-Version": VERSION, **headers},
    ).get_json()


class TestWithoutCredentials:
    @pytest.mark.parametrize("path", ["/console/call/status", "/console/call/metrics"])
    def test_pages_stay_closed(self, caller, path):
        assert caller.http.get(path).status_code == 401

    def test_each_dialect_refuses_in_its_own_shape(self, caller):
        assert tencent(caller, {})["Response"]["Error"]["Code"] == "MissingParameter"
        answer = caller.http.post("/console/call/custom_ocr", json={"type": "list"})
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "Unauthorized")
        answer = caller.http.post("/console/call/document-preprocessing", json=PAGE)
        assert (answer.status_code, answer.get_json()["errorCode"]) == (401, 401)

    @pytest.mark.parametrize("path", ["/console/call/docs", "/console/call/ocr", "/console/call//custom_ocr"])
    def test_nothing_else_is_reached(self, caller, path):
        assert caller.http.get(path, headers=KEY).status_code == 404


class TestAnOpenService:
    def test_everything_is_let_in(self, tmp_path):
        caller = Caller(data_dir=tmp_path)
        assert "SealInfos" in tencent(caller, {})["Response"]
        assert caller.http.get("/console/call/status").status_code == 200

    def test_pages_of_other_sites_may_not_change_templates(self, tmp_path):
        response = Caller(data_dir=tmp_path).http.post(
            "/console/call/custom_ocr",
            json={"type": "list"},
            headers={"Origin": "https://example.com", "Sec-Fetch-Site": "cross-site"},
        )
        assert response.status_code == 403


class TestKeys:
    def test_one_opens_the_tencent_dialect_here(self, caller):
        assert "SealInfos" in tencent(caller, KEY)["Response"]

    def test_and_nowhere_else(self, caller):
        headers = {"X-TC-Action": "SealOCR", "X-TC-Version": VERSION, **KEY}
        answer = caller.http.post("/", json={"ImageBase64": as_base64()}, headers=headers).get_json()
        assert answer["Response"]["Error"]["Code"].startswith(("AuthFailure", "MissingParameter"))

    def test_a_wrong_one_opens_nothing(self, caller):
        assert "Error" in tencent(caller, {"X-Api-Key": "guessed"})["Response"]

    def test_its_calls_are_counted_together_with_those_at_the_dialect_s_own_path(self, tmp_path):
        caller = Caller(data_dir=tmp_path, api_keys=("a key",), rate_limit=1)
        first = caller.http.post("/custom_ocr", json={"type": "list"}, headers=KEY)
        second = caller.http.post("/console/call/custom_ocr", json={"type": "list"}, headers=KEY)
        assert (first.status_code, second.status_code) == (200, 429)

    def test_too_many_are_refused_in_the_shape_of_the_tencent_dialect(self, tmp_path):
        caller = Caller(data_dir=tmp_path, api_keys=("a key",), rate_limit=1)
        answers = [tencent(caller, KEY)["Response"] for _ in range(2)]
        assert "SealInfos" in answers[0]
        assert answers[1]["Error"]["Code"] == "RequestLimitExceeded"


class TestSignatures:
    def test_an_account_opens_the_templates_and_sees_its_own(self, caller, account):
        caller.http.post(
            "/custom_ocr", json={"type": "add", "template": [FIELD], "img": as_base64()}, headers=KEY
        )
        added = ask(caller, account, {"type": "add", "template": [FIELD], "img": as_base64()})
        template_id = added.get_json()["template_id"]
        assert ask(caller, account, {"type": "list"}).get_json()["template_id_list"] == [template_id]
        read = ask(caller, account, {"type": "query", "template_id": template_id, "img": as_base64()})
        assert [row["key"] for row in read.get_json()] == ["名称"]

    def test_an_account_opens_the_documents(self, caller, account):
        answer = ask(caller, account, PAGE, "/document-preprocessing")
        assert len(answer.get_json()["result"]["docPreprocessingResults"]) == 1

    def test_an_account_is_told_of_itself_alone(self, caller, account):
        store = open_account_store(caller.app.extensions["settings"], caller.app.extensions["database"])
        store.add(Account(generate_secret_id(), generate_secret_key(), name="somebody else"))
        tencent(caller, KEY, "NoSuchAction")
        ask(caller, account, {"type": "query"})
        path = "/console/call/status"
        told = caller.http.get(path, headers=signed(account, path, method="GET")).get_json()
        assert [one["name"] for one in told["accounts"]] == ["contracts"]
        assert [(one["action"], one["status"]) for one in told["errors"]] == [("query", 400)]
        assert all("account" not in one for one in told["errors"])

    def test_it_counts_where_signed_only(self, caller, account):
        path, body = "/custom_ocr", b'{"type": "list"}'
        response = caller.http.post(path, data=body, headers=signed(account, path, body))
        assert response.status_code == 401

    def test_it_is_good_for_one_call(self, caller, account):
        path, body = "/console/call/custom_ocr", b'{"type": "list"}'
        headers = signed(account, path, body)
        answers = [caller.http.post(path, data=body, headers=headers).status_code for _ in range(2)]
        assert answers == [200, 401]

    @pytest.mark.parametrize(
        "change",
        [
            {"x-tc-timestamp": "1551113065"},
            {"Authorization": "TC3-HMAC-SHA256 nonsense"},
            {"X-TC-Content-SHA256": "UNSIGNED-PAYLOAD"},
        ],
    )
    def test_what_is_not_signed_rightly_is_refused(self, caller, account, change):
        path, body = "/console/call/custom_ocr", b'{"type": "list"}'
        headers = {**signed(account, path, body), **change}
        assert caller.http.post(path, data=body, headers=headers).status_code == 401

    def test_another_body_is_refused(self, caller, account):
        path = "/console/call/custom_ocr"
        headers = signed(account, path, b'{"type": "list"}')
        response = caller.http.post(path, data=b'{"type": "get"}', headers=headers)
        assert response.status_code == 401

    def test_one_made_for_the_tencent_dialect_opens_nothing_else(self, caller, account):
        body = b'{"type": "list"}'
        headers = signed(account, "/", body)
        assert caller.http.post("/console/call/custom_ocr", data=body, headers=headers).status_code == 401

    def test_it_opens_the_tencent_dialect_as_ever(self, caller, account):
        body = json.dumps({"ImageBase64": as_base64()}).encode()
        headers = {"X-TC-Action": "SealOCR", "X-TC-Version": VERSION, **signed(account, "/", body)}
        answer = caller.http.post("/console/call/", data=body, headers=headers).get_json()
        assert "SealInfos" in answer["Response"]


class TestPackages:
    @pytest.fixture
    def account(self) -> Account:
        return Account(generate_secret_id(), generate_secret_key(), rates={"*": 0}, package_remaining=1)

    def test_readings_are_taken_out_of_it_and_nothing_else_is(self, caller, account):
        for _ in range(2):
            assert ask(caller, account, {"type": "list"}).status_code == 200
        first, second = (ask(caller, account, PAGE, "/document-preprocessing") for _ in range(2))
        assert (first.status_code, second.status_code) == (200, 403)
        assert "package" in second.get_json()["errorMsg"]

    def test_what_failed_is_given_back(self, caller, account):
        broken = {"file": as_base64(b"no picture"), "fileType": 1}
        for _ in range(2):
            answer = ask(caller, account, broken, "/document-preprocessing")
            assert answer.status_code == 422
        assert ask(caller, account, PAGE, "/document-preprocessing").status_code == 200


def test_an_account_calls_as_often_as_its_rate_allows(caller, account):
    store = open_account_store(caller.app.extensions["settings"], caller.app.extensions["database"])
    slow = Account(generate_secret_id(), generate_secret_key(), rates={"*": 1})
    store.add(slow)
    answers = [ask(caller, slow, {"type": "list"}).status_code for _ in range(2)]
    assert answers == [200, 429]
