"""The Actions on templates: the same functions as the Custom OCR dialect's, in the Tencent envelope."""

import json

import pytest
from PIL import Image

from tests.service.client import Caller
from tests.service.pictures import as_base64, as_file

TEMPLATE = [
    [[[42, 46], [90, 47], [91, 50], [41, 49]], "名称"],
    [[[41, 60], [91, 60], [90, 70], [41, 70]], "识别号", "digits"],
]
UNKNOWN = "0" * 40
WHITE = as_base64(as_file(Image.new("RGB", (400, 300), "white")))


@pytest.fixture
def caller(tmp_path):
    return Caller(data_dir=tmp_path)


def add(caller, **parameters):
    return caller.call("AddTemplate", **{"Template": TEMPLATE, **parameters})["TemplateId"]


def listed(caller):
    return caller.call("ListTemplates", ImageBase64=None)["TemplateIds"]


def delete(caller, **parameters):
    return caller.call("DeleteTemplate", ImageBase64=None, **parameters)


def test_what_is_added_is_listed_oldest_first(caller):
    ids = [add(caller), add(caller)]
    assert listed(caller) == ids


def test_the_template_may_be_a_string_of_json(caller):
    assert len(add(caller, Template=json.dumps(TEMPLATE))) == 40


def test_a_query_answers_a_field_for_each_of_the_template(caller):
    template_id = add(caller)
    answer = caller.call("QueryTemplate", TemplateId=template_id)
    assert answer["TemplateId"] == template_id
    assert answer["Fields"][0] == {
        "Key": "名称",
        "Value": "名称",
        "Score": 98.77,
        "Position": [{"X": 42, "Y": 46}, {"X": 90, "Y": 47}, {"X": 91, "Y": 50}, {"X": 41, "Y": 49}],
    }
    assert [field["Key"] for field in answer["Fields"]] == ["名称", "识别号"]


def test_a_query_may_look_for_the_best_template(caller):
    add(caller)
    white = add(caller, ImageBase64=WHITE)
    assert caller.call("QueryTemplate", TemplateId="auto", ImageBase64=WHITE)["TemplateId"] == white


def test_one_template_or_several_are_deleted(caller):
    first, second, third = add(caller), add(caller), add(caller)
    assert delete(caller, TemplateId=first)["TemplateIds"] == [first]
    assert delete(caller, TemplateIds=[second, third])["TemplateIds"] == [second, third]
    assert listed(caller) == []


def test_with_one_unknown_id_none_is_deleted(caller):
    template_id = add(caller)
    answer = delete(caller, TemplateIds=[template_id, UNKNOWN])
    assert answer["Error"]["Code"] == "ResourceNotFound"
    assert UNKNOWN in answer["Error"]["Message"]
    assert listed(caller) == [template_id]


def test_both_dialects_work_with_the_same_templates(caller):
    template_id = add(caller)
    assert caller.http.post("/", json={"type": "list"}).get_json()["template_id_list"] == [template_id]
    caller.http.post("/", json={"type": "del", "template_id": template_id})
    assert listed(caller) == []


@pytest.mark.parametrize(
    ("action", "parameters", "code", "named"),
    [
        ("AddTemplate", {}, "MissingParameter", "Template"),
        ("AddTemplate", {"Template": TEMPLATE, "ImageBase64": ""}, "MissingParameter", "ImageUrl"),
        (
            "AddTemplate",
            {"Template": TEMPLATE, "ImageBase64": "QUJD"},
            "FailedOperation.ImageDecodeFailed",
            "",
        ),
        ("QueryTemplate", {}, "MissingParameter", "TemplateId"),
        ("QueryTemplate", {"TemplateId": UNKNOWN}, "ResourceNotFound", UNKNOWN),
        (
            "QueryTemplate",
            {"TemplateId": "auto"},
            "FailedOperation.TemplateMismatch",
            "none of the templates",
        ),
        ("DeleteTemplate", {"ImageBase64": None}, "MissingParameter", "TemplateIds"),
        ("ListTemplates", {"ImageBase64": None, "Owner": "b"}, "UnknownParameter", "Owner"),
    ],
)
def test_what_is_missing_or_wrong_is_told(caller, action, parameters, code, named):
    told, message = caller.error(action, **parameters)
    assert told == code
    assert named in message


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        (3, "template: a list of fields is expected."),
        ([TEMPLATE[0], [[[1, 2]], "b"]], "template[1]: there must be 4 corners, but 1 were sent."),
        ([[[[1, 1], [500, 1], [500, 9], [1, 9]], "a"]], "template[0]: corner 1 (500, 1) lies outside"),
    ],
)
def test_a_malformed_template_is_told_by_index_and_reason(caller, template, reason):
    code, message = caller.error("AddTemplate", Template=template)
    assert code == "InvalidParameterValue.InvalidParameterValueLimit"
    assert reason in message


@pytest.mark.parametrize("ids", ["x", [7], [[UNKNOWN]], {"a": "b"}])
def test_what_is_no_list_of_ids_is_told(caller, ids):
    code, message = caller.error("DeleteTemplate", ImageBase64=None, TemplateIds=ids)
    assert code == "InvalidParameterValue.InvalidParameterValueLimit"
    assert "TemplateIds" in message


def test_a_failing_reader_is_told(caller):
    template_id = add(caller)
    caller.readers.failure = RuntimeError("out of memory")
    assert caller.error("QueryTemplate", TemplateId=template_id)[0] == "FailedOperation.OcrFailed"
