"""The YAML files of PaddleX's pipelines, in both of their forms."""

import pytest
import yaml

from sealstack import DocPreprocessor, SealRecognition, create_pipeline
from sealstack.engine import Models
from sealstack.paddlex.configuration import PIPELINES, find_configuration, written_configuration
from sealstack.paddlex.parameters import ParameterError

BETA = """
Global:
  pipeline_name: seal_recognition
  input: seal_text_det.png

Pipeline:
  layout_model: RT-DETR-H_layout_3cls
  text_det_model: PP-OCRv4_server_seal_det
  text_rec_model: PP-OCRv4_server_rec
  layout_batch_size: 1
  text_rec_batch_size: 4
  device: "gpu:0"
"""


@pytest.fixture
def written(tmp_path):
    """Write a YAML file and return its path."""

    def write(text):
        path = tmp_path / "pipeline.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_what_is_written_is_read_again(readers, written, folder, pipeline):
    path = written(written_configuration(pipeline))
    assert find_configuration(path).pipeline == pipeline
    assert find_configuration(path).pdf_pages == 10
    [result] = create_pipeline(path).predict(str(folder / "a.png"))
    assert result["model_settings"]


def test_the_first_form_names_models_batch_sizes_and_the_device(readers, written):
    configuration = find_configuration(written(BETA))
    assert configuration.values == {
        "device": "gpu:0",
        "text_recognition_batch_size": 4,
        "layout_detection_model_name": "RT-DETR-H_layout_3cls",
        "seal_text_detection_model_name": "PP-OCRv4_server_seal_det",
        "text_recognition_model_name": "PP-OCRv4_server_rec",
    }
    create_pipeline(pipeline=written(BETA))
    assert readers.asked == [("gpu:0", None, Models())]


@pytest.mark.parametrize("key", ["max_side_len", "max_side_limit"])
def test_the_longest_side_has_two_names(readers, written, folder, key):
    text = written_configuration("seal_recognition").replace("max_side_limit: 4000", f"{key}: 960")
    [result] = create_pipeline(written(text)).predict(str(folder / "a.png"))
    assert result["seal_res_list"][0]["text_det_params"]["max_side_limit"] == 960


def test_a_file_may_name_the_engine_and_how_it_is_set_up(readers, written):
    engine = "engine: onnxruntime\nengine_config: {intra_op_num_threads: 2}\n"
    create_pipeline(written(written_configuration("seal_recognition") + engine))
    assert readers.asked == [(None, 2, Models())]


def test_what_is_named_in_the_call_prevails_over_the_file(readers, written):
    create_pipeline(written(BETA), device="cpu")
    assert readers.asked == [("cpu", None, Models())]


def test_a_recognizer_of_ones_own_is_named_by_its_folder(readers, written, tmp_path):
    (tmp_path / "mine_rec.onnx").touch()
    create_pipeline(written(BETA.replace("PP-OCRv4_server_rec", str(tmp_path))))
    assert readers.asked[0][2] == Models(text=tmp_path)


def test_every_value_of_the_current_form_is_heeded(readers, folder):
    content = yaml.safe_load(written_configuration("seal_recognition"))
    content["SubPipelines"]["DocPreprocessor"]["use_doc_unwarping"] = False
    content["SubPipelines"]["SealOCR"]["SubModules"]["TextDetection"]["thresh"] = 0.35
    content["SubPipelines"]["SealOCR"]["SubModules"]["TextRecognition"]["score_thresh"] = 0.99
    content["SubModules"]["LayoutDetection"]["layout_unclip_ratio"] = 2.0
    [result] = SealRecognition(paddlex_config=content).predict(str(folder / "a.png"))
    assert result["doc_preprocessor_res"]["model_settings"]["use_doc_unwarping"] is False
    assert result["seal_res_list"][0]["text_det_params"]["thresh"] == 0.35
    assert result["seal_res_list"][0]["rec_texts"] == []
    assert result["layout_det_res"]["boxes"][0]["coordinate"] == [94, 30, 290, 224]


def test_a_file_can_leave_preprocessing_out(readers, folder):
    content = {"pipeline_name": "seal_recognition", "use_doc_preprocessor": False}
    [result] = create_pipeline(config=content).predict(str(folder / "a.png"))
    assert result["model_settings"]["use_doc_preprocessor"] is False


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "not YAML"),
        ("- a", "mapping"),
        ("pipeline_name: OCR", "must be seal_recognition or doc_preprocessor"),
        (
            "pipeline_name: seal_recognition\nServing: {extra: {max_num_input_imgs: many}}",
            "max_num_input_imgs",
        ),
        ("!!python/object/apply:os.system ['true']", "not YAML"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused(readers, written, text, said):
    with pytest.raises(ParameterError, match=said):
        create_pipeline(written(text))


def test_the_configuration_of_another_pipeline_is_refused(readers):
    with pytest.raises(ParameterError, match="that of doc_preprocessor"):
        SealRecognition(paddlex_config="doc_preprocessor")
    assert DocPreprocessor(paddlex_config="doc_preprocessor")


def test_a_pipeline_must_be_named():
    with pytest.raises(ParameterError, match="name a pipeline"):
        create_pipeline()
