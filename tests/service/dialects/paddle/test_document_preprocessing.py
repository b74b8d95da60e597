"""`POST /document-preprocessing`."""

import base64
import io

import numpy as np
import pytest
from PIL import Image as PillowImage

from tests.service.pictures import a_pdf, as_base64, as_file, quartered

PATH = "/document-preprocessing"


def opened(text, kind):
    picture = PillowImage.open(io.BytesIO(base64.b64decode(text, validate=True)))
    assert picture.format == kind
    return picture


def test_every_field_is_as_documented(post):
    status, answer = post(PATH, {"file": as_base64(), "fileType": 1})
    assert (status, answer["errorMsg"]) == (200, "Success")
    assert answer["result"]["dataInfo"] == {"width": 400, "height": 300, "type": "image"}
    [page] = answer["result"]["docPreprocessingResults"]
    assert set(page) == {"outputImage", "prunedResult", "docPreprocessingImage", "inputImage"}
    assert page["prunedResult"] == {
        "model_settings": {"use_doc_orientation_classify": True, "use_doc_unwarping": True},
        "angle": 0,
    }
    opened(page["outputImage"], "PNG")
    opened(page["docPreprocessingImage"], "JPEG")
    opened(page["inputImage"], "JPEG")


def test_a_turned_page_is_told_and_turned_back(caller, post):
    caller.readers.turn = 270
    [page] = post(PATH, {"file": as_base64(), "fileType": 1})[1]["result"]["docPreprocessingResults"]
    assert page["prunedResult"]["angle"] == 270
    assert opened(page["outputImage"], "PNG").size == (300, 400)


def test_with_both_steps_off_the_picture_comes_back_pixel_for_pixel(caller, post):
    pixels = np.random.default_rng(7).integers(0, 256, (2100, 30, 3), np.uint8)
    content = as_file(PillowImage.fromarray(pixels))
    body = {"file": base64.b64encode(content).decode(), "fileType": 1}
    body |= {"useDocOrientationClassify": False, "useDocUnwarping": False}
    [page] = post(PATH, body)[1]["result"]["docPreprocessingResults"]
    assert (np.asarray(opened(page["outputImage"], "PNG")) == pixels).all()
    assert page["prunedResult"]["angle"] == -1
    assert caller.readers.images == []
    assert opened(page["inputImage"], "JPEG").size[1] == 2000


def test_without_visualisation_only_the_page_comes_back(post):
    body = {"file": as_base64(), "fileType": 1, "visualize": False}
    [page] = post(PATH, body)[1]["result"]["docPreprocessingResults"]
    assert set(page) == {"outputImage", "prunedResult"}


def test_every_page_of_a_pdf_is_answered(post):
    file = base64.b64encode(a_pdf((100, 50), (80, 90))).decode()
    result = post(PATH, {"file": file, "fileType": 0})[1]["result"]
    assert len(result["docPreprocessingResults"]) == 2
    assert result["dataInfo"]["numPages"] == 2


def test_of_a_long_pdf_the_first_ten_pages_are_read(post):
    file = base64.b64encode(a_pdf(*[(20, 20)] * 1000)).decode()
    result = post(PATH, {"file": file, "fileType": 0, "visualize": False})[1]["result"]
    assert len(result["docPreprocessingResults"]) == 10


@pytest.mark.parametrize("body", [{}, {"file": "%%%", "fileType": 1}, {"file": as_base64(), "fileType": 0}])
def test_what_is_no_file_is_refused(post, body):
    status, answer = post(PATH, body)
    assert (status, answer["errorCode"]) == (422, 422)


def test_a_transparent_picture_is_laid_on_white(post):
    picture = quartered().convert("RGBA")
    picture.putalpha(0)
    body = {"file": base64.b64encode(as_file(picture)).decode(), "fileType": 1, "visualize": False}
    [page] = post(PATH, body)[1]["result"]["docPreprocessingResults"]
    assert (np.asarray(opened(page["outputImage"], "PNG")) == 255).all()
