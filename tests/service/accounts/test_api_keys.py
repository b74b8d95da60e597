"""API keys close everything but the Tencent dialect and the health pages, and tell owners apart."""

import time

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from sealstack.service.accounts import Account
from sealstack.service.accounts.key_pairs import generate_secret_id, generate_secret_key
from sealstack.service.accounts.limits.machine_windows import MachineWindows
from sealstack.service.accounts.limits.throttle import Throttle
from sealstack.service.storage.opening import open_account_store
from tests.service.client import VERSION, Caller
from tests.service.dialects.tencent.signatures.wire import taken_over
from tests.service.pictures import as_base64
from tests.service.signing import authorization

TEMPLATE = [[[[42, 46], [90, 47], [91, 50], [41, 49]], "名称"]]
TOO_OFTEN = "A key may make up to 1 calls a second. Try again later."
ALICE, BOB = {"X-Api-Key": "alice's key"}, {"Authorization": "Bearer bob's key"}


@pytest.fixture
def caller(tmp_path):
    return Caller(data_dir=tmp_path, api_keys=("alice's key", "bob's key"))


def custom(caller, headers, kind, path="/custom_ocr", **body):
    response = caller.http.post(path, json={"type": kind, **body}, headers=headers)
    return response.status_code, response.get_json()


def add(caller, headers):
    status, answer = custom(caller, headers, "add", img=as_base64(), template=TEMPLATE)
    assert status == 200
    return answer["template_id"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/health"])
def test_the_health_pages_stay_open(caller, path):
    assert caller.http.get(path).status_code in (200, 503)


def test_the_tencent_dialect_stays_open(caller):
    assert "SealInfos" in caller.call("SealOCR")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", "/docs"), ("GET", "/openapi.json")),
        *(("POST", "/custom_ocr"), ("POST", "/prod/custom-ocr/"), ("POST", "/ocr"), ("GET", "/nowhere")),
        *(("POST", "/seal-recognition"), ("POST", "/document-preprocessing"), ("OPTIONS", "/custom_ocr")),
    ],
)
def test_all_else_needs_a_key(caller, method, path):
    for headers in (
        {},
        {"X-Api-Key": "another"},
        {"Authorization": "Bearer "},
        {"Authorization": "alice's key"},
    ):
        response = caller.http.open(path, method=method, headers=headers)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].lower().startswith("bearer")
    assert caller.http.open(path, method=method, headers=ALICE).status_code != 401


def test_the_refusal_is_in_the_dialects_shape(caller):
    refused = caller.http.post("/custom_ocr", json={}).get_json()
    assert refused["error"]["code"] == "Unauthorized"
    assert "X-Api-Key" in refused["error"]["message"]
    assert caller.http.post("/seal-recognition", json={}).get_json()["errorCode"] == 401
    assert "detail" in caller.http.post("/ocr").get_json()


def test_the_custom_dialect_at_the_root_needs_a_key_too(caller):
    status, answer = custom(caller, {}, "list", path="/")
    assert (status, answer["error"]["code"]) == (401, "Unauthorized")
    assert custom(caller, ALICE, "list", path="/")[0] == 200


def test_the_greeting_at_the_root_needs_a_key_too(caller):
    assert caller.send("GET")["Error"]["Code"] == "MissingParameter"
    assert "message" in caller.http.get("/", headers=BOB).get_json()


def test_one_key_neither_sees_nor_changes_what_is_anothers(caller):
    theirs = add(caller, ALICE)
    assert custom(caller, BOB, "list")[1]["template_id_list"] == []
    for kind in ("query", "preview", "get", "del", "update"):
        status, answer = custom(caller, BOB, kind, template_id=theirs, img=as_base64(), template=TEMPLATE)
        assert (status, answer["error"]["code"]) == (404, "TemplateNotFound")
    assert custom(caller, BOB, "query", template_id="auto", img=as_base64())[0] == 422
    assert custom(caller, ALICE, "list")[1]["template_id_list"] == [theirs]


