"""GeneralBasicOCR, GeneralAccurateOCR and GeneralFastOCR: their parameters and their answers."""

import json

import pytest
from tencentcloud.ocr.v20181119 import models

from sealstack.service.dialects.tencent.actions.registry import ACTIONS
from tests.service.client import Caller
from tests.service.doubles import FakeReaders, a_line
from tests.service.pictures import a_pdf, a_tiff, as_base64, as_file, quartered

LINES = [
    a_line("合同编号", [[10, 10], [90, 10], [90, 30], [10, 30]], 0.987),
    a_line("甲方", [[10, 200], [50, 200], [50, 220], [10, 220]], 0.5),
]
ALL = ["GeneralBasicOCR", "GeneralAccurateOCR", "GeneralFastOCR"]
WITH_WORDS = ["GeneralBasicOCR", "GeneralAccurateOCR"]
PICTURE = as_base64(as_file(quartered(400, 300)))


@pytest.fixture
def caller():
    return Caller(FakeReaders(lines=LINES))


@pytest.mark.parametrize("action", ALL)
def test_a_line_is_told_in_the_documented_shape(caller, action):
    first, second = caller.call(action, ImageBase64=PICTURE)["TextDetections"]
    assert first == {
        "DetectedText": "合同编号",
        "Confidence": 99,
        "Polygon": [{"X": 10, "Y": 10}, {"X": 90, "Y": 10}, {"X": 90, "Y": 30}, {"X": 10, "Y": 30}],
        "AdvancedInfo": '{"Parag":{"ParagNo":1}}',
        "ItemPolygon": {"X": 10, "Y": 10, "Width": 80, "Height": 20},
        "Words": [],
        "WordCoordPoint": [],
        "Language": None,
    }
    assert second["Confidence"] == 50
    assert json.loads(second["AdvancedInfo"]) == {"Parag": {"ParagNo": 2}}


def test_the_fields_around_the_lines(caller):
    basic = caller.call("GeneralBasicOCR")
    assert (basic["Language"], basic["PdfPageSize"], basic["Angel"], basic["Angle"]) == ("zh", 0, 0.0, 0.0)
    fast = caller.call("GeneralFastOCR")
    assert (fast["Language"], fast["PdfPageSize"], fast["Angel"]) == ("zh", 0, 0.0)
    assert "Angle" not in fast
    accurate = caller.call("GeneralAccurateOCR")
    assert set(accurate) == {"TextDetections", "Angel", "Angle", "RequestId"}


@pytest.mark.parametrize("action", ALL)
def test_no_field_of_the_sdks_models_is_missing(caller, action):
    answer = caller.call(action)
    model = getattr(models, f"{action}Response")()
    model._deserialize(answer)
    assert fields_of(model) == set(answer)
    assert fields_of(models.TextDetection()) == set(answer["TextDetections"][0])


@pytest.mark.parametrize("action", [name for name in ACTIONS if hasattr(models, f"{name}Request")])
def test_every_parameter_of_the_sdks_models_is_known(action):
    model = getattr(models, f"{action}Request")()
    schema = ACTIONS[action].request()
    assert {field.data_key for field in schema.load_fields.values()} == fields_of(model)


def fields_of(model):
    """The fields of an SDK's model: its public properties of its own."""
    own = vars(type(model))
    return {name for name, member in own.items() if isinstance(member, property)}


@pytest.mark.parametrize("action", WITH_WORDS)
def test_characters_come_when_asked_for_with_their_places(caller, action):
    first = caller.call(action, IsWords=True)["TextDetections"][0]
    assert [word["Character"] for word in first["Words"]] == list("合同编号")
    assert first["Words"][0]["Confidence"] == 80
    assert first["WordCoordPoint"][1]["WordCoordinate"] == [
        *({"X": 30, "Y": 10}, {"X": 50, "Y": 10}, {"X": 50, "Y": 30}, {"X": 30, "Y": 30}),
    ]
    assert caller.readers.line_options[-1]["characters"] is True


@pytest.mark.parametrize("action", ALL)
def test_only_the_fast_action_asks_for_the_fast_networks(caller, action):
    caller.call(action)
    assert caller.readers.line_options[-1]["fast"] is (action == "GeneralFastOCR")


def test_the_fast_action_has_no_characters(caller):
    assert caller.error("GeneralFastOCR", IsWords=True)[0] == "UnknownParameter"


