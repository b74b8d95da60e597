"""`POST /seal-recognition`: what the current generation answers, and how pages and files are taken."""

import base64
import json
import uuid

import numpy as np
import pytest

from tests.service.client import Caller
from tests.service.dialects.paddle.answers import PATH, PURPOSE, TITLE, current, picture_of, pruned
from tests.service.doubles import a_line, a_seal
from tests.service.pictures import a_pdf, a_tiff


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


def test_unknown_fields_are_ignored(post):
    assert pruned(post, somethingNew=1)["seal_res_list"]


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "text/plain", None])
def test_json_is_known_by_its_content(post, content_type):
    headers = {"Content-Type": content_type} if content_type else {}
    assert post(PATH, data=json.dumps(current()).encode(), headers=headers)[0] == 200


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


def test_health_is_told_in_the_envelope(caller):
    answer = caller.http.get("/health").get_json()
    assert (answer["errorCode"], answer["errorMsg"]) == (0, "Healthy")
    uuid.UUID(answer["logId"])
