"""`POST /seal-recognition` as its two older generations called it."""

import base64

import numpy as np
import pytest

from tests.service.dialects.paddle.answers import PATH, PURPOSE, TITLE, picture_of, reasons
from tests.service.doubles import a_seal
from tests.service.pictures import a_pdf, a_tiff, as_base64


def test_the_legacy_answer_has_all_that_both_generations_of_clients_look_for(post):
    status, answer = post(PATH, {"image": as_base64()})
    assert (status, answer["errorCode"], answer["errorMsg"]) == (200, 0, "Success")
    result = answer["result"]
    assert list(result) == ["texts", "sealImpressions", "layoutImage", "ocrImage"]
    assert [text["text"] for text in result["texts"]] == [TITLE, PURPOSE]
    assert result["sealImpressions"] == [{"texts": result["texts"]}]
    for name in ("layoutImage", "ocrImage"):
        picture_of(result[name])


def test_legacy_polygons_are_whole_pixels_of_the_submitted_picture(caller, post):
    polygon = np.array([[150.4, 80], [230, 80], [230, 100], [150, 100]], np.float32)
    seal = a_seal(TITLE)
    object.__setattr__(seal.texts[0], "polygon", polygon)
    caller.readers.seals = [seal]
    [text] = post(PATH, {"image": as_base64()})[1]["result"]["texts"]
    assert text == {"poly": [[150, 80], [230, 80], [230, 100], [150, 100]], "text": TITLE, "score": 0.95}


def test_a_seal_above_the_longest_side_is_read_at_that_size(caller, post):
    body = {"image": as_base64(), "inferenceParams": {"maxLongSide": 49}}
    result = post(PATH, body)[1]["result"]
    page, seal = caller.readers.images
    assert page.shape[:2] == (300, 400)
    assert max(seal.shape[:2]) <= 56
    assert all(143 <= x <= 241 and 78 <= y <= 175 for text in result["texts"] for x, y in text["poly"])


def test_a_seal_within_the_longest_side_is_read_once(caller, post):
    post(PATH, {"image": as_base64(), "inferenceParams": {"maxLongSide": 736}})
    assert len(caller.readers.images) == 1


@pytest.mark.parametrize("value", [0, -5, "long", 1.5])
def test_a_longest_side_that_cannot_be_is_named(post, value):
    status, answer = post(PATH, {"image": as_base64(), "inferenceParams": {"maxLongSide": value}})
    assert status == 422
    assert reasons(answer)[0][0] == "body.inferenceParams.maxLongSide"


def test_the_legacy_generation_takes_no_pdf(post):
    assert post(PATH, {"image": base64.b64encode(a_pdf()).decode()})[0] == 422


def test_the_legacy_generation_takes_no_tiff_of_several_pages(post):
    status, answer = post(PATH, {"image": base64.b64encode(a_tiff((40, 24), (30, 20))).decode()})
    assert (status, answer["errorMsg"]) == (422, "The file has 2 pages, where one picture is wanted.")


def test_a_blank_picture_is_a_legacy_success(caller, post):
    caller.readers.seals = []
    result = post(PATH, {"image": as_base64()})[1]["result"]
    assert (result["texts"], result["sealImpressions"]) == ([], [])
    picture_of(result["ocrImage"])


def test_several_seals_are_drawn_on_one_picture(caller, post):
    caller.readers.seals = [a_seal(), a_seal("张三印", box=(1, 2, 30, 40))]
    result = post(PATH, {"image": as_base64()})[1]["result"]
    assert len(result["sealImpressions"]) == 2
    picture_of(result["ocrImage"])
