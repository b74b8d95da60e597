"""The Python API, called as the documents of PaddleOCR and PaddleX call theirs."""

import json

import numpy as np
import pytest
from PIL import Image

import sealstack
from sealstack import DocPreprocessor, SealRecognition, create_pipeline
from sealstack.engine import Models, UnsupportedDeviceError
from sealstack.inputs import InputError
from sealstack.paddlex.parameters import ParameterError

TEXTS = ["上海宝山测试有限公司", "财务专用章"]
PLAIN = {"use_doc_orientation_classify": False, "use_doc_unwarping": False}


def test_a_seal_is_found_by_the_keys_of_the_current_version(readers, folder):
    [result] = SealRecognition(**PLAIN).predict(str(folder / "a.png"))
    assert result["seal_res_list"][0]["rec_texts"] == TEXTS
    assert result["input_path"] == str(folder / "a.png")
    assert result["page_index"] is None
    assert list(result.json) == ["res"]
    assert result.json["res"]["layout_det_res"]["boxes"][0]["label"] == "seal"


def test_the_keys_of_the_beta_work_too(readers, folder):
    [result] = SealRecognition(**PLAIN).predict({"img": str(folder / "a.png")})
    assert result["ocr_result"]["rec_text"] == TEXTS
    assert result["ocr_result"]["rec_score"] == [0.95, 0.95]
    assert result["ocr_result"]["dt_polys"][0].shape == (4, 2)
    assert result["layout_result"]["boxes"][0]["label"] == "seal"
    assert result.get("ocr_result")
    assert result.get("nothing", 5) == 5
    with pytest.raises(KeyError):
        result["nothing"]


def test_predict_iter_reads_page_after_page(readers, folder):
    results = SealRecognition(**PLAIN).predict_iter(str(folder / "c.pdf"))
    assert next(results)["page_index"] == 0
    assert len(readers.images) == 1
    assert next(results)["page_index"] == 1


def test_a_created_pipeline_gives_its_results_one_by_one(readers, folder):
    output = create_pipeline(pipeline="seal_recognition", device="cpu").predict(str(folder))
    assert [result["input_path"][-5:] for result in output] == ["a.png", "b.jpg", "c.pdf", "c.pdf"]
    assert readers.asked == [("cpu", None, Models())]


def test_a_call_overrides_the_constructor_for_itself_only(readers, folder):
    pipeline = SealRecognition(use_layout_detection=False, **PLAIN)
    file = str(folder / "a.png")
    assert "layout_det_res" in pipeline.predict(file, use_layout_detection=True)[0]
    assert "layout_det_res" not in pipeline.predict(file, use_layout_detection=None)[0]


def test_own_boxes_are_read_instead_of_what_is_found(readers, folder):
    boxes = {
        "boxes": [
            {"label": "seal", "coordinate": [10.4, 20, 110, 120]},
            {"label": "text", "coordinate": [0] * 4},
        ]
    }
    [result] = SealRecognition(**PLAIN).predict(str(folder / "a.png"), layout_det_res=boxes)
    assert [image.shape for image in readers.images] == [(100, 100, 3)]
    assert result["layout_det_res"]["boxes"][0]["coordinate"] == [10, 20, 110, 120]
    with pytest.raises(ParameterError, match="layout_det_res"):
        SealRecognition().predict(str(folder / "a.png"), layout_det_res={"boxes": [{}]})


def test_results_are_printed_as_json(readers, folder, capsys):
    [result] = SealRecognition(**PLAIN).predict(str(folder / "a.png"))
    result.print()
    printed = capsys.readouterr().out
    assert json.loads(printed) == result.json
    assert TEXTS[0] in printed
    result.print(format_json=False)
    assert capsys.readouterr().out.startswith("{'res': {'input_path'")
    result.print(ensure_ascii=True)
    assert TEXTS[0] not in capsys.readouterr().out


def test_seals_are_saved_under_the_documented_names(readers, folder, tmp_path):
    out = tmp_path / "new" / "output"
    [result] = SealRecognition().predict(str(folder / "b.jpg"))
    result.save_to_json(out)
    result.save_to_img(str(out))
    assert sorted(path.name for path in out.iterdir()) == [
        *("b_layout_det_res.jpg", "b_preprocessed_img.jpg", "b_res.json", "b_seal_res_region1.jpg")
    ]
    assert json.loads((out / "b_res.json").read_text("utf-8")) == result.json["res"]
    assert TEXTS[0] in (out / "b_res.json").read_text("utf-8")
    assert {name: picture.mode for name, picture in result.img.items()} == {
        "layout_det_res": "RGB",
        "preprocessed_img": "RGB",
        "seal_res_region1": "RGB",
    }


