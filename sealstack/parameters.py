"""The parameters of PaddleOCR's and PaddleX's Python API: which are heeded, what is said of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from sealstack.engine import check_device
from service.dialects.paddle.fields import read_number
from service.dialects.paddle.requests import SealRequest


class ParameterError(ValueError):
    """A parameter has a value that cannot be, or asks for what is not here; the message names it."""


STEPS = ("use_doc_orientation_classify", "use_doc_unwarping")
"""The parameters of document preprocessing that calls may have too."""

SEARCH = (
    *STEPS,
    *("use_layout_detection", "layout_threshold", "layout_nms", "layout_unclip_ratio"),
    *("layout_merge_bboxes_mode", "seal_det_limit_side_len", "seal_det_limit_type", "seal_det_thresh"),
    *("seal_det_box_thresh", "seal_det_unclip_ratio", "seal_rec_score_thresh"),
)
"""The parameters of seal recognition that calls may have too."""

DOCUMENT_MODELS = ("doc_orientation_classify", "doc_unwarping")
SEAL_MODELS = (*DOCUMENT_MODELS, "layout_detection", "seal_text_detection", "text_recognition")
"""The models whose `…_model_name` and `…_model_dir` can be named."""

STANDINGS: Mapping[str, str] = {
    "…_model_name": "taken and not heeded: the networks that travel with Sealstack read in the place of all",
    "text_recognition_model_dir": "a folder with PP-OCR models in ONNX form is used; any other is refused",
    "…_model_dir": "refused, other than `text_recognition_model_dir`",
    "text_recognition_batch_size": "taken and not heeded: lines are batched by their width",
    "device": "`cpu`, `gpu` and `gpu:N`; npu, xpu, mlu, dcu and several GPUs are refused",
    "enable_hpi, use_hpip, hpi_config": "taken and not heeded: there is one engine, and it is the fast one",
    "use_tensorrt": "`True` is refused: networks run in ONNX Runtime",
    "min_subgraph_size": "taken and not heeded: it belongs to TensorRT",
    "precision": "`fp32`; others are refused",
    "enable_mkldnn, mkldnn_cache_capacity": "taken and not heeded: ONNX Runtime brings its own kernels",
    "cpu_threads": "the threads that one reading may use",
    "engine": "None, `onnxruntime` or `hpi`; others are refused",
    "paddlex_config": "the path of a YAML file, or its content as a dictionary",
}
"""What becomes of the parameters that are not about the search itself, for docs/compatibility.md."""


@dataclass(frozen=True)
class Runtime:
    """Where and how networks run, as the parameters say.

    Attributes:
        device: None for the environment's.
        threads: None for the environment's.
        model_dir: other PP-OCR models; None for the environment's.
    """

    device: str | None = None
    threads: int | None = None
    model_dir: Path | None = None


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
    engine: str | None = None
    models: Mapping[str, Any] = field(default_factory=dict)

    def runtime(self) -> Runtime:
        """Tell where networks run.

        Raises:
            ParameterError: something asked for is not here.
            sealstack.engine.UnsupportedDeviceError: there is no such device.
        """
        if self.use_tensorrt:
            raise ParameterError("use_tensorrt=True: networks run in ONNX Runtime here; leave it out")
        if self.precision not in (None, "fp32"):
            raise ParameterError(f"precision={self.precision!r}: networks compute in fp32 here; leave it out")
        if self.engine not in (None, "onnxruntime", "hpi"):
            raise ParameterError(f"engine={self.engine!r}: networks run in ONNX Runtime here; leave it out")
        threads = None if self.cpu_threads is None else _whole("cpu_threads", self.cpu_threads)
        return Runtime(check_device(self.device), threads, self._model_dir())

    def _model_dir(self) -> Path | None:
        folder = None
        for name, value in self.models.items():
            if not name.endswith("_model_dir") or value is None:
                continue
            if name != "text_recognition_model_dir":
                raise ParameterError(f"{name}={str(value)!r}: this model cannot be replaced; leave it out")
            folder = Path(value).expanduser()
            if not any(folder.glob("*rec*.onnx")):
                raise ParameterError(
                    f"{name}={str(value)!r}: there is no PP-OCR recognizer in ONNX form (*rec*.onnx) in it"
                )
        if self.models.get("text_recognition_batch_size") is not None:
            _whole("text_recognition_batch_size", self.models["text_recognition_batch_size"])
        return folder


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Check the parameters of a search; those that are None are left out.

    Args:
        values: by the names of `SEARCH`.

    Raises:
        ParameterError: one has a value that cannot be.
    """
    fields = SealRequest().fields
    read = {}
    for name, value in values.items():
        if value is None:
            continue
        try:
            read[name] = fields[name].deserialize(value)
        except ValidationError as error:
            raise ParameterError(f"{name}={value!r}: {error.messages[0]}") from None
    return read


def _whole(name: str, value: Any) -> int:
    try:
        return int(read_number(value, 1, 1024, whole=True))
    except ValidationError as error:
        raise ParameterError(f"{name}={value!r}: {error.messages[0]}") from None
