"""The Custom OCR dialect: what each `type` answers, and how bad requests are refused."""

import base64
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sealstack.service.templates import operations
from sealstack.templates_store.templates import TemplateStore
from tests.service.client import Caller
from tests.service.doubles import FakeReaders
from tests.service.pictures import a_pdf, a_tiff, as_base64, as_file, quartered

TEMPLATE = [
    [[[42, 46], [90, 47], [91, 50], [41, 49]], "名称"],
    [[[41, 60], [91, 60], [90, 70], [41, 70]], "识别号", "digits"],
    [[[34, 80], [59, 80], [58, 90], [34, 90]], "Name on card", {"regex": "[A-Z ]+"}],
]
UNKNOWN = "0" * 40


def picture_of(colour, size=(400, 300)):
    """A form that is told by its colour."""
    return as_base64(as_file(Image.new("RGB", size, colour)))


@pytest.fixture
def caller(tmp_path):
    return Caller(data_dir=tmp_path)


@pytest.fixture
def call(caller):
    """Send a request; return what is answered, which must be well."""

    def send(kind, **body):
        response = caller.http.post("/custom_ocr", json={"type": kind, **body})
        assert response.status_code == 200, response.get_data(as_text=True)
        assert response.headers["Content-Type"] == "application/json"
        caller.last = response
        return response.get_json()

    return send


@pytest.fixture
def refused(caller):
    """Send a request; return the status, code and message of its refusal."""

    def send(kind=None, path="/custom_ocr", data=None, **body):
        named = {} if kind is None else {"type": kind}
        sent = {"data": data} if data is not None else {"json": {**named, **body}}
        response = caller.http.post(path, **sent)
        assert response.headers["Content-Type"] == "application/json"
        answer = response.get_json()
        assert set(answer) == {"error"}
        assert set(answer["error"]) == {"code", "message"}
        caller.last = response
        return response.status_code, answer["error"]["code"], answer["error"]["message"]

    return send


@pytest.fixture
def added(call):
    return call("add", img=as_base64(), template=TEMPLATE)["template_id"]


class TestAdd:
    def test_answers_an_id_of_40_hexadecimal_digits_and_nothing_else(self, call):
        answer = call("add", img=as_base64(), template=TEMPLATE)
        assert set(answer) == {"template_id"}
        assert len(answer["template_id"]) == 40
        int(answer["template_id"], 16)

    def test_the_same_form_added_twice_gets_two_ids(self, call, added):
        assert call("add", img=as_base64(), template=TEMPLATE)["template_id"] != added

    def test_the_template_may_be_a_string_of_json(self, call):
        template_id = call("add", img=as_base64(), template=json.dumps(TEMPLATE))["template_id"]
        assert call("get", template_id=template_id)["template"] == TEMPLATE

    def test_the_picture_may_be_a_data_uri(self, call):
        call("add", img=f"data:image/png;base64,{as_base64()}", template=TEMPLATE)

    def test_the_picture_may_be_a_pdf_of_one_page(self, call, refused):
        call("add", img=as_base64(a_pdf((200, 150))), template=TEMPLATE)
        for pages in (a_pdf((200, 150), (200, 150)), a_tiff((200, 150), (200, 150))):
            assert refused("add", img=as_base64(pages), template=TEMPLATE) == (
                400,
                "InvalidPicture",
                "A file must have one page only, but this one has 2.",
            )

    @pytest.mark.parametrize("kind", ["JPEG", "BMP", "WEBP", "TIFF"])
    def test_the_picture_may_be_of_other_kinds(self, call, kind):
        call("add", img=as_base64(as_file(quartered(400, 300), kind)), template=TEMPLATE)

    def test_no_template_is_refused(self, refused):
        status, code, message = refused("add", img=as_base64())
        assert (status, code) == (422, "TemplateInvalid")
        assert message.startswith("template: ")

    def test_a_malformed_field_is_refused_by_index_and_reason(self, refused, call):
        status, code, message = refused("add", img=as_base64(), template=[TEMPLATE[0], [[[1, 2]], "b"]])
        assert (status, code) == (422, "TemplateInvalid")
        assert message == "template[1]: there must be 4 corners, but 1 were sent."
        assert call("list")["template_id_list"] == []

    def test_not_a_number_is_refused(self, refused):
        body = json.dumps({"type": "add", "img": as_base64(), "template": TEMPLATE}).replace("46", "NaN")
        assert refused(data=body)[2] == "template[0]: corner 0 is not finite."

    def test_a_field_outside_of_the_picture_is_refused(self, refused, call):
        template = [*TEMPLATE, [[[380, 10], [402, 10], [402, 20], [380, 20]], "far"]]
        status, code, message = refused("add", img=as_base64(), template=template)
        assert (status, code) == (422, "TemplateInvalid")
        assert message == "template[3]: corner 1 (402, 10) lies outside of the picture of 400x300 pixels."
        assert call("list")["template_id_list"] == []

    def test_a_side_of_4096_pixels_is_the_most(self, refused, call):
        call("add", img=picture_of("white", (4096, 100)), template=TEMPLATE)
        status, code, message = refused("add", img=picture_of("white", (4097, 100)), template=TEMPLATE)
        assert (status, code) == (413, "PictureTooLarge")
        assert "4096" in message
        assert "4097x100" in message


