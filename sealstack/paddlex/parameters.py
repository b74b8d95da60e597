"""The parameters of PaddleOCR's and PaddleX's Python API: which are heeded, what is said of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from sealstack.engine import Models, check_device
from sealstack.service.parameters.fields import read_number
from sealstack.service.parameters.search import SearchParameters


class ParameterError(ValueError):
    """A parameter has an invalid value, or asks for what is not here; the message names it."""


STEPS = ("use_doc_orientation_classify", "use_doc_unwarping")
"""The parameters of document preprocessing that calls may have too."""

SEARCH = (
    *STEPS,
    *("use_layout_detection", "layout_threshold", "layout_nms", "layout_unclip_ratio"),
    *("layout_merge_bboxes_mode", "seal_det_limit_side_len", "seal_det_limit_type", "seal_det_thresh"),
    *("seal_det_max_side_limit", "seal_det_box_thresh", "seal_det_unclip_ratio", "seal_rec_score_thresh"),
)
"""The parameters of seal recognition that calls may have too."""

DOCUMENT_MODELS = ("doc_orientation_classify", "doc_unwarping")
SEAL_MODELS = (*DOCUMENT_MODELS, "layout_detection", "seal_text_detection", "text_recognition")
"""The models whose `…_model_name` and `…_model_dir` can be named."""

STANDINGS: Mapping[str, str] = {
    "…_model_name": "taken and not heeded: the networks that travel with Sealstack read in the place of all",
    "text_recognition_model_dir": "a folder with PP-OCR models in ONNX form is used; any other is refused",
    "doc_orientation_classify_model_dir, doc_unwarping_model_dir": "a folder with one ONNX file, of "
    "PP-LCNet_x1_0_doc_ori or of UVDoc, is used; any other is refused",
    "layout_detection_model_dir, seal_text_detection_model_dir": "a folder with one ONNX file, of a PicoDet "
    "or RT-DETR layout model or of a `*_seal_det` one, with its `inference.yml` beside it if there is one, "
    "is used; any other is refused",
    "text_recognition_batch_size": "taken and not heeded: lines are batched by their width",
    "device": "`cpu`, `gpu` and `gpu:N`; npu, xpu, mlu, dcu and several GPUs are refused",
    "enable_hpi, use_hpip, hpi_config": "taken and not heeded: there is one engine, and it is the fast one",
    "enable_cinn": "taken and not heeded: it belongs to PaddlePaddle",
    "use_tensorrt": "`True` is refused: networks run in ONNX Runtime",
    "min_subgraph_size": "taken and not heeded: it belongs to TensorRT",
    "precision": "`fp32`; others are refused",
    "enable_mkldnn, mkldnn_cache_capacity": "taken and not heeded: ONNX Runtime brings its own kernels",
    "cpu_threads": "the threads that one reading may use",
    "engine": "PaddleOCR's names are taken, and networks run in ONNX Runtime whichever it is",
    "engine_config": "the threads (`cpu_threads`, `intra_op_num_threads`) and the device (`device_type`, "
    "`device_id`) in it are heeded, whether it is that of one engine or of several by their names",
    "paddlex_config": "the path of a YAML file, or its content as a dictionary",
}
"""What becomes of the parameters that are not about the search itself, for docs/compatibility.md."""


ENGINES = ("paddle", "paddle_static", "paddle_dynamic", "transformers", "onnxruntime", "hpi")
"""The names of engines that PaddleOCR and PaddleX know for these pipelines."""


@dataclass(frozen=True)
class Runtime:
    """Where and how networks run, as the parameters say.

    Attributes:
        device: None for the environment's.
        threads: None for the environment's.
        models: networks in the place of the usual ones.
    """

    device: str | None = None
    threads: int | None = None
    models: Models = field(default_factory=Models)


@dataclass(frozen=True)
class Common:
    """The parameters that both pipelines have at their construction; None stands for the default."""

    device: str | None = None
    enable_hpi: bool | None = None
    use_tensorrt: bool | None = None
    min_subgraph_size: int | None = None
    precision: str | None = None
    enable_mkldnn: bool | None = None
    mkldnn_cache_capacity: int | None = None
    cpu_threads: int | None = None
    enable_cinn: bool | None = None
    engine: str | None = None
    engine_config: Mapping[str, Any] | None = None
    models: Mapping[str, Any] = field(default_factory=dict)

    def runtime(self) -> Runtime:
        """Where networks run.

        Raises:
            ParameterError: something asked for is not here.
            sealstack.engine.UnsupportedDeviceError: there is no such device.
        """
        if self.use_tensorrt:
            raise ParameterError("use_tensorrt=True: networks run in ONNX Runtime here; leave it out")
        if self.precision not in (None, "fp32"):
            raise ParameterError(f"precision={self.precision!r}: networks compute in fp32 here; leave it out")
        if self.engine not in (None, *ENGINES):
            raise ParameterError(f"engine={self.engine!r}: it must be one of {', '.join(ENGINES)}")
        own = self._engine_config()
        device = own.get("device_type") if self.device is None else self.device
        if self.device is None and device is not None and own.get("device_id") is not None:
            device = f"{device}:{own['device_id']}" if device != "cpu" else device
        threads = [own.get("cpu_threads"), own.get("intra_op_num_threads"), self.cpu_threads]
        threads = [_whole("cpu_threads", given) for given in threads if given is not None]
        return Runtime(check_device(device), threads[0] if threads else None, self._models())

    def _engine_config(self) -> Mapping[str, Any]:
        """What is said of the engine; of several, which have names, of the one that is named."""
        config: Any = {} if self.engine_config is None else self.engine_config
        if not isinstance(config, Mapping):
            raise ParameterError(f"engine_config={config!r}: it must be a dictionary")
        by_name = [name for name in (self.engine, *ENGINES) if isinstance(config.get(name), Mapping)]
        return config[by_name[0]] if by_name else config

    def _models(self) -> Models:
        if self.models.get("text_recognition_batch_size") is not None:
            _whole("text_recognition_batch_size", self.models["text_recognition_batch_size"])
        named = {
            name: Path(value).expanduser()
            for name, value in self.models.items()
            if name.endswith("_model_dir") and value is not None
        }
        text = named.get("text_recognition_model_dir")
        if text is not None and not any(text.glob("*rec*.onnx")):
            raise ParameterError(
                f"text_recognition_model_dir={str(text)!r}: there is no PP-OCR recognizer in ONNX form "
                "(*rec*.onnx) in it"
            )
        return Models(
            text,
            _onnx_file("doc_orientation_classify_model_dir", named),
            _onnx_file("doc_unwarping_model_dir", named),
            _onnx_file("layout_detection_model_dir", named),
            _onnx_file("seal_text_detection_model_dir", named),
        )


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Check the parameters of a search; those that are None are left out.

    Args:
        values: by the names of `SEARCH`.

    Raises:
        ParameterError: one has an invalid value.
    """
    fields = SearchParameters().fields
    read = {}
    for name, value in values.items():
        if value is None:
            continue
        try:
            read[name] = fields[name].deserialize(value)
        except ValidationError as error:
            raise ParameterError(f"{name}={value!r}: {error.messages[0]}") from None
    return read


def _onnx_file(name: str, named: Mapping[str, Path]) -> Path | None:
    """The one ONNX file that a folder holds, or that is named itself."""
    path = named.get(name)
    if path is None:
        return None
    found = [path] if path.is_file() else sorted(path.glob("*.onnx"))
    if len(found) != 1:
        raise ParameterError(f"{name}={str(path)!r}: one ONNX file is expected in it, not {len(found)}")
    return found[0]


def _whole(name: str, value: Any) -> int:
    try:
        return int(read_number(value, 1, 1024, whole=True))
    except ValidationError as error:
        raise ParameterError(f"{name}={value!r}: {error.messages[0]}") from None
