"""Templates of the Custom OCR dialect: added, listed, fetched, changed, named and deleted."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.service.dialects.custom_ocr.forms import TEMPLATE, UNKNOWN, picture_of
from tests.service.pictures import a_pdf, a_tiff, as_base64, as_file, quartered


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
