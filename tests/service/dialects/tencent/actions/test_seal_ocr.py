"""SealOCR: its parameters and its answer."""

import base64
import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from sealstack.models.values import SealShape
from tests.service.client import Caller
from tests.service.doubles import FakeReaders, a_seal
from tests.service.pictures import RED, WHITE, a_pdf, a_tiff, as_base64, as_file, quartered

TWO_SEALS = [
    a_seal("上海市宝山区市场监督管理局", box=(143, 78, 98, 97)),
    a_seal("张三印", "2024", box=(5, 6, 30, 31), shape=SealShape.RECTANGLE),
]


@pytest.fixture
def caller():
    return Caller(FakeReaders(TWO_SEALS))


def test_the_answer_has_the_documented_shape(caller):
    answer = caller.call()
    request_id = answer.pop("RequestId")
    assert request_id
    first = {
        "SealBody": "上海市宝山区市场监督管理局",
        "Location": {"X": 143, "Y": 78, "Width": 98, "Height": 97},
        "OtherTexts": [],
        "SealShape": "0",
    }
    second = {
        "SealBody": "张三印",
        "Location": {"X": 5, "Y": 6, "Width": 30, "Height": 31},
        "OtherTexts": ["2024"],
        "SealShape": "2",
    }
    assert answer == {**first, "SealInfos": [first, second]}


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (SealShape.ROUND, "0"),
        (SealShape.OVAL, "1"),
        (SealShape.RECTANGLE, "2"),
        (SealShape.DIAMOND, "3"),
        (SealShape.TRIANGLE, "4"),
    ],
)
def test_shapes_are_told_by_their_numbers(shape, code):
    assert Caller(FakeReaders([a_seal(shape=shape)])).call()["SealShape"] == code


@pytest.mark.parametrize("seals", [[], [a_seal("")]])
def test_no_seal_or_none_that_can_be_read_is_an_error(seals):
    told = Caller(FakeReaders(seals)).error()
    assert told == ("FailedOperation.ImageNoText", "No text is detected in the image.")


def test_a_seal_without_a_title_but_with_other_texts_is_an_answer():
    answer = Caller(FakeReaders([a_seal("", "2024年1月")])).call()
    assert (answer["SealBody"], answer["OtherTexts"]) == ("", ["2024年1月"])


def test_the_readers_see_the_picture_upright_in_bgr(caller):
    caller.call()
    (image,) = caller.readers.images
    assert image.shape == (300, 400, 3)
    np.testing.assert_array_equal(image[0, 0], [30, 30, 220])


@pytest.mark.parametrize("prefix", ["", "data:image/png;base64,"])
def test_base64_with_and_without_a_data_uri_prefix(caller, prefix):
    assert caller.call(ImageBase64=prefix + as_base64())["SealBody"]


def test_a_blank_stands_for_a_plus_in_a_form(caller):
    content = as_file(quartered(), "BMP") + b"\xfb\xef\xbe" * 3
    encoded = base64.b64encode(content).decode()
    assert "+" in encoded
    form = f"Action=SealOCR&Version=2018-11-19&ImageBase64={encoded}"
    assert caller.send(data=form, content_type="application/x-www-form-urlencoded")["SealBody"]


def test_neither_picture_nor_url(caller):
    assert caller.error(ImageBase64="", ImageUrl="") == (
        "MissingParameter",
        "The request is missing a required parameter `ImageUrl` or `ImageBase64`.",
    )


@pytest.mark.parametrize("picture", ["!!!", "QUJD", "====", "data:image/png,abc"])
def test_what_is_no_picture(caller, picture):
    assert caller.error(ImageBase64=picture)[0] == "FailedOperation.ImageDecodeFailed"


