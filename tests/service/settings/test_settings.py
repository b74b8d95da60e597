"""Settings: read from the environment, checked, and written down."""

import re
from dataclasses import MISSING, FrozenInstanceError, fields
from pathlib import Path

import pytest

from sealstack.service.settings.environment import read_settings, unknown_variables, variable
from sealstack.service.settings.settings import Settings
from sealstack.service.settings.values import SettingsError

PAGE = Path(__file__).parents[3] / "docs" / "settings.md"
ROW = re.compile(r"^\| `(OCR_[A-Z0-9_]+)` \| (?:`([^`]*)`)? ?\| (.+) \|$", re.MULTILINE)


def default_text(setting):
    """The default of a setting as its environment variable would be written; empty when it has none."""
    value = setting.default
    if value is MISSING or value is None or value == ():
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)


def test_an_empty_environment_gives_the_defaults():
    assert read_settings({}) == Settings()
    assert (Settings().host, Settings().port) == ("127.0.0.1", 8000)


def test_an_empty_variable_keeps_its_default():
    assert read_settings({"OCR_PORT": " "}).port == 8000


def test_a_model_file_is_named_by_its_path(tmp_path):
    model = tmp_path / "uvdoc.onnx"
    model.touch()
    assert read_settings({"OCR_DOC_UNWARPING_MODEL": str(model)}).doc_unwarping_model == model
    with pytest.raises(SettingsError, match="must name an existing file"):
        read_settings({"OCR_DOC_UNWARPING_MODEL": str(tmp_path)})


def test_every_kind_of_value(tmp_path):
    settings = read_settings(
        {
            "OCR_PORT": "9000",
            "OCR_FAULTS": "yes",
            "OCR_STRICT_PARAMETERS": "0",
            "OCR_PUBLIC_HOSTS": "ocr.example.com, ocr.example.org:8443,",
            "OCR_MODEL_DIR": str(tmp_path),
            "OCR_DEVICE": "gpu:1",
            "OCR_TEXT_MODEL": "accurate",
            "OCR_MAX_IMAGE_BASE64": "10485760",
        }
    )
    assert settings.port == 9000
    assert settings.faults is True
    assert settings.strict_parameters is False
    assert settings.public_hosts == ("ocr.example.com", "ocr.example.org:8443")
    assert settings.model_dir == tmp_path
    assert settings.device == "gpu:1"
    assert settings.max_image_base64 == 10 * 1024 * 1024


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("OCR_PORT", "http", "OCR_PORT must be a whole number from 1 to 65535, but is 'http'"),
        ("OCR_PORT", "65536", "OCR_PORT must be a whole number from 1 to 65535, but is '65536'"),
        ("OCR_FAULTS", "maybe", "OCR_FAULTS must be 1 or 0"),
        ("OCR_DEVICE", "tpu", "OCR_DEVICE must be auto, cpu, openvino, gpu or gpu:<number>, but is 'tpu'"),
        ("OCR_PRECISION", "int8", "OCR_PRECISION must be one of auto, f32, bf16, but is 'int8'"),
        ("OCR_TEXT_MODEL", "best", "OCR_TEXT_MODEL must be one of accurate, fast, but is 'best'"),
        ("OCR_LOG_FORMAT", "xml", "OCR_LOG_FORMAT must be one of text, json, but is 'xml'"),
        ("OCR_LOG_LEVEL", "loud", "OCR_LOG_LEVEL must be one of debug, info, warning, error, but is 'loud'"),
        ("OCR_TRUSTED_PROXIES", "17", "OCR_TRUSTED_PROXIES must be a whole number from 0 to 16"),
        ("OCR_MODEL_DIR", "/nowhere/at/all", "OCR_MODEL_DIR must name an existing folder"),
        ("OCR_SECRET_ID", "alone", "OCR_SECRET_ID and OCR_SECRET_KEY must be set both, or neither"),
    ],
)
def test_a_value_that_cannot_be_names_its_variable(name, value, message):
    with pytest.raises(SettingsError, match=re.escape(message)):
        read_settings({name: value})


def test_the_fast_networks_and_a_folder_of_others_exclude_each_other(tmp_path):
    assert read_settings({"OCR_TEXT_MODEL": "fast"}).text_model == "fast"
    with pytest.raises(SettingsError, match="OCR_TEXT_MODEL cannot be fast where OCR_MODEL_DIR"):
        read_settings({"OCR_TEXT_MODEL": "fast", "OCR_MODEL_DIR": str(tmp_path)})


def test_settings_are_frozen():
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1


def test_the_secret_key_is_not_shown():
    assert "very-secret" not in repr(Settings(secret_id="id", secret_key="very-secret"))


def test_misspelt_variables_are_found():
    assert unknown_variables({"OCR_PORT": "1", "OCR_PROT": "2", "PATH": ""}) == ["OCR_PROT"]


@pytest.mark.parametrize(
    ("cores", "given", "workers", "threads"),
    [
        (1, {}, 1, 1),
        (2, {}, 1, 2),
        (4, {}, 2, 2),
        (16, {}, 4, 4),
        (64, {}, 4, 16),
        (4, {"workers": 4}, 4, 1),
        (4, {"workers": 2, "threads": 1}, 2, 1),
        (4, {"workers": 2, "threads": 8}, 2, 2),
    ],
)
def test_workers_times_threads_never_exceed_the_cores(monkeypatch, cores, given, workers, threads):
    monkeypatch.setattr("sealstack.service.settings.settings.available_cores", lambda: cores)
    settings = Settings(**given)
    assert (settings.worker_count, settings.thread_count) == (workers, threads)
    assert settings.worker_count * settings.thread_count <= cores


def test_a_worker_reads_as_many_pictures_as_it_has_threads_unless_told_otherwise(monkeypatch):
    monkeypatch.setattr("sealstack.service.settings.settings.available_cores", lambda: 8)
    assert Settings().reading_count == 2
    assert Settings(workers=1).reading_count == 8
    assert Settings(readings=3).reading_count == 3


def test_every_setting_has_a_row_and_every_row_a_setting():
    rows = {name: (default or "", meaning) for name, default, meaning in ROW.findall(PAGE.read_text("utf-8"))}
    declared = {
        variable(setting): (default_text(setting), setting.metadata["meaning"])
        for setting in fields(Settings)
    }
    assert rows == declared, "docs/settings.md has a row for each setting: its default and its meaning"