class TestQuery:
    def test_answers_a_row_for_each_field_in_the_templates_order(self, caller, call, added):
        caller.readers.form_values = {"名称": "亚马逊通技术服务(北京)有限公司", "识别号": ""}
        assert call("query", template_id=added, img=as_base64()) == [
            {
                "key": "名称",
                "value": "亚马逊通技术服务(北京)有限公司",
                "score": 98.77,
                "position": [[42.0, 46.0], [90.0, 47.0], [91.0, 50.0], [41.0, 49.0]],
            },
            {
                "key": "识别号",
                "value": "",
                "score": 0.0,
                "position": [[41.0, 60.0], [91.0, 60.0], [90.0, 70.0], [41.0, 70.0]],
            },
            {
                "key": "Name on card",
                "value": "Name on card",
                "score": 98.77,
                "position": [[34.0, 80.0], [59.0, 80.0], [58.0, 90.0], [34.0, 90.0]],
            },
        ]

    def test_is_meant_when_a_request_names_only_a_template(self, caller, added):
        body = {"template_id": added, "img": as_base64()}
        assert len(caller.http.post("/custom_ocr", json=body).get_json()) == 3

    def test_the_picture_the_features_were_made_of_is_looked_at_once(self, caller, call, added):
        for _ in range(3):
            call("query", template_id=added, img=as_base64())
        assert caller.readers.described == 1

    def test_features_of_an_older_extractor_are_made_anew_once(self, caller, call, added):
        caller.readers.form_features_version = 2
        for _ in range(3):
            call("query", template_id=added, img=as_base64())
        assert caller.readers.described == 2

    def test_damaged_features_are_made_anew(self, caller, call, added):
        with caller.app.extensions["database"].writing() as session:
            session.connection().exec_driver_sql("UPDATE template_features SET content = x'00'")
        assert len(call("query", template_id=added, img=as_base64())) == 3
        assert caller.readers.described == 2

    def test_values_are_lists_of_lines_when_set_so(self, tmp_path):
        caller = Caller(data_dir=tmp_path, value_as_list=True)
        caller.readers.form_values = {"名称": "上海 北京", "识别号": ""}
        body = {"type": "add", "img": as_base64(), "template": TEMPLATE}
        template_id = caller.http.post("/custom_ocr", json=body).get_json()["template_id"]
        rows = caller.http.post("/", json={"template_id": template_id, "img": as_base64()}).get_json()
        assert [row["value"] for row in rows] == [["上海", "北京"], [], ["Name", "on", "card"]]

    def test_the_duration_comes_last_when_asked_for(self, call, added):
        rows = call("query", template_id=added, img=as_base64(), duration=True)
        assert [row.get("key") for row in rows] == ["名称", "识别号", "Name on card", None]
        assert set(rows[3]) == {"duration"}
        assert 0 <= rows[3]["duration"] < 60

    def test_another_form_is_a_mismatch(self, refused, added):
        status, code, message = refused("query", template_id=added, img=picture_of("white"))
        assert (status, code) == (422, "TemplateMismatch")
        assert message == "The picture does not show the form of the template."

    def test_an_unknown_template_is_not_found(self, refused, caller):
        status, code, message = refused("query", template_id=UNKNOWN, img=as_base64())
        assert (status, code) == (404, "TemplateNotFound")
        assert UNKNOWN in message
        assert caller.readers.images == []

    @pytest.mark.parametrize("template_id", [None, "", 7, [UNKNOWN], {"a": 1}])
    def test_what_is_no_id_is_refused(self, refused, template_id):
        assert refused("query", template_id=template_id, img=as_base64())[:2] == (400, "InvalidParameter")


