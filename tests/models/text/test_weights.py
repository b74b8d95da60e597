"""Finding the models' files."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from sealstack.models.text.weights import WeightsMissing, find_weights


def test_the_models_of_the_wheel() -> None:
    weights = find_weights()
    assert "det" in weights.detector.name
    assert "rec" in weights.recognizer.name
    assert "cls" in weights.line_classifier.name
    for path in (weights.detector, weights.recognizer, weights.line_classifier):
        assert path.stat().st_size > 100_000


def test_models_of_a_directory(tmp_path: Path) -> None:
    for name in ("my_det.onnx", "my_rec.onnx", "my_cls.onnx"):
        (tmp_path / name).touch()
    weights = find_weights(tmp_path)
    assert weights.detector == tmp_path / "my_det.onnx"
    assert weights.recognizer == tmp_path / "my_rec.onnx"
    assert weights.line_classifier == tmp_path / "my_cls.onnx"


def test_what_a_directory_lacks_comes_from_the_wheel(tmp_path: Path) -> None:
    (tmp_path / "PP-OCRv5_rec_server.onnx").touch()
    weights = find_weights(tmp_path)
    assert weights.recognizer == tmp_path / "PP-OCRv5_rec_server.onnx"
    assert weights.detector == find_weights().detector


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match="does not exist"):
        find_weights(tmp_path / "nowhere")


def test_a_directory_without_models(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match=r"holds no \*det\*\.onnx"):
        find_weights(tmp_path)


def test_two_models_for_one_purpose(tmp_path: Path) -> None:
    (tmp_path / "a_det.onnx").touch()
    (tmp_path / "b_det.onnx").touch()
    with pytest.raises(WeightsMissing, match=r"a_det\.onnx, b_det\.onnx"):
        find_weights(tmp_path)


def test_without_the_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(WeightsMissing, match="rapidocr wheel"):
        find_weights()
