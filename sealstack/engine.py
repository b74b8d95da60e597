"""The networks that the Python API and the command line read with, loaded once a device."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sealstack.service.readers.engine import EngineReaders
from sealstack.service.settings.environment import read_settings
from sealstack.service.settings.settings import Settings

_DEVICE = re.compile(r"auto|cpu|openvino|gpu(:[0-9]{1,3})?")
_OTHERS = frozenset({"npu", "xpu", "mlu", "dcu", "gcu", "tpu", "iluvatar_gpu", "metax_gpu", "intel_gpu"})

_lock = threading.Lock()
_known: dict[tuple[object, ...], EngineReaders] = {}
"""By every setting that `EngineReaders` heeds."""


@dataclass(frozen=True)
class Models:
    """Networks in the place of the usual ones; None for the environment's.

    Attributes:
        text: a folder with PP-OCR ONNX files (`OCR_MODEL_DIR`).
        orientation: an ONNX file as PP-LCNet_x1_0_doc_ori (`OCR_DOC_ORIENTATION_MODEL`).
        unwarping: an ONNX file as UVDoc (`OCR_DOC_UNWARPING_MODEL`).
        layout: an ONNX file of a PicoDet or RT-DETR layout model (`OCR_LAYOUT_MODEL`).
        seal_detection: an ONNX file as PP-OCRv4_server_seal_det (`OCR_SEAL_DETECTION_MODEL`).
    """

    text: Path | None = None
    orientation: Path | None = None
    unwarping: Path | None = None
    layout: Path | None = None
    seal_detection: Path | None = None


class UnsupportedDeviceError(ValueError):
    """The device that was named is none that networks run on here."""


def check_device(device: str | None) -> str | None:
    """Check the name of a device: `auto`, `cpu`, `openvino`, `gpu` or `gpu:N`; None stands for `OCR_DEVICE`.

    Raises:
        UnsupportedDeviceError: it is another.
    """
    if device is None:
        return None
    name = device.strip().lower()
    if _DEVICE.fullmatch(name):
        return name
    kind = name.partition(":")[0]
    if kind in _OTHERS:
        raise UnsupportedDeviceError(
            f"device {device!r}: networks run on cpu, openvino, gpu or gpu:N here, not on {kind}"
        )
    if re.fullmatch(r"gpu:[0-9]+(,[0-9]+)+", name):
        raise UnsupportedDeviceError(f"device {device!r}: one process runs on one GPU here, such as gpu:0")
    raise UnsupportedDeviceError(f"device {device!r}: it must be auto, cpu, openvino, gpu or gpu:N")


def load_readers(
    device: str | None = None, threads: int | None = None, models: Models | None = None
) -> EngineReaders:
    """Load the networks, or give those that were loaded already; see `find_readers`.

    Raises:
        sealstack.models.runtime.DeviceUnavailable: the device cannot be used here.
        OSError: a model file is missing.
    """
    readers = find_readers(device, threads, models)
    readers.load()
    return readers


def find_readers(
    device: str | None = None, threads: int | None = None, models: Models | None = None
) -> EngineReaders:
    """Give readers that load their networks when they are first used.

    Args:
        device: where they run; `OCR_DEVICE` when None.
        threads: how many threads compute on the CPU; `OCR_THREADS`, or all cores, when None.
        models: other networks in the place of the usual ones.

    Raises:
        UnsupportedDeviceError: there is no such device.
        sealstack.service.settings.values.SettingsError: a variable `OCR_*` has an invalid value.
    """
    settings = settings_for(device, threads, models or Models())
    key = (
        *(
            settings.device,
            settings.thread_count,
            settings.precision,
            settings.gpu_memory,
            settings.gpu_batch,
        ),
        *(settings.model_dir, settings.text_model, settings.max_seals),
        *(settings.doc_orientation_model, settings.doc_unwarping_model),
        *(settings.layout_model, settings.seal_detection_model),
    )
    with _lock:
        readers = _known.get(key)
        if readers is None:
            readers = _known[key] = EngineReaders(settings)
    return readers


def settings_for(device: str | None, threads: int | None, models: Models) -> Settings:
    """The settings of the environment with what was asked for in their place."""
    named = {
        "device": check_device(device),
        "threads": threads,
        "model_dir": models.text,
        "doc_orientation_model": models.orientation,
        "doc_unwarping_model": models.unwarping,
        "layout_model": models.layout,
        "seal_detection_model": models.seal_detection,
    }
    changes: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    return replace(read_settings(), workers=1, **changes)