def test_a_picture_cut_short(caller):
    content = as_file(quartered(400, 240))
    code, _ = caller.error(ImageBase64=as_base64(content[: len(content) // 2]))
    assert code == "FailedOperation.ImageDecodeFailed"


def test_base64_over_the_limit_tells_the_limit_and_what_was_sent():
    caller = Caller(max_image_base64=2000)
    assert caller.error(ImageBase64="A" * 2001) == (
        "LimitExceeded.TooLargeFileError",
        "The file is too large. The base64 may have at most 2000 characters, but 2001 were sent.",
    )


def test_too_many_pixels_tell_the_limit_and_what_was_sent():
    caller = Caller(max_pixels=119_999)
    assert caller.error() == (
        "LimitExceeded.TooLargeFileError",
        "The file is too large. A picture may have at most 119999 pixels, but this one is 400x300.",
    )


def test_the_url_wins_over_the_base64(caller):
    code, message = caller.error(ImageBase64=as_base64(), ImageUrl="ftp://example.com/seal.png")
    assert code == "FailedOperation.DownLoadError"
    assert message == "File download failed. Only http and https URLs are fetched."


def test_a_private_address_is_refused(caller):
    code, message = caller.error(ImageUrl="http://127.0.0.1:1/seal.png")
    assert code == "FailedOperation.DownLoadError"
    assert "not public" in message


def test_a_pdf_is_read_by_default_and_its_first_page(caller):
    assert caller.call(ImageBase64=as_base64(a_pdf((200, 100), (50, 60))))["SealBody"]
    assert caller.readers.images[0].shape == (200, 400, 3)


def test_another_page_of_a_pdf(caller):
    assert caller.call(ImageBase64=as_base64(a_pdf((200, 100), (50, 60))), PdfPageNumber=2)["SealBody"]
    assert caller.readers.images[0].shape == (120, 100, 3)


def test_a_page_past_the_end(caller):
    assert caller.error(ImageBase64=as_base64(a_pdf((200, 100))), PdfPageNumber=2) == (
        "InvalidParameterValue.InvalidParameterValueLimit",
        "Incorrect parameter value. `PdfPageNumber`: The PDF has 1 page(s), and none numbered 2.",
    )


def test_a_page_of_a_tiff_is_read_as_one_of_a_pdf(caller):
    tiff = as_base64(a_tiff((40, 24), (30, 20)))
    assert caller.call(ImageBase64=tiff, PdfPageNumber=2)["SealBody"]
    assert caller.readers.images[0].shape == (20, 30, 3)
    code, message = caller.error(ImageBase64=tiff, EnablePdf=False)
    assert code == "FailedOperation.ImageDecodeFailed"
    assert "The TIFF has 2 pages" in message


@pytest.mark.parametrize("flag", [False, "False", "false", "0", 0])
def test_pdfs_can_be_refused(caller, flag):
    code, _ = caller.error(ImageBase64=as_base64(a_pdf()), EnablePdf=flag)
    assert code == "FailedOperation.ImageDecodeFailed"


@pytest.mark.parametrize("flag", [True, "True", "true", "1", 1])
def test_flags_come_as_json_or_as_words(caller, flag):
    assert caller.call(ImageBase64=as_base64(a_pdf()), EnablePdf=flag)["SealBody"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EnablePdf", "perhaps"),
        ("EnablePdf", 2),
        ("EnablePdf", []),
        ("PdfPageNumber", 0),
        ("PdfPageNumber", -1),
        ("PdfPageNumber", 1.5),
        ("PdfPageNumber", True),
        ("PdfPageNumber", "one"),
        ("ImageBase64", 7),
        ("ImageBase64", {"a": 1}),
        ("ImageUrl", ["http://example.com"]),
    ],
)
def test_wrong_types_and_values_name_their_parameter(caller, name, value):
    code, message = caller.error(**{name: value})
    assert code == "InvalidParameterValue.InvalidParameterValueLimit"
    assert f"`{name}`" in message


def test_extras_have_the_seal_alone_on_a_transparent_ground():
    picture = Image.new("RGB", (400, 300), WHITE)
    ImageDraw.Draw(picture).ellipse((102, 52, 297, 127), outline=RED, width=9)
    caller = Caller(FakeReaders([a_seal(box=(100, 50, 200, 80), colour="red")]))
    answer = caller.call(headers={"X-Sealstack-Extras": "1"}, ImageBase64=as_base64(as_file(picture)))
    content = base64.b64decode(answer["SealInfos"][0]["Extras"]["CutOut"])
    with Image.open(io.BytesIO(content)) as cut_out:
        assert (cut_out.format, cut_out.mode, cut_out.size) == ("PNG", "RGBA", (200, 80))
        assert cut_out.getpixel((100, 6)) == (*RED, 255)
        assert cut_out.getpixel((100, 40))[3] < 20


def test_extras_come_only_when_asked_for(caller):
    assert "Extras" not in caller.call()["SealInfos"][0]


def test_extras_tell_what_no_cloud_tells():
    caller = Caller(FakeReaders([a_seal("某某有限公司", "财务专用章", "3101130012345", colour="blue")]))
    answer = caller.call(headers={"X-Sealstack-Extras": "1"})
    assert "Extras" not in answer
    extras = answer["SealInfos"][0]["Extras"]
    assert extras["Score"] == 0.9877
    assert extras["Colour"] == "blue"
    assert extras["Kind"] == "finance"
    assert extras["SerialNumber"] == "3101130012345"
    assert [text["Text"] for text in extras["Texts"]] == ["某某有限公司", "财务专用章", "3101130012345"]
    assert extras["Texts"][0]["Polygon"][1] == {"X": 40.3, "Y": 0.0}
    assert extras["Texts"][0]["Characters"][0] == {"Character": "某", "Score": 0.95}


@pytest.mark.parametrize(
    ("seal", "kind"),
    [
        (a_seal("某某有限公司"), "official"),
        (a_seal("某某有限公司", "合同专用章"), "contract"),
        (a_seal("某某有限公司", "发票专用章"), "invoice"),
        (a_seal("某某公司财务专用章"), "finance"),
        (a_seal("张三印", shape=SealShape.RECTANGLE), "name"),
    ],
)
def test_the_kind_of_a_seal_is_told_by_its_words(seal, kind):
    answer = Caller(FakeReaders([seal])).call(headers={"X-Sealstack-Extras": "1"})
    assert answer["SealInfos"][0]["Extras"]["Kind"] == kind


def test_a_seal_without_a_number_has_none(caller):
    answer = caller.call(headers={"X-Sealstack-Extras": "1"})
    assert answer["SealInfos"][1]["Extras"]["SerialNumber"] is None
