"""Requests of the Custom OCR dialect: where they may be sent, and how bad ones are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.service.templates import operations
from tests.service.client import Caller
from tests.service.dialects.custom_ocr.forms import TEMPLATE, UNKNOWN, picture_of
from tests.service.doubles import FakeReaders
from tests.service.pictures import as_base64, as_file, quartered


class TestBadRequests:
    @pytest.mark.parametrize("kind", ["remove", "", 7, ["add"], "QUERY"])
    def test_a_type_that_does_not_exist_is_refused_with_those_that_do(self, refused, kind):
        status, code, message = refused(kind, template_id=UNKNOWN)
        assert (status, code) == (400, "InvalidType")
        assert "add, query, del, list, get, update, preview" in message

    def test_no_type_and_no_template_is_refused(self, refused):
        assert refused(img=as_base64())[:2] == (400, "InvalidType")

    @pytest.mark.parametrize("data", ["", "type=list", '{"type": "list"', "\xff", "[" * 100_000])
    def test_a_body_that_is_no_json_is_refused(self, refused, data):
        assert refused(data=data) == (400, "InvalidRequest", "The body is not valid JSON.")

    @pytest.mark.parametrize("data", ["[]", "null", '"list"', "7"])
    def test_a_body_that_is_no_object_is_refused(self, refused, data):
        assert refused(data=data) == (400, "InvalidRequest", "The body must be a JSON object.")

    def test_no_picture_is_refused(self, refused, added):
        assert refused("query", template_id=added)[:2] == (400, "MissingPicture")
        assert refused("query", template_id=added, img=" ", url=None)[:2] == (400, "MissingPicture")
        assert refused("query", template_id=added, img=7)[:2] == (400, "InvalidParameter")

    @pytest.mark.parametrize("img", ["!!!", "QUJD", as_base64(as_file(quartered())[:60])])
    def test_a_broken_picture_is_refused(self, refused, added, img):
        assert refused("query", template_id=added, img=img)[:2] == (400, "InvalidPicture")

    def test_too_many_pixels_and_too_much_base64_are_refused(self, tmp_path):
        caller = Caller(data_dir=tmp_path, max_pixels=10_000, max_image_base64=2048)
        for img in (picture_of("white", (200, 100)), "A" * 2052):
            body = {"type": "add", "img": img, "template": TEMPLATE}
            response = caller.http.post("/custom_ocr", json=body)
            assert response.status_code == 413
            assert response.get_json()["error"]["code"] == "PictureTooLarge"

    def test_a_body_that_is_too_large_is_refused(self, refused):
        assert refused(data=b" " * (10 * 1024 * 1024 + 1))[:2] == (413, "RequestTooLarge")

    def test_a_url_that_may_not_be_fetched_is_refused_and_wins_over_the_picture(self, refused, added):
        for url in ("http://127.0.0.1/a.png", "ftp://example.com/a.png", "nonsense"):
            status, code, _ = refused("query", template_id=added, url=url, img=as_base64())
            assert (status, code) == (400, "DownloadFailed")

    def test_a_failing_reader_is_told_without_a_trace(self, caller, refused, added):
        caller.readers.failure = RuntimeError("secret detail")
        answer = refused("query", template_id=added, img=as_base64())
        assert answer == (500, "ReadingFailed", "The picture could not be read.")

    def test_a_full_queue_is_told_as_too_many_requests(self, tmp_path, added):
        caller = Caller(data_dir=tmp_path, readings=1, queue=0)
        caller.app.extensions["inference"]._taken = 1
        response = caller.http.post("/custom_ocr", json={"template_id": added, "img": as_base64()})
        assert response.status_code == 429
        assert response.get_json()["error"]["code"] == "Overloaded"
        assert response.headers["Retry-After"] == "1"

    def test_what_is_unforeseen_is_told_without_a_trace(self, refused, monkeypatch):
        monkeypatch.setattr(operations.Templates, "all", lambda *_: 1 / 0)
        assert refused("list") == (500, "InternalError", "Something went wrong here.")

    def test_other_methods_are_refused(self, caller):
        response = caller.http.get("/custom_ocr")
        assert response.status_code == 405
        assert response.get_json()["error"]["code"] == "MethodNotAllowed"


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=10),
    st.lists(st.text(max_size=5), max_size=3),
    st.just(TEMPLATE),
    st.just(as_base64()),
    st.just(UNKNOWN),
    st.just("auto"),
)
kinds = st.sampled_from(["add", "query", "del", "list", "get", "update", "preview", "other"]) | values


@given(
    st.dictionaries(
        st.sampled_from(["type", "template_id", "template", "img", "duration"]), values, max_size=5
    ),
    kinds,
    st.sampled_from(["/", "/custom_ocr"]),
)
def test_whatever_is_sent_gets_an_answer_of_this_dialect(body, kind, path):
    response = ANY.http.post(path, json={**body, "type": kind})
    assert response.headers["Content-Type"] == "application/json"
    if response.status_code != 200:
        assert response.status_code in (400, 404, 413, 422)
        assert set(response.get_json()["error"]) == {"code", "message"}


class TestPlaces:
    @pytest.mark.parametrize(
        "path",
        [
            *("/", "/custom_ocr", "/custom_ocr/", "/custom-ocr", "/custom-ocr/"),
            *("/prod/custom-ocr/", "/prod/custom_ocr", "/a/b/custom_ocr/"),
        ],
    )
    def test_every_documented_path_is_served(self, caller, path):
        response = caller.http.post(path, json={"type": "list"})
        assert response.get_json() == {"template_id_list": [], "template": []}

    @pytest.mark.parametrize("path", ["/customocr", "/custom_ocr/more", "/prod", "/xcustom_ocr", "/prod/"])
    def test_no_other_is(self, caller, path):
        assert caller.http.post(path, json={"type": "list"}).status_code == 404

    @pytest.mark.parametrize(
        "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
    )
    @pytest.mark.parametrize("path", ["/", "/custom_ocr"])
    def test_json_is_parsed_whatever_the_content_type_says(self, caller, path, kind):
        response = caller.http.post(path, data='{"type": "list", }', headers={"Content-Type": kind})
        assert response.get_json() == {"template_id_list": [], "template": []}

    def test_with_an_action_the_root_speaks_the_other_dialect(self, caller):
        assert caller.send(json={"Action": "SealOCR", "type": "list"})["Error"]["Code"] == "MissingParameter"

    def test_without_type_and_template_the_root_speaks_the_other_dialect(self, caller):
        assert caller.send(json={"img": as_base64()})["Error"]["Code"] == "MissingParameter"
        assert caller.send(data='{"img": "", }')["Error"]["Code"] == "InvalidParameter"


class TestPagesOfOtherSites:
    def test_may_read_every_answer(self, caller, refused):
        refused("query", template_id=UNKNOWN)
        assert caller.last.headers["Access-Control-Allow-Origin"] == "*"
        response = caller.http.post("/", json={"type": "list"})
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Access-Control-Expose-Headers"] == "X-Sealstack-Template"

    def test_may_ask_first(self, caller):
        response = caller.http.options("/prod/custom-ocr/")
        assert response.status_code == 204
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Access-Control-Allow-Methods"] == "POST, OPTIONS"

    def test_may_not_once_there_are_keys(self, tmp_path):
        caller = Caller(data_dir=tmp_path, api_keys=("k",))
        for headers in ({"X-Api-Key": "k"}, {}):
            for response in (
                caller.http.post("/custom_ocr", json={"type": "list"}, headers=headers),
                caller.http.options("/custom_ocr", headers=headers),
                caller.http.post("/", json={"type": "list"}, headers=headers),
            ):
                assert "Access-Control-Allow-Origin" not in response.headers


ANY = Caller(FakeReaders())


def test_the_description_names_every_type(caller):
    described = caller.http.get("/openapi.json").get_json()
    request = described["components"]["schemas"]["CustomOcrRequest"]
    for kind in request["properties"]["type"]["enum"]:
        response = caller.http.post("/custom_ocr", json={"type": kind})
        assert "InvalidType" not in response.get_data(as_text=True)
    refusal = caller.http.post("/custom_ocr", json={"type": "other"}).get_json()["error"]["message"]
    assert ", ".join(request["properties"]["type"]["enum"]) in refusal
