"""The one door through which networks are loaded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sealstack.models.runtime.batching import BatchingSession, can_batch
from sealstack.models.runtime.choice import Choice, choose
from sealstack.models.runtime.onnx_session import OnnxSession
from sealstack.models.runtime.options import RuntimeOptions
from sealstack.models.runtime.session import Session
from sealstack.models.runtime.sharing import SharingSession


def open_session(model: Path | str | bytes, options: RuntimeOptions) -> Session:
    """Load a network.

    Args:
        model: an ONNX file, or its content.
        options: where to run it.

    Returns:
        The loaded network.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is not an ONNX model.
        DeviceUnavailable: the device asked for cannot be used.
        ModuleNotFoundError: what should compute is not installed.
    """
    choice = choose(options)
    if options.on_gpu or choice.device.startswith("gpu"):
        session = OnnxSession(model, replace(options, device=choice.device))
        together = options.card.batch > 1 and can_batch(session)
        return BatchingSession(session, options.card.batch) if together else session
    if options.threads == 1:
        return _open_on_cpu(model, choice, options.threads, options.threads)
    return SharingSession(
        lambda threads: _open_on_cpu(model, choice, threads, options.threads), options.threads
    )


def _open_on_cpu(model: Path | str | bytes, choice: Choice, threads: int, of: int) -> Session:
    """Load a network for calls of some threads each, of some threads in all."""
    if choice.device == "openvino":
        from sealstack.models.runtime.openvino_session import OpenVinoSession

        return OpenVinoSession(model, threads=threads, streams=of // threads, precision=choice.precision)
    return OnnxSession(model, RuntimeOptions("cpu", threads))