class TestAuto:
    @pytest.fixture
    def forms(self, call):
        colours = ("red", "green", "blue", "yellow", "black", "white", "gray")
        return {
            colour: call("add", img=picture_of(colour), template=TEMPLATE)["template_id"]
            for colour in colours
        }

    def test_the_best_of_the_templates_is_found_and_named_in_a_header(self, caller, call, forms):
        rows = call("query", template_id="auto", img=picture_of("yellow"))
        assert [row["key"] for row in rows] == [item[1] for item in TEMPLATE]
        assert caller.last.headers["X-Sealstack-Template"] == forms["yellow"]

    def test_the_template_that_was_chosen_is_not_looked_up_again(self, call, forms, monkeypatch):
        find, asked = TemplateStore.find_with_features, []

        def counted(store, owner, template_id):
            asked.append(template_id)
            return find(store, owner, template_id)

        monkeypatch.setattr(TemplateStore, "find_with_features", counted)
        call("query", template_id=forms["red"], img=picture_of("red"))
        assert asked == [forms["red"]]
        call("query", template_id="auto", img=picture_of("yellow"))
        assert asked.count(forms["yellow"]) == 1

    @pytest.mark.usefixtures("forms")
    def test_the_template_that_was_chosen_is_not_aligned_again(self, caller, call, monkeypatch):
        match, matched = caller.readers.match_form, []

        def counted(image, marks, features, by_words):
            alignment = match(image, marks, features, by_words)
            matched.append(features.data)
            return alignment

        monkeypatch.setattr(caller.readers, "match_form", counted)
        call("query", template_id="auto", img=picture_of("yellow"))
        assert len(matched) == 1

    @pytest.mark.usefixtures("forms")
    def test_that_none_fits_is_a_mismatch(self, refused):
        status, code, message = refused("query", template_id="auto", img=picture_of("pink"))
        assert (status, code) == (422, "TemplateMismatch")
        assert message == "The picture shows the form of none of the templates."

    def test_without_any_template_none_fits(self, refused):
        assert refused("query", template_id="auto", img=as_base64())[:2] == (422, "TemplateMismatch")

    def test_features_of_an_older_extractor_are_made_anew_once(self, caller, call, forms):
        caller.readers.form_features_version = 2
        for colour in ("blue", "gray"):
            call("query", template_id="auto", img=picture_of(colour))
            assert caller.last.headers["X-Sealstack-Template"] == forms[colour]
        assert caller.readers.described == 2 * len(forms)

    def test_a_preview_may_look_for_the_best_too(self, caller, call, forms):
        call("preview", template_id="auto", img=picture_of("blue"))
        assert caller.last.headers["X-Sealstack-Template"] == forms["blue"]


class TestDelete:
    def test_returns_the_id_and_the_template_is_gone(self, call, refused, added):
        assert call("del", template_id=added) == {"template_id": added}
        assert call("list")["template_id_list"] == []
        assert refused("query", template_id=added, img=as_base64())[0] == 404

    def test_takes_a_list_and_returns_it(self, call, added):
        other = call("add", img=as_base64(), template=TEMPLATE)["template_id"]
        assert call("del", template_id=[other, added]) == {"template_id": [other, added]}
        assert call("list")["template_id_list"] == []

    def test_with_one_unknown_id_none_is_deleted(self, call, refused, added):
        assert refused("del", template_id=[added, UNKNOWN])[:2] == (404, "TemplateNotFound")
        assert call("list")["template_id_list"] == [added]

    @pytest.mark.parametrize("template_id", [None, "", [], [7], [""], {"a": 1}])
    def test_what_is_no_id_is_refused(self, refused, template_id):
        assert refused("del", template_id=template_id)[:2] == (400, "InvalidParameter")


