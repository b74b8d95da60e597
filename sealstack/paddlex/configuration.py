"""The YAML files that PaddleX's pipelines are set up by: read in both of their forms, and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sealstack.paddlex.parameters import ParameterError

SEAL, DOCUMENT = "seal_recognition", "doc_preprocessor"
PIPELINES = (SEAL, DOCUMENT)
"""The pipelines that there are, by their names in PaddleX."""

_SEARCH = {
    "layout_threshold": ("LayoutDetection", "threshold"),
    "layout_nms": ("LayoutDetection", "layout_nms"),
    "layout_unclip_ratio": ("LayoutDetection", "layout_unclip_ratio"),
    "layout_merge_bboxes_mode": ("LayoutDetection", "layout_merge_bboxes_mode"),
}
_DETECTION = ("limit_side_len", "limit_type", "thresh", "box_thresh", "unclip_ratio")
_MODELS = {
    "layout_detection": "LayoutDetection",
    "doc_orientation_classify": "DocOrientationClassify",
    "doc_unwarping": "DocUnwarping",
    "seal_text_detection": "TextDetection",
    "text_recognition": "TextRecognition",
}
_BETA_MODELS = {
    "layout_model": "layout_detection",
    "text_det_model": "seal_text_detection",
    "text_rec_model": "text_recognition",
}


@dataclass(frozen=True)
class Configuration:
    """What a configuration file says.

    Attributes:
        pipeline: `SEAL` or `DOCUMENT`.
        values: parameters of the pipeline's constructor, by their names.
        pdf_pages: how many pages of a PDF the service reads; 0 for all, None when nothing is said.
    """

    pipeline: str
    values: Mapping[str, Any]
    pdf_pages: int | None = None


def find_configuration(pipeline: str | Path | Mapping[str, Any]) -> Configuration:
    """Take the name of a pipeline, the path of its YAML file, or that file's content.

    Raises:
        ParameterError: there is no such pipeline or file, or it cannot be understood.
    """
    if isinstance(pipeline, Mapping):
        return _understood("the configuration", pipeline)
    name = str(pipeline)
    if name in PIPELINES:
        return Configuration(name, {})
    if not name.lower().endswith((".yaml", ".yml")):
        known = " and ".join(PIPELINES)
        raise ParameterError(f"there is no pipeline {name!r}: there are {known}, or the path of a YAML file")
    try:
        content = yaml.safe_load(Path(name).expanduser().read_text(encoding="utf-8"))
    except OSError as error:
        raise ParameterError(f"{name}: {(error.strerror or str(error)).lower()}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ParameterError(f"{name} is not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(content, Mapping):
        raise ParameterError(f"{name} is no configuration: a mapping is expected at its top")
    return _understood(name, content)


def written_configuration(pipeline: str) -> str:
    """Write the configuration of a pipeline as it is by default.

    Raises:
        ParameterError: there is no such pipeline.
    """
    if pipeline not in _TEXTS:
        raise ParameterError(f"there is no pipeline {pipeline!r}: there are {' and '.join(PIPELINES)}")
    return _TEXTS[pipeline]


def _understood(name: str, content: Mapping[str, Any]) -> Configuration:
    pipeline = _part(content, "Global").get("pipeline_name") or content.get("pipeline_name")
    if pipeline not in PIPELINES:
        raise ParameterError(f"{name}: pipeline_name is {pipeline!r}, and must be {' or '.join(PIPELINES)}")
    beta = _part(content, "Pipeline")
    values = _beta_values(beta) if beta else _values(content, pipeline)
    extra = _part(_part(content, "Serving"), "extra")
    pages = extra.get("max_num_input_imgs", -1)
    if pages is not None and (isinstance(pages, bool) or not isinstance(pages, int)):
        raise ParameterError(f"{name}: max_num_input_imgs must be a whole number or null, not {pages!r}")
    return Configuration(
        pipeline,
        {name: value for name, value in values.items() if value is not None},
        None if pages == -1 else pages or 0,
    )


def _values(content: Mapping[str, Any], pipeline: str) -> dict[str, Any]:
    """The values of the current form: modules, and pipelines inside the pipeline."""
    document = _part(_part(content, "SubPipelines"), "DocPreprocessor") if pipeline == SEAL else content
    text = _part(_part(content, "SubPipelines"), "SealOCR")
    modules = {
        name: module
        for owner in (content, document, text)
        for name, module in _part(owner, "SubModules").items()
        if isinstance(module, Mapping)
    }
    values: dict[str, Any] = {
        name: document.get(name) for name in ("use_doc_orientation_classify", "use_doc_unwarping")
    }
    if content.get("use_doc_preprocessor") is False:
        values |= {"use_doc_orientation_classify": False, "use_doc_unwarping": False}
    values["use_layout_detection"] = content.get("use_layout_detection")
    values |= {name: _part(modules, module).get(key) for name, (module, key) in _SEARCH.items()}
    detection, recognition = _part(modules, "TextDetection"), _part(modules, "TextRecognition")
    values |= {f"seal_det_{key}": detection.get(key) for key in _DETECTION}
    # PaddleX's own file says `max_side_len`, its code reads `max_side_limit`
    values["seal_det_max_side_limit"] = detection.get("max_side_limit", detection.get("max_side_len"))
    values["seal_rec_score_thresh"] = recognition.get("score_thresh")
    values["text_recognition_batch_size"] = recognition.get("batch_size")
    for name, module in _MODELS.items():
        values[f"{name}_model_name"] = _part(modules, module).get("model_name")
        values[f"{name}_model_dir"] = _part(modules, module).get("model_dir")
    values |= {name: content.get(name) for name in ("device", "engine", "engine_config")}
    return values


def _beta_values(pipeline: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the first form: models by name or path, batch sizes, the device."""
    values: dict[str, Any] = {
        "device": pipeline.get("device"),
        "text_recognition_batch_size": pipeline.get("text_rec_batch_size"),
    }
    for key, model in _BETA_MODELS.items():
        named = pipeline.get(key)
        is_path = isinstance(named, str) and ("/" in named or "\\" in named)
        values[f"{model}_model_{'dir' if is_path else 'name'}"] = named
    return values


