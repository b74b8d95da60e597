"""Queries of the Custom OCR dialect: what a form says by one template, or by the best."""

import base64
import io

import pytest
from PIL import Image

from sealstack.templates_store.templates import TemplateStore
from tests.service.client import Caller
from tests.service.dialects.custom_ocr.forms import TEMPLATE, UNKNOWN, picture_of
from tests.service.pictures import as_base64, quartered


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