def test_a_turned_page_tells_its_angle_and_the_level_boxes():
    quad = [[100, 200], [100, 100], [120, 100], [120, 200]]  # read upwards
    caller = Caller(FakeReaders(lines=[a_line("合同", quad)]))
    answer = caller.call("GeneralBasicOCR", ImageBase64=PICTURE)
    assert (answer["Angel"], answer["Angle"]) == (-90.0, -90.0)
    # turned a quarter clockwise the picture is 300 wide
    assert answer["TextDetections"][0]["ItemPolygon"] == {"X": 100, "Y": 100, "Width": 100, "Height": 20}


@pytest.mark.parametrize(
    ("text", "language"),
    [("合同 No. 1", "zh"), ("Contract", "zh"), ("これはテストです", "jap"), ("12345", "zh")],
)
def test_the_language_is_told_by_the_script(text, language):
    caller = Caller(FakeReaders(lines=[a_line(text, [[0, 0], [9, 0], [9, 9], [0, 9]])]))
    assert caller.call("GeneralBasicOCR", LanguageType="auto")["Language"] == language
    assert caller.call("GeneralFastOCR")["Language"] == language


def test_a_language_asked_for_by_name_is_told_back(caller):
    assert caller.call("GeneralBasicOCR", LanguageType="fre")["Language"] == "fre"


def test_a_language_that_the_networks_do_not_know(caller):
    code, message = caller.error("GeneralBasicOCR", LanguageType="ara")
    assert code == "FailedOperation.LanguageNotSupport"
    assert "`ara`" in message
    assert "zh" in message


def test_a_language_that_is_none(caller):
    code, _ = caller.error("GeneralBasicOCR", LanguageType="klingon")
    assert code == "InvalidParameterValue.InvalidParameterValueLimit"


@pytest.mark.parametrize(
    ("config", "languages"), [("OCR", [None] * 4), ("MulOCR", ["zh", "jap", "en", "zh"])]
)
def test_every_line_tells_its_own_language_where_several_are_asked_for(config, languages):
    texts = ("合同 No. 1", "これはテストです", "Contract No. 1", "2026")
    caller = Caller(FakeReaders(lines=[a_line(text, [[0, 0], [9, 0], [9, 9], [0, 9]]) for text in texts]))
    detections = caller.call("GeneralAccurateOCR", ConfigID=config)["TextDetections"]
    assert [one["Language"] for one in detections] == languages


def test_no_characters_are_told_one_by_one_where_several_languages_are_asked_for(caller):
    [first, _] = caller.call("GeneralAccurateOCR", ConfigID="MulOCR", IsWords=True)["TextDetections"]
    assert (first["Words"], first["WordCoordPoint"]) == ([], [])


def test_the_accurate_action_takes_the_picture_for_one_line_when_asked(caller):
    caller.call("GeneralAccurateOCR", EnableDetectText=False)
    assert caller.readers.line_options[-1]["detect"] is False
    caller.call("GeneralAccurateOCR")
    assert caller.readers.line_options[-1]["detect"] is True


@pytest.mark.parametrize("value", ["0", "1", "2", 0, 2])
def test_kinds_of_writing_are_taken(caller, value):
    assert caller.call("GeneralAccurateOCR", WordsType=value)["TextDetections"]


@pytest.mark.parametrize("action", ALL)
def test_pdfs_only_when_asked_for(caller, action):
    pdf = as_base64(a_pdf((100, 100), (200, 100)))
    assert caller.error(action, ImageBase64=pdf)[0] == "FailedOperation.ImageDecodeFailed"
    assert caller.call(action, ImageBase64=pdf, IsPdf=True, PdfPageNumber=2)["TextDetections"]
    assert caller.readers.images[-1].shape == (200, 400, 3)


@pytest.mark.parametrize("action", ["GeneralBasicOCR", "GeneralFastOCR"])
def test_the_pages_of_a_pdf_are_counted(caller, action):
    for pages in (a_pdf((100, 100), (200, 100)), a_tiff((100, 100), (200, 100))):
        assert caller.call(action, ImageBase64=as_base64(pages), IsPdf=True)["PdfPageSize"] == 2


@pytest.mark.parametrize("action", ALL)
@pytest.mark.parametrize("lines", [[], [a_line(" ", [[0, 0], [9, 0], [9, 9], [0, 9]])]])
def test_no_text(action, lines):
    assert Caller(FakeReaders(lines=lines)).error(action)[0] == "FailedOperation.ImageNoText"
