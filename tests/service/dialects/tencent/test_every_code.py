"""Every code of the catalogue that the service answers by itself, produced by a request; and none besides."""

import json
import threading
import time
import uuid
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Request

from sealstack.service.accounts import Account, AccountState
from sealstack.service.accounts.key_pairs import generate_secret_id, generate_secret_key
from sealstack.service.dialects.rapidocr.pages import GREETING
from sealstack.service.dialects.tencent.catalogue import CATALOGUE, Origin
from sealstack.service.storage.opening import open_account_store
from sealstack.service.texts import LANGUAGES
from tests.service.client import VERSION, Caller, error_of
from tests.service.dialects.tencent.signatures.wire import taken_over
from tests.service.doubles import FakeReaders, a_seal
from tests.service.pictures import as_base64, as_file
from tests.service.signing import authorization

HEADERS = {"X-TC-Action": "SealOCR", "X-TC-Version": VERSION}


def opened(**settings):
    return Caller(**settings)


def plain(**request):
    return lambda _: opened().send(**{"headers": HEADERS, **request})


def with_parameters(**parameters):
    return lambda _: opened().call(**parameters)


def with_account(*, calls=1, key=None, age=0, **details):
    """Call as an account in some state; the answer is that of the last call."""

    def produce(folder):
        caller = Caller(data_dir=folder)
        settings, database = caller.app.extensions["settings"], caller.app.extensions["database"]
        account = open_account_store(settings, database).add(
            Account(generate_secret_id(), generate_secret_key(), **details)
        )
        for _ in range(calls):
            inside = caller.send(**signed(account.secret_id, key or account.secret_key, age))
        return inside

    return produce


def signed(secret_id, secret_key, age=0):
    """A request signed so many seconds ago."""
    headers = {
        **HEADERS,
        "Host": "localhost",
        "Content-Type": "application/json",
        "X-TC-Timestamp": str(int(time.time()) - age),
    }
    body = b'{"ImageBase64": "%s"}' % as_base64().encode()
    environment = EnvironBuilder(method="POST", data=body, headers=headers).get_environ()
    request = taken_over(Request(environment))
    return {
        "data": body,
        "headers": {**headers, "Authorization": authorization(request, secret_id, secret_key)},
    }


def as_a_stranger(folder):
    return Caller(secret_id="AKIDsomebody", secret_key="key").send(**signed("AKIDnobody", "key"))


def unsigned(folder):
    headers = {**HEADERS, "X-TC-Timestamp": "1", "Authorization": "SKIP"}
    return Caller(secret_id="AKIDsomebody", secret_key="key").send(headers=headers)


def at_an_impossible_time(folder):
    headers = {**HEADERS, "X-TC-Timestamp": "yesterday"}
    signature = (
        "TC3-HMAC-SHA256 Credential=AKIDsomebody/2026-01-01/ocr/tc3_request, SignedHeaders=content-type;host"
    )
    return Caller(secret_id="AKIDsomebody", secret_key="key").send(
        json={}, headers={**headers, "Authorization": f"{signature}, Signature={'0' * 64}"}
    )


def while_the_engine_fails(folder):
    caller = opened()
    caller.readers.failure = RuntimeError("out of memory")
    return caller.call()


def while_the_queue_is_full(folder):
    caller = Caller(FakeReaders([a_seal()]), readings=1, queue=0)
    caller.readers.gate = threading.Event()
    with running(lambda: Caller.call(caller_of(caller))) as release:
        assert caller.readers.started.acquire(timeout=30)
        inside = caller.call()
        release(caller.readers.gate)
    return inside


def past_the_deadline(folder):
    caller = Caller(FakeReaders([a_seal()]), reading_seconds=0)
    caller.readers.gate = threading.Event()
    inside = caller.call()
    caller.readers.gate.set()
    return inside


def caller_of(caller):
    """Another client of the same application."""
    other = object.__new__(Caller)
    other.app, other.readers, other.http = caller.app, caller.readers, caller.app.test_client()
    return other


@contextmanager
def running(work):
    thread = threading.Thread(target=work)
    thread.start()
    yield lambda gate: gate.set()
    thread.join()


def with_a_crash(folder):
    caller = opened()
    caller.app.extensions["database"].close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sealstack.service.dialects.tencent.gateway.read_values", lambda _: 1 / 0)
        return caller.send(headers=HEADERS)


def without_a_database(folder):
    caller = Caller(data_dir=folder)
    for file in folder.glob("sealstack.db*"):
        file.unlink()
    return caller.call()


def with_another_form(folder):
    caller = Caller(data_dir=folder)
    added = caller.call("AddTemplate", Template=[[[[1, 2], [30, 2], [30, 9], [1, 9]], "名称"]])
    white = as_base64(as_file(Image.new("RGB", (40, 20), "white")))
    return caller.call("QueryTemplate", TemplateId=added["TemplateId"], ImageBase64=white)