def _part(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = content.get(name)
    return part if isinstance(part, Mapping) else {}


_HEAD = """\
# How this pipeline is set up. Values that Sealstack has no use for are kept, so that one file does for both:
# the networks that travel with it read in the place of all models that are named without a folder.
"""

_DOCUMENT_MODULES = """\
{0}use_doc_orientation_classify: True
{0}use_doc_unwarping: True
{0}SubModules:
{0}  DocOrientationClassify:
{0}    module_name: doc_text_orientation
{0}    model_name: PP-LCNet_x1_0_doc_ori
{0}    model_dir: null # a folder with its ONNX file
{0}  DocUnwarping:
{0}    module_name: image_unwarping
{0}    model_name: UVDoc
{0}    model_dir: null # a folder with its ONNX file
"""

_SERVING = """
Serving:
  extra:
    max_num_input_imgs: 10 # pages of a PDF; null for all
"""

_TEXTS = {
    DOCUMENT: f"{_HEAD}\npipeline_name: {DOCUMENT}\n\n{_DOCUMENT_MODULES.format('')}{_SERVING}",
    SEAL: f"""{_HEAD}
pipeline_name: {SEAL}

use_layout_detection: True
use_doc_preprocessor: True

SubModules:
  LayoutDetection:
    module_name: layout_detection
    model_name: PP-DocLayout-L
    model_dir: null # a folder with its ONNX file
    threshold: null # 0..1; null leaves it to the reader
    layout_nms: True
    layout_unclip_ratio: 1.0
    layout_merge_bboxes_mode: large
    batch_size: 1

SubPipelines:
  DocPreprocessor:
    pipeline_name: {DOCUMENT}
{_DOCUMENT_MODULES.format("    ")}
  SealOCR:
    pipeline_name: OCR
    text_type: seal
    use_doc_preprocessor: False
    use_textline_orientation: False
    SubModules:
      TextDetection:
        module_name: seal_text_detection
        model_name: PP-OCRv4_server_seal_det
        model_dir: null # a folder with its ONNX file
        limit_side_len: 736
        limit_type: min
        max_side_limit: 4000
        thresh: 0.2
        box_thresh: 0.6
        unclip_ratio: 0.5
      TextRecognition:
        module_name: text_recognition
        model_name: PP-OCRv4_server_rec
        model_dir: null # a folder with PP-OCR models in ONNX form
        batch_size: 1
        score_thresh: 0
{_SERVING}""",
}
