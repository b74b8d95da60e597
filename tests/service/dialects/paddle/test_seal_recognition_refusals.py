"""What `POST /seal-recognition` refuses, in its envelope."""

import base64

import pytest

from tests.service.client import Caller
from tests.service.dialects.paddle.answers import PATH, current, reasons
from tests.service.doubles import FakeReaders
from tests.service.pictures import a_pdf, as_base64, as_file, quartered


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("file", 5),
        ("file", None),
        ("file", " "),
        ("fileType", 2),
        ("fileType", True),
        ("useDocUnwarping", "perhaps"),
        ("useLayoutDetection", []),
        ("layoutThreshold", 1.5),
        ("layoutThreshold", {"seal": 0.5}),
        ("layoutThreshold", {"9" * 5000: 0.5}),
        ("layoutUnclipRatio", {"9" * 5000: 1.5}),
        ("layoutMergeBboxesMode", {"٣": "union"}),
        ("layoutNms", 7),
        ("layoutUnclipRatio", 0),
        ("layoutUnclipRatio", [1, 2, 3]),
        ("layoutMergeBboxesMode", "huge"),
        ("layoutMergeBboxesMode", {"16": "huge"}),
        ("sealDetLimitSideLen", 0),
        ("sealDetLimitSideLen", 1.5),
        ("sealDetLimitType", "both"),
        ("sealDetThresh", float("nan")),
        ("sealDetBoxThresh", "high"),
        ("sealDetUnclipRatio", -1),
        ("sealRecScoreThresh", 2),
        ("visualize", "sometimes"),
    ],
)
def test_a_parameter_that_cannot_be_is_named(post, name, value):
    status, answer = post(PATH, current(**{name: value}))
    assert (status, answer["errorCode"]) == (422, 422)
    assert set(answer) == {"logId", "errorCode", "errorMsg"}
    [(where, _)] = reasons(answer)
    assert where == f"body.{name}"


def test_without_a_file_the_missing_field_is_named(post):
    status, answer = post(PATH, {"fileType": 1})
    assert status == 422
    assert reasons(answer) == [("body.file", "Field required")]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(post, body):
    status, answer = post(PATH, data=body)
    assert (status, answer["errorCode"]) == (422, 422)
    assert reasons(answer)[0][0] == "body"


def test_base64_without_a_file_type_cannot_be_told(post):
    assert post(PATH, {"file": as_base64()})[1]["errorMsg"] == "File type cannot be determined"


@pytest.mark.parametrize(
    ("content", "file_type"),
    [
        (b"no picture", 1),
        (b"no pdf", 0),
        (as_file(quartered(), "JPEG")[:200], 1),
        (a_pdf(), 1),
        (as_file(quartered()), 0),
        (a_pdf()[:100], 0),
    ],
)
def test_a_file_that_is_broken_or_something_else_is_refused(post, content, file_type):
    status, answer = post(PATH, {"file": base64.b64encode(content).decode(), "fileType": file_type})
    assert (status, answer["errorCode"]) == (422, 422)
    assert len(answer["errorMsg"]) > 10


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/a.png", "http://no.such.host.invalid/a.png", "https://"])
def test_a_url_that_cannot_be_fetched_is_refused(post, url):
    status, answer = post(PATH, {"file": url})
    assert (status, answer["errorCode"]) == (422, 422)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_methods_are_refused_in_the_envelope(caller, method):
    response = caller.http.open(PATH, method=method)
    assert response.status_code == 405
    assert (response.get_json()["errorCode"], response.get_json()["errorMsg"]) == (405, "Method Not Allowed")
    assert "POST" in response.headers["Allow"]


def test_an_unknown_path_is_answered_in_the_envelope_too(caller):
    answer = caller.http.post("/table-recognition", json={})
    assert (answer.status_code, answer.get_json()["errorCode"]) == (404, 404)


def test_a_body_that_is_too_large_is_refused():
    caller = Caller(max_upload=2000)
    response = caller.http.post(PATH, json={"file": "A" * 4000, "fileType": 1})
    assert (response.status_code, response.get_json()["errorCode"]) == (413, 413)


def test_a_failing_engine_says_nothing_of_its_inside():
    readers = FakeReaders()
    readers.failure = RuntimeError("secret detail")
    response = Caller(readers).http.post(PATH, json=current())
    assert (response.status_code, response.get_json()["errorMsg"]) == (500, "Internal server error")


def test_a_full_queue_says_that_it_is_busy():
    caller = Caller(readings=1, queue=0)
    caller.app.extensions["inference"]._taken = 1
    response = caller.http.post(PATH, json=current())
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
