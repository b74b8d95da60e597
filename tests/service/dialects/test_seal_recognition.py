"""`POST /seal-recognition` in its three generations."""

import base64
import io
import json
import uuid

import numpy as np
import pytest
from PIL import Image as PillowImage

from sealstack.models.external import LayoutBox, LayoutSearch, TextSearch
from sealstack.models.values import SealText
from tests.service.client import Caller
from tests.service.doubles import FakeReaders, a_line, a_seal
from tests.service.pictures import a_pdf, a_tiff, as_base64, as_file, quartered

PATH = "/seal-recognition"
TITLE, PURPOSE = "上海宝山测试有限公司", "财务专用章"


def picture_of(text):
    content = base64.b64decode(text, validate=True)
    assert content[:2] == b"\xff\xd8"
    return PillowImage.open(io.BytesIO(content))


def current(**parameters):
    return {"file": as_base64(), "fileType": 1, **parameters}


def pruned(post, **parameters):
    status, answer = post(PATH, current(**parameters))
    assert status == 200, answer
    [result] = answer["result"]["sealRecResults"]
    return result["prunedResult"]


def reasons(answer):
    """What an answer of 422 complains of: place and message of each complaint."""
    return [(".".join(map(str, one["loc"])), one["msg"]) for one in json.loads(answer["errorMsg"])]


def test_the_current_answer_has_the_documented_envelope(post):
    status, answer = post(PATH, current())
    assert (status, answer["errorCode"], answer["errorMsg"]) == (200, 0, "Success")
    assert set(answer) == {"logId", "errorCode", "errorMsg", "result"}
    uuid.UUID(answer["logId"])
    assert answer["result"]["dataInfo"] == {"width": 400, "height": 300, "type": "image"}


def test_the_current_result_says_what_was_found(post):
    result = pruned(post)
    assert list(result) == ["model_settings", "doc_preprocessor_res", "layout_det_res", "seal_res_list"]
    assert result["model_settings"] == {"use_doc_preprocessor": True, "use_layout_detection": True}
    assert result["doc_preprocessor_res"] == {
        "model_settings": {"use_doc_orientation_classify": True, "use_doc_unwarping": True},
        "angle": 0,
    }
    assert result["layout_det_res"]["boxes"] == [
        {"cls_id": 16, "label": "seal", "score": 0.98765, "coordinate": [143, 78, 241, 175]}
    ]
    [seal] = result["seal_res_list"]
    assert seal["rec_texts"] == [TITLE, PURPOSE]
    assert seal["rec_scores"] == [0.95, 0.95]
    assert seal["text_type"] == "seal"
    assert seal["textline_orientation_angles"] == [-1, -1]
    assert seal["rec_boxes"] == []
    assert seal["rec_polys"] == seal["dt_polys"]
    assert seal["text_det_params"] == {
        **{"limit_side_len": 736, "limit_type": "min", "thresh": 0.2, "max_side_limit": 4000},
        **{"box_thresh": 0.6, "unclip_ratio": 0.5},
    }


def test_current_polygons_are_relative_to_the_cut_out(caller, post):
    polygon = np.array([[150.4, 80], [230, 80], [230, 100], [150, 100]], np.float32)
    seal = a_seal(TITLE)
    object.__setattr__(seal.texts[0], "polygon", polygon)
    caller.readers.seals = [seal]
    [found] = pruned(post)["seal_res_list"]
    assert found["dt_polys"] == [[[7, 2], [87, 2], [87, 22], [7, 22]]]


def test_the_pictures_are_named_as_documented_and_can_be_opened(post):
    _, answer = post(PATH, current())
    [result] = answer["result"]["sealRecResults"]
    assert list(result["outputImages"]) == ["layout_det_res", "preprocessed_img", "seal_res_region1"]
    for drawn in [*result["outputImages"].values(), result["inputImage"]]:
        assert max(picture_of(drawn).size) <= 2000


