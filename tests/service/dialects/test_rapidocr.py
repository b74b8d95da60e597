"""`POST /ocr` and the greeting, as rapidocr_api has them."""

import base64
import io
import json

import pytest

from tests.service.client import Caller
from tests.service.doubles import FakeReaders, a_line
from tests.service.pictures import a_pdf, a_tiff, as_base64, as_file, quartered

QUAD = [[10, 10], [90, 10], [90, 30], [10, 30]]


@pytest.fixture
def caller():
    lines = [a_line(f"第{number}行", [[x, y + 30 * number] for x, y in QUAD], 0.8125) for number in range(12)]
    return Caller(FakeReaders(lines=lines))


@pytest.fixture
def ocr(caller):
    def send(status=200, **form):
        response = caller.http.post("/ocr", data=form or None)
        assert response.status_code == status, response.text
        assert response.headers["Content-Type"] == "application/json"
        return json.loads(response.text, object_pairs_hook=dict)

    return send


def a_file(content=None):
    return io.BytesIO(as_file(quartered()) if content is None else content), "1.png"


def test_the_greeting(caller):
    answer = caller.http.get("/")
    assert answer.get_json() == {"message": "Welcome to RapidOCR API Server!"}


def test_a_browser_is_not_greeted_so(caller):
    response = caller.http.get("/", headers={"Accept": "text/html,*/*"})
    assert b"message" not in response.data


@pytest.mark.parametrize("query", [{"Action": "SealOCR"}, {"ImageBase64": "AA"}])
def test_a_get_with_parameters_belongs_to_the_other_dialect(caller, query):
    assert "Response" in caller.http.get("/", query_string=query).get_json()


def test_an_uploaded_file_is_read(ocr):
    answer = ocr(image_file=a_file())
    assert answer["0"] == {
        "rec_txt": "第0行",
        "dt_boxes": [[10.0, 10.0], [90.0, 10.0], [90.0, 30.0], [10.0, 30.0]],
        "score": "0.8125",
    }


def test_the_lines_are_numbered_in_reading_order(ocr):
    assert list(ocr(image_file=a_file())) == [str(number) for number in range(12)]


@pytest.mark.parametrize("as_upload", [False, True])
def test_base64_is_read_from_a_form(caller, as_upload):
    kind = "multipart/form-data" if as_upload else "application/x-www-form-urlencoded"
    answer = caller.http.post("/ocr", data={"image_data": as_base64()}, content_type=kind)
    assert len(answer.get_json()) == 12


def test_base64_with_a_bare_plus_and_a_data_uri_is_read(caller):
    content = next(
        data for size in range(1, 99) if b"+" in base64.b64encode(data := as_file(quartered(size)))
    )
    body = b"image_data=data:image/png;base64," + base64.b64encode(content)
    kind = "application/x-www-form-urlencoded"
    assert len(caller.http.post("/ocr", data=body, content_type=kind).get_json()) == 12


def test_a_form_carries_megabytes_of_base64(caller):
    content = as_file(quartered(1600, 1200), "BMP")
    assert len(content) > 5_000_000
    answer = caller.http.post("/ocr", data={"image_data": as_base64(content)})
    assert (answer.status_code, len(answer.get_json())) == (200, 12)


def test_a_file_wins_over_base64(caller, ocr):
    ocr(image_file=a_file(), image_data=as_base64())
    assert caller.readers.images[-1].shape[:2] == (24, 40)


def test_the_type_that_an_upload_claims_is_not_believed(caller):
    response = caller.http.post("/ocr", data={"image_file": (*a_file(), "text/plain")})
    assert response.status_code == 200


def test_flags_hold_for_one_request_only(caller, ocr):
    ocr(image_file=a_file(), use_det="false", use_cls="0", use_rec="no")
    ocr(image_file=a_file())
    assert caller.readers.line_options == [
        {"detect": False, "classify": False, "recognize": False},
        {"detect": True, "classify": True, "recognize": True},
    ]


def test_a_flag_that_is_none_is_named(ocr):
    [complaint] = ocr(422, image_file=a_file(), use_det="perhaps")["detail"]
    assert complaint["loc"] == ["body", "use_det"]


def test_nothing_found_is_an_empty_object(caller, ocr):
    caller.readers.lines = []
    assert ocr(image_file=a_file()) == {}


def test_scores_are_numbers_when_set_so():
    lines = [a_line("一", QUAD, 0.8125)]
    response = Caller(FakeReaders(lines=lines), score_as_number=True).http.post(
        "/ocr", data={"image_file": a_file()}
    )
    assert response.get_json()["0"]["score"] == 0.8125


def test_the_corners_begin_at_the_upper_left_whichever_way_the_line_runs(caller, ocr):
    caller.readers.lines = [a_line("倒", [[90, 30], [10, 30], [10, 10], [90, 10]])]
    assert ocr(image_file=a_file())["0"]["dt_boxes"] == [[10, 10], [90, 10], [90, 30], [10, 30]]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"image_data": ""},
        {"image_data": "no base64!"},
        {"image_data": as_base64(b"no picture")},
        {"image_data": as_base64(as_file(quartered())[:90])},
        {"image_data": as_base64(a_pdf())},
        {"image_data": as_base64(a_tiff((40, 24), (40, 24)))},
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(ocr, form):
    assert len(ocr(422, **form)["detail"]) > 10


def test_an_empty_upload_counts_as_none(caller):
    response = caller.http.post("/ocr", data={"image_file": (io.BytesIO(b""), "1.png")})
    assert response.status_code == 422


def test_a_broken_upload_is_refused(caller):
    response = caller.http.post("/ocr", data=b"--x\r\nbroken", content_type="multipart/form-data; boundary=x")
    assert response.status_code in (400, 422)
    assert "detail" in response.get_json()


def test_json_that_is_no_object_is_refused(caller):
    answer = caller.http.post("/ocr", data="[1, 2]", content_type="application/json")
    assert (answer.status_code, answer.get_json()) == (
        422,
        {"detail": "The body is no form, and no JSON object either."},
    )


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_other_methods_are_refused(caller, method):
    response = caller.http.open("/ocr", method=method)
    assert (response.status_code, response.get_json()) == (405, {"detail": "Method Not Allowed"})


def test_a_failing_engine_says_nothing_of_its_inside(caller):
    caller.readers.failure = RuntimeError("secret detail")
    response = caller.http.post("/ocr", data={"image_file": a_file()})
    assert (response.status_code, response.get_json()) == (500, {"detail": "Internal server error"})


def test_percent_encoding_makes_no_picture_too_large():
    picture = as_base64(as_file(quartered(30, 20), "BMP"))
    caller = Caller(max_upload=len(picture) + len("image_data="))
    body = "image_data=" + "".join(f"%{ord(character):02X}" for character in picture)
    kind = "application/x-www-form-urlencoded"
    assert caller.http.post("/ocr", data=body, content_type=kind).status_code == 200
    assert caller.http.post("/ocr", data=body + "&a=1", content_type=kind).status_code == 413
