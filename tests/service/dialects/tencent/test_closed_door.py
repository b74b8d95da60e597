"""What is not signed plausibly is refused from its headers: its body is neither kept nor read as anything."""

import io
import json
import time
import tracemalloc
from pathlib import Path

import pytest

from sealstack.service.process.body_budget import BudgetExceededError
from tests.service.client import VERSION, Caller, error_of
from tests.service.dialects.tencent.signatures.wire import OLD_SDKS
from tests.service.pictures import as_base64
from tests.service.signed_calls import ENDPOINT, call, closed

HEADERS = {"X-TC-Action": "SealOCR", "X-TC-Version": VERSION, "Content-Type": "application/json"}
SIZE = 10_000_000
FORM = "application/x-www-form-urlencoded"


class Body(io.RawIOBase):
    """A long body that notes the longest piece that is asked for."""

    def __init__(self, size: int = SIZE) -> None:
        super().__init__()
        self.left = size
        self.longest = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = self.left if size < 0 else min(size, self.left)
        self.longest = max(self.longest, size)
        self.left -= size
        return b"A" * size


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    return closed(tmp_path)


def send(caller: Caller, body: Body, **headers: str) -> dict:
    named = {**HEADERS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return caller.send(
        headers=named, environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": str(body.left)}
    )


def authorization(secret_id: str) -> str:
    return (
        f"TC3-HMAC-SHA256 Credential={secret_id}/2026-01-01/ocr/tc3_request, "
        f"SignedHeaders=content-type;host, Signature={'0' * 64}"
    )


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "MissingParameter"),
        ({"X_TC_Timestamp": "1"}, "MissingParameter"),
        ({"Authorization": "SKIP", "X_TC_Timestamp": "1"}, "AuthFailure.InvalidAuthorization"),
        ({"Authorization": "nonsense", "X_TC_Timestamp": "1"}, "AuthFailure.InvalidAuthorization"),
        ({"Authorization": authorization("AKIDnobody"), "X_TC_Timestamp": "1"},
         "AuthFailure.SecretIdNotFound"),
        ({"Authorization": call("SealOCR").wire.header("authorization"), "X_TC_Timestamp": "1"},
         "AuthFailure.SignatureExpire"),
        ({"X_TC_Action": "Nonsense"}, "MissingParameter"),
        ({"Content_Type": "multipart/form-data; boundary=x"}, "MissingParameter"),
    ],
)  # fmt: skip
def test_an_implausible_credential_is_refused_before_the_body_is_kept(
    caller: Caller, headers: dict[str, str], code: str
) -> None:
    body = Body()
    assert error_of(send(caller, body, **headers))[0] == code
    assert body.longest <= 256 * 1024
    assert body.left == 0  # the client hears the answer only once it has sent everything


def test_long_json_without_a_key_is_refused_in_the_other_dialect(tmp_path: Path) -> None:
    caller, body = closed(tmp_path, api_keys=("a-key",)), Body()
    answer = caller.http.post(
        "/",
        content_type="application/json",
        environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": str(body.left)},
    )
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "Unauthorized")
    assert body.longest <= 256 * 1024


def test_short_json_without_a_key_is_told_in_its_dialect(tmp_path: Path) -> None:
    caller = closed(tmp_path, api_keys=("a-key",))
    assert caller.http.post("/", json={"type": "list"}).status_code == 401
    inside = caller.send(json={"Action": "SealOCR", "Version": VERSION})
    assert error_of(inside)[0] == "MissingParameter"


def test_the_body_of_a_wrong_signature_is_not_parsed(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "sealstack.service.dialects.tencent.gateway.read_values", lambda *_: pytest.fail("it was parsed")
    )
    captured = call("SealOCR", ImageBase64=as_base64()).with_body(ImageBase64="another")
    assert error_of(captured.send(caller))[0] == "AuthFailure.SignatureFailure"


@pytest.mark.parametrize("content_type", [None, FORM, "application/json"])
def test_unsigned_json_that_names_an_action_is_not_parsed(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, content_type: str | None
) -> None:
    monkeypatch.setattr(
        "sealstack.service.dialects.tencent.gateway.read_values", lambda *_: pytest.fail("it was parsed")
    )
    named = {"X-TC-Action": "SealOCR", "X-TC-Version": VERSION}
    inside = caller.send(data=b'{"ImageBase64": "QUJD"}', headers=named, content_type=content_type)
    assert error_of(inside)[0] == "MissingParameter"


@pytest.mark.parametrize(
    "fields", [{}, {"Timestamp": "1", "Nonce": "1", "SecretId": "AKIDnobody", "Signature": "a"}]
)
def test_the_form_of_a_stranger_is_not_decoded(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str]
) -> None:
    monkeypatch.setattr(
        "sealstack.service.dialects.tencent.gateway.read_values", lambda *_: pytest.fail("it was parsed")
    )
    form = {"ImageBase64": "A" * 100_000, "Action": "SealOCR", "Version": VERSION, **fields}
    assert error_of(caller.send(data=form))[0] in ("MissingParameter", "AuthFailure.SecretIdNotFound")


@pytest.mark.parametrize("content", [b"a=" + b"%41" * 3_400_000, b"a=1&" * 2_500_000, b"[[" * 5_000_000])
def test_a_form_of_ten_million_bytes_takes_little_more_memory_than_itself(
    caller: Caller, content: bytes
) -> None:
    caller.send(data=b"a=1", content_type=FORM)
    tracemalloc.start()
    try:
        inside = caller.send(data=content, content_type=FORM)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "Error" in inside
    assert most < 4 * len(content)  # the test's client has copies of its own


def test_where_there_is_no_room_for_a_body_the_client_is_told_to_come_again(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise BudgetExceededError

    monkeypatch.setattr("sealstack.service.dialects.tencent.bodies.BodyBudget.hold", full)
    assert error_of(caller.send(data=b"a=1", content_type=FORM))[0] == "RequestLimitExceeded"
    assert error_of(call("SealOCR", a=1).send(caller))[0] == "RequestLimitExceeded"


def test_a_form_that_is_signed_may_be_long(caller: Caller) -> None:
    picture = as_base64() + " " * 3_000_000
    wire = OLD_SDKS[0].sign("POST", ENDPOINT, {"ImageBase64": picture}, timestamp=int(time.time()))
    assert caller.send(data=wire.body, headers=dict(wire.headers))["SealBody"]


def test_the_other_dialect_has_its_own_door(caller: Caller) -> None:
    body = json.dumps({"type": "list", "padding": "A" * 100_000})
    answer = caller.http.post("/", data=body, content_type="application/json")
    assert answer.get_json()["template_id_list"] == []