PRODUCED = {
    "AuthFailure.InvalidAuthorization": unsigned,
    "AuthFailure.SecretIdNotFound": as_a_stranger,
    "AuthFailure.SignatureExpire": with_account(age=301),
    "AuthFailure.SignatureFailure": with_account(key="another"),
    "UnauthorizedOperation": with_parameters(
        action="ListTemplates", headers={"Origin": "https://evil.example"}
    ),
    "InvalidAction": with_parameters(action="Nonsense"),
    "NoSuchVersion": plain(headers={**HEADERS, "X-TC-Version": "2017-03-12"}),
    "UnsupportedProtocol": plain(method="PUT"),
    "InvalidRequest": plain(data="none", content_type="multipart/form-data"),
    "RequestSizeLimitExceeded": plain(data=b" " * (10 * 1024 * 1024 + 1)),
    "RequestLimitExceeded": while_the_queue_is_full,
    "MissingParameter": plain(json={}),
    "UnknownParameter": with_parameters(Nonsense=1),
    "InvalidParameter": plain(data="[]"),
    "InvalidParameterValue": at_an_impossible_time,
    "InvalidParameterValue.InvalidParameterValueLimit": with_parameters(PdfPageNumber=0),
    "ServiceUnavailable": without_a_database,
    "FailedOperation.UnOpenError": with_account(state=AccountState.NOT_ACTIVATED),
    "ResourceUnavailable.InArrears": with_account(state=AccountState.IN_ARREARS),
    "ResourceUnavailable.ResourcePackageRunOut": with_account(calls=2, package_remaining=1),
    "ResourcesSoldOut.ChargeStatusException": with_account(state=AccountState.BILLING_ABNORMAL),
    "FailedOperation.DownLoadError": with_parameters(ImageUrl="http://127.0.0.1/seal.png"),
    "FailedOperation.EngineRecognizeTimeout": past_the_deadline,
    "FailedOperation.ImageDecodeFailed": with_parameters(ImageBase64="QUJD"),
    "FailedOperation.ImageNoText": lambda _: Caller(FakeReaders()).call(),
    "FailedOperation.LanguageNotSupport": with_parameters(action="GeneralBasicOCR", LanguageType="kor"),
    "FailedOperation.OcrFailed": while_the_engine_fails,
    "FailedOperation.UnKnowError": with_a_crash,
    "FailedOperation.TemplateMismatch": with_another_form,
    "ResourceNotFound": with_parameters(action="QueryTemplate", TemplateId="0" * 40),
    "LimitExceeded.TooLargeFileError": lambda _: opened(max_pixels=10).call(),
}
"""For every code that the service answers by itself, a request that makes it."""


def test_no_code_is_forgotten():
    assert set(PRODUCED) == {code for code, entry in CATALOGUE.items() if entry.origin is Origin.SERVED}


@pytest.mark.parametrize("code", PRODUCED)
def test_a_request_produces_the_code(code, tmp_path):
    assert error_of(PRODUCED[code](tmp_path))[0] == code


names = st.sampled_from(["SealOCR", "sealOCR", "GeneralBasicOCR", "Nonsense", "", "\x7f", "ä" * 300])
header_text = st.text(
    st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=40
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "X-TC-Action": names.map(lambda name: name.replace("\x7f", "")),
        "X-TC-Version": st.sampled_from([VERSION, "2019-01-01", ""]),
        "X-TC-Timestamp": header_text,
        "X-TC-Language": st.sampled_from([*LANGUAGES, "xx"]),
        "X-TC-TraceId": header_text,
        "Authorization": header_text | st.just("TC3-HMAC-SHA256 Credential=a/b/c/tc3_request"),
        "Content-Type": st.sampled_from(
            [
                *("application/json", "application/x-www-form-urlencoded", "text/plain", ""),
                *(
                    "multipart/form-data",
                    "multipart/form-data; boundary=x",
                    "application/json; charset=utf-16",
                ),
            ]
        ),
        "Host": st.sampled_from(["localhost", "http://localhost:8000", "[::1", "", "ä"]),
    },
)
values = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.lists(st.integers())
)
bodies = st.one_of(
    st.binary(max_size=200),
    st.dictionaries(
        st.sampled_from(
            ["Action", "Version", "ImageBase64", "ImageUrl", "PdfPageNumber", "EnablePdf", "IsWords"]
        )
        | st.text(max_size=5),
        values,
    ).map(lambda body: json.dumps(body).encode()),
    st.binary(max_size=100).map(lambda part: b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n" + part),
)


@pytest.mark.parametrize("closed", [False, True])
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "BREW"]),
    named=headers,
    body=bodies,
    query=st.binary(max_size=60),
)
def test_whatever_is_sent_gets_an_envelope_and_only_codes_of_the_catalogue_leave(
    closed, method, named, body, query
):
    caller = CLOSED if closed else OPEN
    environment = EnvironBuilder(method=method, data=body, headers={}).get_environ()
    environment["QUERY_STRING"] = query.decode("latin-1")
    for name, value in named.items():
        key = name.upper().replace("-", "_")
        environment[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    content, status, answered = run_wsgi_app(caller.app, environment)
    assert status == "200 OK"
    assert answered["Content-Type"] == "application/json"
    answer = json.loads(b"".join(content))
    if answer == GREETING:  # nothing was asked
        return
    inside = answer["Response"]
    uuid.UUID(inside["RequestId"])
    assert "Error" not in inside or inside["Error"]["Code"] in CATALOGUE
    assert inside.get("Error", {}).get("Code") != "FailedOperation.UnKnowError"


OPEN, CLOSED = Caller(), Caller(secret_id="AKIDsomebody", secret_key="key")
