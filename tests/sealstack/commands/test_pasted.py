"""Command lines of PaddleX, PaddleOCR and rapidocr_api under the name `sealstack`, and `sealstack config`."""

import json
import os

import pytest
import yaml
from click.testing import CliRunner

from sealstack.command_line import main
from sealstack.engine import Models


@pytest.fixture
def served(monkeypatch):
    """The settings that services were started with, instead of starting them."""
    started = []

    def serve(*, sample):
        started.append({name: value for name, value in os.environ.items() if name.startswith("OCR_")})

    monkeypatch.setattr("sealstack.serving.process.serve_until_stopped", serve)
    for name in ("OCR_HOST", "OCR_PORT", "OCR_WORKERS", "OCR_DEVICE", "OCR_MAX_PDF_PAGES"):
        monkeypatch.setenv(name, "")  # so that it is as before when the test ends
    return started


def run(*arguments):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    return result


def test_a_pipeline_is_run_as_in_the_document(readers, folder, tmp_path):
    out = tmp_path / "output"
    result = run(
        *("--pipeline", "seal_recognition", "--input", folder / "a.png", "--device", "gpu:0"),
        *("--use_doc_orientation_classify", "False", "--use_doc_unwarping", "False", "--save_path", out),
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["res"]["model_settings"]["use_doc_preprocessor"] is False
    assert readers.asked == [("gpu:0", None, Models())]
    assert {path.name for path in out.iterdir()} == {
        *("a_res.json", "a_layout_det_res.png", "a_seal_res_region1.png")
    }


def test_options_may_come_in_any_order_and_with_equals_signs(readers, folder):
    result = run(f"--input={folder / 'a.png'}", "--pipeline=doc_preprocessor")
    assert json.loads(result.stdout)["res"]["angle"] == 0


def test_a_configuration_is_written_and_run(readers, folder, tmp_path):
    assert run("--get_pipeline_config", "seal_recognition", "--save_path", tmp_path / "new").exit_code == 0
    path = tmp_path / "new" / "seal_recognition.yaml"
    assert run("--pipeline", path, "--input", folder / "a.png", "--save_path", tmp_path).exit_code == 0
    assert (tmp_path / "a_res.json").is_file()


def test_config_prints_or_writes(tmp_path):
    assert yaml.safe_load(run("config", "doc_preprocessor").stdout)["pipeline_name"] == "doc_preprocessor"
    run("config", "seal_recognition", "--save_path", tmp_path / "mine.yaml")
    assert yaml.safe_load((tmp_path / "mine.yaml").read_text("utf-8"))["use_layout_detection"] is True
    assert run("config", "table_recognition").exit_code == 2


def test_seal_recognition_is_called_as_paddleocr_is(readers, folder):
    result = run(
        *("seal_recognition", "-i", folder / "a.png", "--use_doc_orientation_classify", "False"),
        *("--use_doc_unwarping", "False", "--layout_threshold", "0.5", "--seal_det_limit_type", "max"),
        *(
            "--seal_rec_score_thresh",
            "0.1",
            "--device",
            "cpu",
            "--enable_mkldnn",
            "True",
            "--cpu_threads",
            "2",
        ),
        *("--text_recognition_model_name", "PP-OCRv4_server_rec", "--precision", "fp32"),
    )
    assert json.loads(result.stdout)["res"]["seal_res_list"][0]["text_det_params"]["limit_type"] == "max"
    assert readers.asked == [("cpu", 2, Models())]


def test_doc_preprocessor_is_called_as_paddleocr_is(readers, folder):
    result = run("doc_preprocessor", "-i", folder / "a.png", "--use_doc_unwarping", "True", "--device", "gpu")
    assert json.loads(result.stdout)["res"]["model_settings"]["use_doc_unwarping"] is True


def test_what_cannot_be_read_is_listed(readers, folder):
    (folder / "b.jpg").write_bytes(b"broken")
    result = run("--pipeline", "doc_preprocessor", "--input", folder)
    assert result.exit_code == 3
    assert "b.jpg" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--pipeline", "table_recognition", "--input", "x"], 1, "no pipeline 'table_recognition'"),
        (["--pipeline", "seal_recognition"], 2, "--input is missing"),
        (["--pipeline", "seal_recognition", "--input", "x", "--device", "npu:0"], 1, "not on npu"),
        (["--pipeline", "gone.yaml", "--input", "x"], 1, "no such file"),
        (["seal_recognition", "-i", "x", "--use_tensorrt", "True"], 1, "ONNX Runtime"),
        (["seal_recognition", "-i", "x", "--use_doc_unwarping", "perhaps"], 2, "boolean"),
        (["--get_pipeline_config", "ocr"], 1, "no pipeline 'ocr'"),
    ],
)
def test_what_is_not_here_is_refused(readers, arguments, status, said):
    result = run(*arguments)
    assert (result.exit_code, said in result.stderr) == (status, True), result.output


def test_paddlex_serves_on_its_own_port(served):
    assert run("--serve", "--pipeline", "seal_recognition", "--device", "gpu:0").exit_code == 0
    [settings] = served
    assert (settings["OCR_HOST"], settings["OCR_PORT"]) == ("0.0.0.0", "8080")
    assert settings["OCR_DEVICE"] == "gpu:0"


def test_a_served_configuration_says_how_many_pages_are_read(served, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("pipeline_name: doc_preprocessor\nServing: {extra: {max_num_input_imgs: null}}\n")
    run("--serve", "--pipeline", path, "--port", 18080)
    assert (served[0]["OCR_MAX_PDF_PAGES"], served[0]["OCR_PORT"]) == ("0", "18080")


def test_nothing_has_to_be_installed_for_serving(served):
    assert "nothing to install" in run("--install", "serving").stderr
    assert served == []


def test_rapidocr_api_serves_on_its_own_port(served):
    assert run("rapidocr_api", "-ip", "127.0.0.1", "-p", "9103", "-workers", "2").exit_code == 0
    assert run("rapidocr_api").exit_code == 0
    first, second = served
    assert (first["OCR_HOST"], first["OCR_PORT"], first["OCR_WORKERS"]) == ("127.0.0.1", "9103", "2")
    assert (second["OCR_HOST"], second["OCR_PORT"]) == ("0.0.0.0", "9003")


def test_serve_takes_a_device(served):
    run("serve", "--host", "127.0.0.2", "--port", "8123", "--device", "gpu")
    assert (served[0]["OCR_HOST"], served[0]["OCR_PORT"], served[0]["OCR_DEVICE"]) == (
        "127.0.0.2",
        "8123",
        "gpu",
    )