def test_without_visualisation_there_are_no_pictures(post):
    _, answer = post(PATH, current(visualize=False))
    assert set(answer["result"]["sealRecResults"][0]) == {"prunedResult"}


def test_without_preprocessing_and_layout_their_parts_are_left_out(caller, post):
    parameters = {
        **{"useDocOrientationClassify": False, "useDocUnwarping": False},
        "useLayoutDetection": False,
    }
    _, answer = post(PATH, current(**parameters))
    [result] = answer["result"]["sealRecResults"]
    assert list(result["prunedResult"]) == ["model_settings", "seal_res_list"]
    assert list(result["outputImages"]) == ["seal_res_region1"]
    assert len(caller.readers.images) == 1


def test_without_layout_and_without_a_seal_the_lines_are_read(caller, post):
    caller.readers.seals = []
    caller.readers.lines = [a_line("合同专用章", [[10, 10], [90, 10], [90, 30], [10, 30]])]
    [region] = pruned(post, useLayoutDetection=False)["seal_res_list"]
    assert region["rec_texts"] == ["合同专用章"]
    assert region["dt_polys"] == [[[10, 10], [90, 10], [90, 30], [10, 30]]]


def test_coordinates_are_those_of_the_page_turned_upright(caller, post):
    caller.readers.turn = 90
    result = pruned(post)
    assert result["doc_preprocessor_res"]["angle"] == 90
    assert caller.readers.images[-1].shape[:2] == (400, 300)


def test_a_blank_picture_is_a_success_with_empty_lists(caller, post):
    caller.readers.seals = []
    result = pruned(post)
    assert result["seal_res_list"] == []
    assert result["layout_det_res"] == {"boxes": []}


@pytest.mark.parametrize(
    ("threshold", "found"), [(0.5, 1), (0.99, 0), ({"16": 0.99}, 0), ({"2": 0.99}, 1), (None, 1)]
)
def test_the_layout_threshold_leaves_doubtful_seals_out(post, threshold, found):
    assert len(pruned(post, layoutThreshold=threshold)["seal_res_list"]) == found


@pytest.mark.parametrize("ratio", [2.0, [2.0, 2.0], {"16": [2.0, 2]}])
def test_boxes_grow_by_the_unclip_ratio(post, ratio):
    [box] = pruned(post, layoutUnclipRatio=ratio)["layout_det_res"]["boxes"]
    assert box["coordinate"] == [94, 30, 290, 224]


def test_texts_below_the_score_threshold_are_left_out(post):
    [seal] = pruned(post, sealRecScoreThresh=0.96)["seal_res_list"]
    assert (seal["rec_texts"], seal["text_rec_score_thresh"]) == ([], 0.96)


def test_detection_parameters_are_told_back(post):
    [seal] = pruned(post, sealDetLimitSideLen=960, sealDetLimitType="max", sealDetThresh=0.3)["seal_res_list"]
    told = seal["text_det_params"]
    assert (told["limit_side_len"], told["limit_type"], told["thresh"]) == (960, "max", 0.3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("file", 5),
        ("file", None),
        ("file", " "),
        ("fileType", 2),
        ("fileType", True),
        ("useDocUnwarping", "perhaps"),
        ("useLayoutDetection", []),
        ("layoutThreshold", 1.5),
        ("layoutThreshold", {"seal": 0.5}),
        ("layoutThreshold", {"9" * 5000: 0.5}),
        ("layoutUnclipRatio", {"9" * 5000: 1.5}),
        ("layoutMergeBboxesMode", {"٣": "union"}),
        ("layoutNms", 7),
        ("layoutUnclipRatio", 0),
        ("layoutUnclipRatio", [1, 2, 3]),
        ("layoutMergeBboxesMode", "huge"),
        ("layoutMergeBboxesMode", {"16": "huge"}),
        ("sealDetLimitSideLen", 0),
        ("sealDetLimitSideLen", 1.5),
        ("sealDetLimitType", "both"),
        ("sealDetThresh", float("nan")),
        ("sealDetBoxThresh", "high"),
        ("sealDetUnclipRatio", -1),
        ("sealRecScoreThresh", 2),
        ("visualize", "sometimes"),
    ],
)
def test_a_parameter_that_cannot_be_is_named(post, name, value):
    status, answer = post(PATH, current(**{name: value}))
    assert (status, answer["errorCode"]) == (422, 422)
    assert set(answer) == {"logId", "errorCode", "errorMsg"}
    [(where, _)] = reasons(answer)
    assert where == f"body.{name}"