def test_both_headers_carry_the_same_keys(caller):
    template_id = add(caller, {"Authorization": "bearer alice's key"})
    assert custom(caller, ALICE, "list")[1]["template_id_list"] == [template_id]


def test_the_database_holds_no_key(caller, tmp_path):
    add(caller, ALICE)
    caller.app.extensions["database"].close()
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"template" in held
    assert b"alice" not in held


def test_without_keys_all_share_their_templates(tmp_path):
    caller = Caller(data_dir=tmp_path)
    template_id = add(caller, ALICE)
    assert custom(caller, {}, "list")[1]["template_id_list"] == [template_id]


def test_unsigned_template_actions_need_a_key_when_there_are_keys(caller):
    assert (
        caller.call("ListTemplates", ImageBase64=None)["Error"]["Code"] == "AuthFailure.InvalidAuthorization"
    )
    template_id = add(caller, ALICE)
    assert caller.call("ListTemplates", ImageBase64=None, headers=ALICE)["TemplateIds"] == [template_id]


def test_accounts_have_templates_of_their_own(tmp_path):
    caller = Caller(data_dir=tmp_path)
    shared = add(caller, {})
    store = open_account_store(caller.app.extensions["settings"], caller.app.extensions["database"])
    first, second = (store.add(Account(generate_secret_id(), generate_secret_key())) for _ in range(2))
    parameters = b'{"ImageBase64": "%s", "Template": "[[[[1,1],[9,1],[9,9],[1,9]],\\"a\\"]]"}'
    added = signed(caller, first, "AddTemplate", parameters % as_base64().encode())["TemplateId"]
    assert signed(caller, first, "ListTemplates")["TemplateIds"] == [added]
    assert signed(caller, second, "ListTemplates")["TemplateIds"] == []
    refused = signed(caller, second, "DeleteTemplate", b'{"TemplateId": "%s"}' % added.encode())
    assert refused["Error"]["Code"] == "ResourceNotFound"
    assert custom(caller, {}, "list")[1]["template_id_list"] == [shared]


def signed(caller, account, action, body=b"{}"):
    """Call an Action as an account."""
    headers = {
        "X-TC-Action": action,
        "X-TC-Version": VERSION,
        "Host": "localhost",
        "Content-Type": "application/json",
        "X-TC-Timestamp": str(int(time.time())),
    }
    environment = EnvironBuilder(method="POST", data=body, headers=headers).get_environ()
    request = taken_over(Request(environment))
    signature = authorization(request, account.secret_id, account.secret_key)
    return caller.send(data=body, headers={**headers, "Authorization": signature})


@pytest.fixture
def rare(tmp_path, monkeypatch):
    """A service whose keys may call once a second, and where time stands still."""
    windows = MachineWindows(MachineWindows.uri_of(tmp_path / "windows.db"), clock=lambda: 10**18)
    monkeypatch.setattr(
        "sealstack.service.application.open_throttle", lambda _, rate, __: Throttle(windows, rate)
    )
    return Caller(data_dir=tmp_path, api_keys=("alice's key", "bob's key"), rate_limit=1)


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("/seal-recognition", {"errorCode": 429, "errorMsg": TOO_OFTEN}),
        ("/document-preprocessing", {"errorCode": 429, "errorMsg": TOO_OFTEN}),
        ("/ocr", {"detail": TOO_OFTEN}),
        ("/custom_ocr", {"error": {"code": "RateLimitExceeded", "message": TOO_OFTEN}}),
        ("/", {"error": {"code": "RateLimitExceeded", "message": TOO_OFTEN}}),
    ],
)
def test_a_key_has_a_rate_that_each_dialect_answers_in_its_own_shape(rare, path, refusal):
    body = {"type": "list"}
    assert rare.http.post(path, json=body, headers=ALICE).status_code != 429
    assert rare.http.post(path, json=body, headers=BOB).status_code != 429
    refused = rare.http.post(path, json=body, headers=ALICE)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert refused.get_json().items() >= refusal.items()


def test_without_a_rate_a_key_may_call_as_often_as_it_likes(caller):
    for _ in range(30):
        assert caller.http.post("/ocr", headers=ALICE).status_code == 422