def test_results_are_saved_to_the_files_that_are_named(readers, folder, tmp_path):
    [result] = SealRecognition(**PLAIN).predict(np.full((200, 300, 3), 255, np.uint8))
    result.save_to_json(tmp_path / "x" / "mine.json")
    result.save_to_img(tmp_path / "x" / "mine.png")
    assert json.loads((tmp_path / "x" / "mine.json").read_text("utf-8"))["input_path"] is None
    with Image.open(tmp_path / "x" / "mine.png") as drawn:
        assert drawn.size[0] > 100


def test_a_page_of_a_document_is_preprocessed(readers, folder, tmp_path):
    readers.turn = 180
    [result] = DocPreprocessor().predict(str(folder / "a.png"))
    assert result.json == {
        "res": {
            "input_path": str(folder / "a.png"),
            "page_index": None,
            "model_settings": {"use_doc_orientation_classify": True, "use_doc_unwarping": True},
            "angle": 180,
        }
    }
    assert result["output_img"].shape == (300, 400, 3)
    assert list(result.img) == ["preprocessed_img"]
    result.save_to_json(tmp_path / "out")
    result.save_to_img(tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["a.json", "a_doc_preprocessor_res_img.png"]


def test_pages_of_a_pdf_are_saved_beside_each_other(readers, folder, tmp_path):
    for result in DocPreprocessor().predict(str(folder / "c.pdf")):
        result.save_to_json(tmp_path / "out")
        result.save_to_img(tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 4


def test_all_documented_parameters_are_taken(readers):
    models = {
        f"{model}_model_name": "PP"
        for model in ("doc_orientation_classify", "doc_unwarping", "layout_detection", "seal_text_detection")
    }
    SealRecognition(
        **models,
        text_recognition_model_name="PP-OCRv4_server_rec",
        text_recognition_model_dir=None,
        text_recognition_batch_size=8,
        use_doc_orientation_classify=True,
        use_doc_unwarping=False,
        use_layout_detection=True,
        layout_threshold={16: 0.3},
        layout_nms=True,
        layout_unclip_ratio=(1.1, 1.2),
        layout_merge_bboxes_mode="union",
        seal_det_limit_side_len=736,
        seal_det_limit_type="min",
        seal_det_thresh=0.2,
        seal_det_box_thresh=0.6,
        seal_det_unclip_ratio=0.5,
        seal_rec_score_thresh=0.0,
        device="gpu:1",
        enable_hpi=False,
        use_tensorrt=False,
        min_subgraph_size=3,
        precision="fp32",
        enable_mkldnn=True,
        mkldnn_cache_capacity=10,
        cpu_threads=3,
        paddlex_config=None,
    )
    assert readers.asked == [("gpu:1", 3, Models())]


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"use_tensorrt": True}, "ONNX Runtime"),
        ({"precision": "fp16"}, "fp32"),
        ({"engine": "tensorflow"}, "must be one of paddle, paddle_static"),
        ({"engine_config": "fast"}, "must be a dictionary"),
        ({"engine_config": {"cpu_threads": 0}}, "from 1|at least"),
        ({"layout_detection_model_dir": "/models"}, "one ONNX file is expected in it, not 0"),
        ({"text_recognition_model_dir": "/nowhere"}, "no PP-OCR recognizer"),
        ({"text_recognition_batch_size": 0}, "at least|from 1"),
        ({"cpu_threads": "many"}, "integer"),
        ({"layout_threshold": 7}, "from 0 to 1"),
        ({"seal_det_limit_type": "both"}, "'min' or 'max'"),
        ({"paddlex_config": "other_pipeline"}, "no pipeline"),
        ({"paddlex_config": "/nowhere.yaml"}, "no such file"),
    ],
)
def test_what_is_not_here_is_refused_in_one_sentence(readers, parameters, said):
    with pytest.raises(ParameterError, match=said) as raised:
        SealRecognition(**parameters)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "engine", [None, "paddle", "paddle_static", "paddle_dynamic", "transformers", "onnxruntime"]
)
def test_every_engine_of_paddleocr_is_taken(readers, engine):
    SealRecognition(engine=engine, enable_cinn=True, engine_config={})
    assert readers.asked == [(None, None, Models())]