def test_unknown_fields_are_ignored(post):
    assert pruned(post, somethingNew=1)["seal_res_list"]


def test_without_a_file_the_missing_field_is_named(post):
    status, answer = post(PATH, {"fileType": 1})
    assert status == 422
    assert reasons(answer) == [("body.file", "Field required")]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(post, body):
    status, answer = post(PATH, data=body)
    assert (status, answer["errorCode"]) == (422, 422)
    assert reasons(answer)[0][0] == "body"


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "text/plain", None])
def test_json_is_known_by_its_content(post, content_type):
    headers = {"Content-Type": content_type} if content_type else {}
    assert post(PATH, data=json.dumps(current()).encode(), headers=headers)[0] == 200


def test_base64_without_a_file_type_cannot_be_told(post):
    assert post(PATH, {"file": as_base64()})[1]["errorMsg"] == "File type cannot be determined"


@pytest.mark.parametrize(
    ("content", "file_type"),
    [
        (b"no picture", 1),
        (b"no pdf", 0),
        (as_file(quartered(), "JPEG")[:200], 1),
        (a_pdf(), 1),
        (as_file(quartered()), 0),
        (a_pdf()[:100], 0),
    ],
)
def test_a_file_that_is_broken_or_something_else_is_refused(post, content, file_type):
    status, answer = post(PATH, {"file": base64.b64encode(content).decode(), "fileType": file_type})
    assert (status, answer["errorCode"]) == (422, 422)
    assert len(answer["errorMsg"]) > 10


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/a.png", "http://no.such.host.invalid/a.png", "https://"])
def test_a_url_that_cannot_be_fetched_is_refused(post, url):
    status, answer = post(PATH, {"file": url})
    assert (status, answer["errorCode"]) == (422, 422)


def test_every_page_of_a_pdf_is_answered_up_to_the_limit_and_the_rest_is_told_of(caplog):
    caller = Caller(max_pdf_pages=3)
    file = base64.b64encode(a_pdf(*[(100, 50 + page) for page in range(5)])).decode()
    answer = caller.http.post(PATH, json={"file": file, "fileType": 0}).get_json()
    assert len(answer["result"]["sealRecResults"]) == 3
    assert answer["result"]["dataInfo"] == {
        "numPages": 3,
        "pages": [{"width": 200, "height": 100 + 2 * page} for page in range(3)],
        "type": "pdf",
        "totalPages": 5,
    }
    assert "the file has 5 pages" in caplog.text


@pytest.mark.parametrize("file_type", [0, 1])
def test_every_page_of_a_tiff_is_answered_as_of_a_pdf(post, file_type):
    file = base64.b64encode(a_tiff((40, 24), (30, 20))).decode()
    result = post(PATH, {"file": file, "fileType": file_type, "visualize": False})[1]["result"]
    assert len(result["sealRecResults"]) == 2
    assert result["dataInfo"] == {
        "numPages": 2,
        "pages": [{"width": 40, "height": 24}, {"width": 30, "height": 20}],
        "type": "pdf",
    }


