"""One line for every request, refused or not."""

import logging
import re
import time
from pathlib import Path

import pytest
from flask import Flask

from sealstack.service.http.request_log import (
    RequestIdFilter,
    RequestLog,
    add_seconds,
    note,
    request_id,
    stage,
)
from tests.service.client import VERSION, Caller
from tests.service.dialects.tencent.signatures.wire import SECRET_ID, SECRET_KEY
from tests.service.pictures import as_base64
from tests.service.signed_calls import call, closed


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(RequestIdFilter())
    return caplog


def lines(log):
    return [record for record in log.records if record.name == "sealstack.service.calls"]


def last(log):
    return lines(log)[-1].fields


def test_a_call_writes_one_line_under_its_request_id(log):
    inside = Caller().call()
    (line,) = lines(log)
    assert line.request_id == inside["RequestId"]
    assert re.fullmatch(
        r"caller=127\.0\.0\.1 method=POST path=/ dialect=tencent action=SealOCR account=- status=200 code=OK "
        r"bytes_in=\d+ bytes_out=\d+ seconds=[\d.]+",
        re.sub(r"( \w+_seconds=[\d.]+)+$", "", line.getMessage()),
    )


def test_an_error_is_told_by_its_code_and_reason(log):
    Caller().call("Nonsense")
    assert (last(log)["action"], last(log)["code"]) == ("Nonsense", "InvalidAction")
    assert "invalid or not found" in last(log)["reason"]


@pytest.mark.parametrize(
    ("method", "path", "dialect", "status", "code"),
    [
        ("GET", "/nothing", "-", 404, "NotFound"),
        ("POST", "/healthz", "-", 405, "MethodNotAllowed"),
        ("PUT", "/", "tencent", 200, "UnsupportedProtocol"),
        ("POST", "/custom_ocr", "custom_ocr", 400, "InvalidRequest"),
        ("POST", "/ocr", "rapidocr", 422, "422"),
        ("POST", "/seal-recognition", "paddle", 422, "422"),
        ("GET", "/seal-recognition", "-", 405, "MethodNotAllowed"),
    ],
)
def test_what_is_refused_has_a_line_too(log, method, path, dialect, status, code):
    Caller().http.open(path, method=method)
    assert len(lines(log)) == 1
    told = {"path": path, "dialect": dialect, "status": status, "code": code}
    assert last(log) == last(log) | told
    assert last(log)["reason"]


def test_a_missing_key_has_a_line(log):
    Caller(api_keys=("a-key",)).http.post("/ocr")
    assert (last(log)["status"], last(log)["code"]) == (401, "Unauthorized")


def test_a_line_names_the_account_once_it_is_known(log, tmp_path: Path):
    caller = closed(tmp_path)
    call("SealOCR", ImageBase64=as_base64()).send(caller)
    assert (last(log)["account"], last(log)["code"]) == (SECRET_ID, "OK")
    assert last(log)["bytes_in"] > 100
    call("SealOCR").with_body(a=1).send(caller)
    assert (last(log)["account"], last(log)["code"]) == (SECRET_ID, "AuthFailure.SignatureFailure")


def test_an_account_that_there_is_none_is_not_named(log, tmp_path: Path):
    caller = Caller(data_dir=tmp_path, secret_id="AKIDanother", secret_key="k")
    call("SealOCR").send(caller)
    assert (last(log)["account"], last(log)["code"]) == ("-", "AuthFailure.SecretIdNotFound")


def test_a_key_is_told_by_the_beginning_of_its_digest(log, tmp_path: Path):
    caller = Caller(data_dir=tmp_path, api_keys=("a-long-key",))
    caller.http.post("/custom_ocr", json={"type": "list"}, headers={"X-Api-Key": "a-long-key"})
    assert re.fullmatch(r"key:[0-9a-f]{8}", last(log)["account"])


@pytest.mark.parametrize("path", ["/healthz", "/health"])
def test_health_pages_are_quiet_unless_they_refuse(log, path):
    caller = Caller()
    caller.http.get(path)
    assert [line.levelno for line in lines(log)] == [logging.DEBUG]
    caller.http.post(path)
    assert lines(log)[-1].levelno == logging.INFO


def test_lines_from_the_reading_threads_have_the_request_id_too(log):
    caller = Caller()
    caller.readers.failure = RuntimeError("broken")
    request = caller.call()["RequestId"]
    (line,) = [
        record
        for record in log.records
        if record.name == "sealstack.service.dialects.tencent.actions.pictures"
    ]
    assert line.request_id == request


def test_paddle_answers_have_the_request_id_of_the_line(log):
    answer = Caller().http.post("/seal-recognition", json={}).get_json()
    assert lines(log)[-1].request_id == answer["logId"]


def test_neither_pictures_nor_signatures_are_written(log, tmp_path: Path):
    query = {"Action": "SealOCR", "Version": VERSION, "Signature": "s1gned", "ImageBase64": as_base64()}
    Caller().send("GET", query_string=query)
    captured = call("SealOCR", ImageBase64=as_base64())
    captured.send(closed(tmp_path))
    written = " ".join(record.getMessage() for record in log.records)
    signature = captured.wire.header("authorization").rpartition("=")[2]
    assert not any(secret in written for secret in ("s1gned", as_base64(), SECRET_KEY, signature))


def test_the_texts_that_were_read_are_not_written(log):
    text = Caller().call()["SealBody"]
    assert text not in " ".join(record.getMessage() for record in log.records)


@pytest.mark.parametrize("text", ["a\nb\x1b[31m" + "c" * 1000, 'x" code=OK y="', "a\u2028b", "a\r\nb"])
def test_what_a_client_sends_cannot_break_the_line(log, text):
    caller = Caller()
    caller.send(json={"Action": text, "Version": VERSION})
    caller.http.get("/", environ_overrides={"PATH_INFO": f"/{text}".encode().decode("latin-1")})
    for line in lines(log):
        message = line.getMessage()
        assert message.isprintable()
        assert message.count(" code=") == 1
        assert len(message) < 700


def test_the_caller_is_the_nearest_address_unless_proxies_are_trusted(log):
    forwarded = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
    for proxies, address in ((0, "127.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9")):
        Caller(trusted_proxies=proxies).http.get("/nothing", headers=forwarded)
        assert last(log)["caller"] == address


def test_steps_are_told_in_seconds_wherever_they_were_noted(log):
    application = Flask(__name__)

    @application.get("/")
    def answer() -> str:
        with stage("reading"):
            time.sleep(0)
        add_seconds("waiting", 1.5)
        add_seconds("waiting", 0.25)
        note(action="Nothing")
        return request_id()

    application.wsgi_app = RequestLog(application.wsgi_app)
    answered = application.test_client().get("/").get_data(as_text=True)
    assert answered == lines(log)[-1].request_id
    assert last(log)["waiting_seconds"] == 1.75
    assert last(log)["reading_seconds"] >= 0
    assert last(log)["action"] == "Nothing"


def test_outside_of_a_request_nothing_is_noted():
    note(action="Nothing")
    add_seconds("reading", 1.0)
    assert request_id() == "-"