@pytest.mark.parametrize(
    ("parameters", "asked"),
    [
        ({"engine_config": {"cpu_threads": 3, "enable_new_ir": True}}, (None, 3)),
        ({"engine_config": {"intra_op_num_threads": 2}, "cpu_threads": 8}, (None, 2)),
        ({"engine_config": {"device_type": "gpu", "device_id": 1}}, ("gpu:1", None)),
        ({"engine_config": {"device_type": "gpu"}, "device": "cpu"}, ("cpu", None)),
        ({"engine_config": {"paddle_static": {"cpu_threads": 3}}}, (None, 3)),
        (
            {
                "engine": "onnxruntime",
                "engine_config": {"paddle": {"cpu_threads": 3}, "onnxruntime": {"intra_op_num_threads": 2}},
            },
            (None, 2),
        ),
    ],
)
def test_threads_and_device_in_the_engine_s_configuration_are_heeded(readers, parameters, asked):
    SealRecognition(**parameters)
    assert readers.asked == [(*asked, Models())]


def test_networks_of_ones_own_are_named_by_their_folders(readers, tmp_path):
    (tmp_path / "uvdoc.onnx").touch()
    DocPreprocessor(doc_unwarping_model_dir=tmp_path)
    assert readers.asked[0][2] == Models(unwarping=tmp_path / "uvdoc.onnx")
    SealRecognition(layout_detection_model_dir=tmp_path, seal_text_detection_model_dir=str(tmp_path))
    named = tmp_path / "uvdoc.onnx"
    assert readers.asked[1][2] == Models(layout=named, seal_detection=named)
    (tmp_path / "another.onnx").touch()
    with pytest.raises(ParameterError, match="one ONNX file is expected in it, not 2"):
        DocPreprocessor(doc_orientation_classify_model_dir=str(tmp_path))


@pytest.mark.parametrize("device", ["npu:0", "xpu", "mlu:1", "dcu:0", "gpu:0,1", "cuda", "gpu:x", ""])
def test_other_devices_are_refused_by_name(readers, device):
    with pytest.raises(UnsupportedDeviceError, match=repr(device)):
        DocPreprocessor(device=device)


def test_unknown_parameters_are_type_errors(readers):
    with pytest.raises(TypeError, match="'use_magic'"):
        SealRecognition(use_magic=True)
    with pytest.raises(TypeError, match="'seal_det_thresh'"):
        DocPreprocessor(seal_det_thresh=0.3)
    with pytest.raises(TypeError, match="'cpu_threads'"):
        SealRecognition().predict("a.png", cpu_threads=2)


def test_one_call_may_run_on_another_device(readers, folder):
    DocPreprocessor(device="cpu").predict(str(folder / "a.png"), device="gpu:1")
    assert [device for device, *_ in readers.asked] == ["cpu", "gpu:1"]


def test_what_is_not_there_is_an_error(readers):
    with pytest.raises(InputError, match=r"gone\.png"):
        SealRecognition().predict("gone.png")


def test_the_plain_functions(readers, folder):
    assert [seal.body for seal in sealstack.read_seals(folder / "a.png")] == [TEXTS[0]]
    assert [line.text for line in sealstack.read_text(np.zeros((50, 60, 3), np.uint8))] == ["合同编号"]
    assert sealstack.erase_seals(folder / "a.png").dtype == np.uint8


def test_what_the_package_does_not_have_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'magic'"):
        _ = sealstack.magic


@pytest.mark.parametrize("function", ["read_seals", "read_text", "erase_seals"])
def test_the_plain_functions_want_to_know_the_page_of_several(readers, folder, function):
    read = getattr(sealstack, function)
    with pytest.raises(InputError, match=r"c\.pdf has 2 pages: choose one, page=1 to page=2"):
        read(folder / "c.pdf")
    read(folder / "c.pdf", page=2)
    assert readers.images[-1].shape == (180, 160, 3)


@pytest.mark.parametrize("function", ["read_seals", "read_text", "erase_seals"])
def test_the_plain_functions_take_what_is_in_memory(readers, folder, function):
    read = getattr(sealstack, function)
    with open(folder / "a.png", "rb") as file, Image.open(folder / "a.png") as picture:
        for source in (file, picture, (folder / "a.png").read_bytes()):
            read(source)
    assert [image.shape for image in readers.images] == [(300, 400, 3)] * 3