def test_with_the_limit_off_all_pages_of_a_pdf_are_read():
    caller = Caller(max_pdf_pages=0)
    file = base64.b64encode(a_pdf(*[(20, 20)] * 12)).decode()
    body = {"file": file, "fileType": 0, "visualize": False}
    assert len(caller.http.post(PATH, json=body).get_json()["result"]["sealRecResults"]) == 12


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


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_methods_are_refused_in_the_envelope(caller, method):
    response = caller.http.open(PATH, method=method)
    assert response.status_code == 405
    assert (response.get_json()["errorCode"], response.get_json()["errorMsg"]) == (405, "Method Not Allowed")
    assert "POST" in response.headers["Allow"]


def test_an_unknown_path_is_answered_in_the_envelope_too(caller):
    answer = caller.http.post("/table-recognition", json={})
    assert (answer.status_code, answer.get_json()["errorCode"]) == (404, 404)


def test_a_body_that_is_too_large_is_refused():
    caller = Caller(max_upload=2000)
    response = caller.http.post(PATH, json={"file": "A" * 4000, "fileType": 1})
    assert (response.status_code, response.get_json()["errorCode"]) == (413, 413)


def test_a_failing_engine_says_nothing_of_its_inside():
    readers = FakeReaders()
    readers.failure = RuntimeError("secret detail")
    response = Caller(readers).http.post(PATH, json=current())
    assert (response.status_code, response.get_json()["errorMsg"]) == (500, "Internal server error")


def test_a_full_queue_says_that_it_is_busy():
    caller = Caller(readings=1, queue=0)
    caller.app.extensions["inference"]._taken = 1
    response = caller.http.post(PATH, json=current())
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")


def test_health_is_told_in_the_envelope(caller):
    answer = caller.http.get("/health").get_json()
    assert (answer["errorCode"], answer["errorMsg"]) == (0, "Healthy")
    uuid.UUID(answer["logId"])


SEARCH = {"layoutThreshold": {"16": 0.3}, "layoutNms": False, "layoutMergeBboxesMode": {"16": "union"}}
DETECTION = {"sealDetLimitSideLen": 640, "sealDetLimitType": "max", "sealDetThresh": 0.25}


def test_a_layout_model_of_others_finds_the_seals(caller, post):
    caller.readers.parts = [
        LayoutBox(2, "text", 0.9, (0.0, 0.0, 399.0, 40.0)),
        LayoutBox(16, "seal", 0.8, (140.0, 70.0, 240.0, 170.0)),
    ]
    result = pruned(post, **SEARCH, layoutUnclipRatio=1.5)
    assert [(box["label"], box["coordinate"]) for box in result["layout_det_res"]["boxes"]] == [
        ("text", [0.0, 0.0, 399.0, 40.0]),
        ("seal", [140.0, 70.0, 240.0, 170.0]),
    ]
    assert [seal["rec_texts"] for seal in result["seal_res_list"]] == [[TITLE, PURPOSE]]
    assert caller.readers.images[-1].shape == (100, 100, 3)
    assert caller.readers.layout_searches == [
        LayoutSearch(threshold={16: 0.3}, suppress=False, growth=(1.5, 1.5), merging={16: "union"})
    ]


def test_a_layout_model_that_finds_no_seal_leaves_none(caller, post):
    caller.readers.parts = [LayoutBox(2, "text", 0.9, (0.0, 0.0, 399.0, 40.0))]
    assert pruned(post)["seal_res_list"] == []


def test_a_detector_of_lines_of_others_reads_the_seals(caller, post):
    band = np.array([[10, 10], [60, 10], [60, 30], [10, 30]], np.float32)
    caller.readers.seal_texts = [SealText(band, "另一行", 0.9)]
    [seal] = pruned(post, **DETECTION, sealDetBoxThresh=0.5, sealDetUnclipRatio=0.7)["seal_res_list"]
    assert seal["rec_texts"] == ["另一行"]
    assert seal["dt_polys"] == [[[10, 10], [60, 10], [60, 30], [10, 30]]]
    assert caller.readers.text_searches == [TextSearch(640, "max", 0.25, 0.5, 0.7)]
