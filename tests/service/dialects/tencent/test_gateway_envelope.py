"""Always status 200, always `application/json`, always a RequestId: whatever goes wrong."""

import io
import logging
import uuid

import pytest

from tests.service.client import VERSION, Caller, error_of
from tests.service.pictures import as_base64

HEADERS = {"X-TC-Action": "SealOCR", "X-TC-Version": VERSION}


@pytest.fixture
def caller():
    return Caller()


def test_every_answer_has_a_request_id_of_its_own(caller):
    answers = [
        caller.call(),
        caller.call(),
        caller.send("GET", query_string={"Version": "1"}),
        caller.send("DELETE"),
    ]
    identifiers = {str(uuid.UUID(answer["RequestId"])) for answer in answers}
    assert len(identifiers) == 4


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_only_get_and_post_are_served(caller, method):
    inside = caller.send(method, headers={**HEADERS, "X-TC-Language": "en-US"})
    assert error_of(inside) == (
        "UnsupportedProtocol",
        f"The request method `{method}` is not supported: only GET and POST are.",
    )


def test_head_is_refused_without_a_body(caller):
    response = caller.http.head("/")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.data == b""


def test_a_host_that_is_none(caller):
    inside = caller.send(data="{}", headers={**HEADERS, "Host": "a" * 70})
    code, message = error_of(inside)
    assert code == "InvalidParameter"
    assert "Host" in message


def test_a_body_over_the_limit(caller):
    inside = caller.send(data=b"x" * (10 * 1024 * 1024 + 1), headers=HEADERS)
    code, message = error_of(inside)
    assert code == "RequestSizeLimitExceeded"
    assert "10485760" in message


def test_a_body_sent_in_chunks_over_the_limit(caller):
    size = 10 * 1024 * 1024 + 1
    inside = caller.send(
        headers=HEADERS,
        input_stream=io.BytesIO(b"{" + b" " * size),
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert error_of(inside)[0] == "RequestSizeLimitExceeded"


def test_a_query_string_over_the_limit(caller):
    inside = caller.send("GET", query_string={"ImageBase64": "A" * 40_000}, headers=HEADERS)
    assert error_of(inside)[0] == "RequestSizeLimitExceeded"


def test_a_raised_picture_limit_raises_the_limit_of_the_body():
    caller = Caller(max_image_base64=20 * 1024 * 1024)
    picture = as_base64() + "\n" * (12 * 1024 * 1024)
    inside = caller.send(data='{"ImageBase64": "' + picture.replace("\n", " ") + '"}', headers=HEADERS)
    assert inside["SealBody"] == "上海宝山测试有限公司"


def test_a_crash_is_an_unknown_error_and_is_logged_under_its_request_id(caller, monkeypatch, caplog):
    def crash(*_):
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr("sealstack.service.dialects.tencent.gateway.read_values", crash)
    with caplog.at_level(logging.ERROR):
        inside = caller.send(headers=HEADERS)
    assert error_of(inside) == ("FailedOperation.UnKnowError", "未知错误。")
    assert any(record.exc_info and record.exc_info[0] is ZeroDivisionError for record in caplog.records)


def test_a_failing_engine_is_an_ocr_failure(caller):
    caller.readers.failure = RuntimeError("no memory on the device")
    assert caller.error() == ("FailedOperation.OcrFailed", "OCR failed.")


def test_the_trace_id_is_sent_back(caller):
    caller.call(headers={"X-TC-TraceId": "0d7d0b5e-0a21"})
    assert caller.last.headers["X-TC-TraceId"] == "0d7d0b5e-0a21"


def test_the_trace_id_is_sent_back_with_errors_too(caller):
    caller.send("PUT", headers={"X-TC-TraceId": "abc"})
    assert caller.last.headers["X-TC-TraceId"] == "abc"


def test_a_trace_id_that_is_none_is_not_sent_back(caller):
    caller.call(headers={"X-TC-TraceId": "x" * 5000})
    assert "X-TC-TraceId" not in caller.last.headers


def test_half_a_surrogate_pair_in_a_request_does_not_break_the_answer(caller):
    inside = caller.send(data='{"\\ud800": 1}', headers=HEADERS)
    assert error_of(inside)[0] == "UnknownParameter"


@pytest.mark.parametrize("path", ["/nothing", "/index.html", "/prod/v1"])
def test_any_other_path_is_not_found_in_json(caller, path):
    response = caller.http.post("/", json={}, environ_overrides={"PATH_INFO": path})
    assert response.status_code == 404
    assert response.get_json()["error"]["code"] == "NotFound"


def test_another_method_at_another_path_is_told_in_json(caller):
    response = caller.http.post("/healthz")
    assert response.status_code == 405
    assert response.get_json()["error"]["code"] == "MethodNotAllowed"
    assert "GET" in response.headers["Allow"]