class TestList:
    def test_names_every_template_oldest_first_with_its_fields(self, call):
        ids = [call("add", img=as_base64(), template=TEMPLATE[:count])["template_id"] for count in (3, 1, 2)]
        assert call("list") == {
            "template_id_list": ids,
            "template": [{ids[0]: TEMPLATE}, {ids[1]: TEMPLATE[:1]}, {ids[2]: TEMPLATE[:2]}],
        }

    def test_is_empty_when_there_is_none(self, call):
        assert call("list") == {"template_id_list": [], "template": []}


class TestGetAndUpdate:
    def test_get_returns_what_was_added_to_the_byte(self, call):
        content = as_file(quartered(400, 300), "JPEG")
        template_id = call("add", img=as_base64(content), template=TEMPLATE)["template_id"]
        answer = call("get", template_id=template_id)
        assert set(answer) == {"template_id", "name", "template", "img", "created"}
        assert (answer["template_id"], answer["template"]) == (template_id, TEMPLATE)
        assert base64.b64decode(answer["img"]) == content
        age = datetime.now(UTC) - datetime.fromisoformat(answer["created"])
        assert timedelta(0) <= age < timedelta(minutes=1)

    def test_update_replaces_the_fields(self, call, added):
        assert call("update", template_id=added, template=TEMPLATE[1:]) == {"template_id": added}
        assert call("get", template_id=added)["template"] == TEMPLATE[1:]
        rows = call("query", template_id=added, img=as_base64())
        assert [row["key"] for row in rows] == ["识别号", "Name on card"]

    def test_an_update_that_is_refused_changes_nothing(self, call, refused, added):
        outside = [[[[1, 1], [500, 1], [500, 20], [1, 20]], "a"]]
        assert refused("update", template_id=added, template=outside)[:2] == (422, "TemplateInvalid")
        assert refused("update", template_id=added)[:2] == (422, "TemplateInvalid")
        assert call("get", template_id=added)["template"] == TEMPLATE

    @pytest.mark.parametrize("kind", ["get", "update", "preview"])
    def test_an_unknown_template_is_not_found(self, refused, kind):
        body = {"template": TEMPLATE, "img": as_base64()}
        assert refused(kind, template_id=UNKNOWN, **body)[:2] == (404, "TemplateNotFound")


class TestPreview:
    def test_answers_the_rows_of_the_query_and_the_picture_with_the_fields_drawn(self, call, added):
        answer = call("preview", template_id=added, img=as_base64())
        assert set(answer) == {"fields", "img"}
        rows = call("query", template_id=added, img=as_base64())
        assert [{**row, "label": one["label"]} for row, one in zip(rows, answer["fields"], strict=True)] == (
            answer["fields"]
        )
        drawn = Image.open(io.BytesIO(base64.b64decode(answer["img"])))
        assert (drawn.format, drawn.size) == ("JPEG", (400, 300))
        assert drawn.convert("RGB").getpixel((42, 65)) != quartered(400, 300).getpixel((42, 65))


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


class TestNames:
    @pytest.fixture
    def named(self, call):
        return call("add", img=as_base64(), template=TEMPLATE, name=" 增值税发票 ")["template_id"]

    def test_a_template_is_called_as_it_was_added(self, call, named):
        assert call("get", template_id=named)["name"] == "增值税发票"

    def test_the_names_are_listed_when_asked_for(self, call, named):
        assert call("list", names=True)["names"] == {named: "增值税发票"}
        assert "names" not in call("list")

    def test_a_list_with_names_is_otherwise_the_same(self, call, named):
        told = call("list", names=True)
        del told["names"]
        assert told == call("list")

    def test_an_update_may_give_another(self, call, named):
        call("update", template_id=named, template=TEMPLATE, name="发票")
        assert call("get", template_id=named)["name"] == "发票"

    def test_an_update_without_one_keeps_it(self, call, named):
        call("update", template_id=named, template=TEMPLATE)
        assert call("get", template_id=named)["name"] == "增值税发票"

    @pytest.mark.parametrize("name", ["x" * 129, "two\nlines", 7])
    def test_what_is_no_name_is_refused(self, refused, name):
        assert refused("add", img=as_base64(), template=TEMPLATE, name=name)[:2] == (
            400,
            "InvalidParameter",
        )
