"""`POST /seal-recognition` with layout and detection networks of others."""

import numpy as np

from sealstack.models.external import LayoutBox, LayoutSearch, TextSearch
from sealstack.models.values import SealText
from tests.service.dialects.paddle.answers import PURPOSE, TITLE, pruned

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
