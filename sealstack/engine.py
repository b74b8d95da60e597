"""The networks that the Python API and the command line read with, loaded once a device."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path

from service.engine_readers import EngineReaders
from service.settings import Settings, read_settings

_DEVICE = re.compile(r"cpu|gpu(:[0-9]{1,3})?")
_OTHERS = frozenset({"npu", "xpu", "mlu", "dcu", "gcu", "tpu", "iluvatar_gpu", "metax_gpu", "intel_gpu"})

_lock = threading.Lock()
_known: dict[tuple[str, int, Path | None], EngineReaders] = {}


class UnsupportedDeviceError(ValueError):
    """The device that was named is none that networks run on here."""


def check_device(device: str | None) -> str | None:
    """Check the name of a device: `cpu`, `gpu` or `gpu:N`; None stands for `OCR_DEVICE`.

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
            f"device {device!r}: networks run on cpu, gpu or gpu:N here, not on {kind}"
        )
    if re.fullmatch(r"gpu:[0-9]+(,[0-9]+)+", name):
        raise UnsupportedDeviceError(f"device {device!r}: one process runs on one GPU here, such as gpu:0")
    raise UnsupportedDeviceError(f"device {device!r}: it must be cpu, gpu or gpu:N")


def load_readers(
    device: str | None = None, threads: int | None = None, model_dir: Path | None = None
) -> EngineReaders:
    """Load the networks, or give those that were loaded already; see `find_readers`.

    Raises:
        models.runtime.DeviceUnavailable: the device cannot be used here.
        OSError: a model file is missing.
    """
    readers = find_readers(device, threads, model_dir)
    readers.load()
    return readers


def find_readers(
    device: str | None = None, threads: int | None = None, model_dir: Path | None = None
) -> EngineReaders:
    """Give readers that load their networks when they are first used.

    Args:
        device: where they run; `OCR_DEVICE` when None.
        threads: how many threads one reading may use on the CPU; `OCR_THREADS`, or all cores, when None.
        model_dir: a folder with other PP-OCR ONNX files; `OCR_MODEL_DIR` when None.

    Raises:
        UnsupportedDeviceError: there is no such device.
        service.setting_values.SettingsError: a variable `OCR_*` has a value that cannot be.
    """
    settings = settings_for(device, threads, model_dir)
    key = (settings.device, settings.thread_count, settings.model_dir)
    with _lock:
        readers = _known.get(key)
        if readers is None:
            readers = _known[key] = EngineReaders(settings)
    return readers


def settings_for(device: str | None, threads: int | None, model_dir: Path | None) -> Settings:
    """The settings of the environment with what was asked for in their place."""
    settings = replace(read_settings(), workers=1)
    device = check_device(device)
    if device is not None:
        settings = replace(settings, device=device)
    if threads is not None:
        settings = replace(settings, threads=threads)
    return settings if model_dir is None else replace(settings, model_dir=model_dir)
