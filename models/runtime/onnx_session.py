"""ONNX Runtime behind the session interface."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from models.runtime.memory import give_back
from models.runtime.model_file import content_of
from models.runtime.options import DeviceUnavailable, RuntimeOptions
from models.runtime.session import FloatArray

_LOG = logging.getLogger(__name__)

CPU = "CPUExecutionProvider"
CUDA = "CUDAExecutionProvider"

_ONLY_ERRORS = 3

_LARGE = 16 * 1024 * 1024
"""Bytes. A call with a larger input, such as a page at 150 dpi, needs hundreds of megabytes for a moment."""

_large_calls = threading.Lock()
"""Only one such call of the process computes at a time, and what it took is given back at once."""


def available_providers() -> list[str]:
    """What the installed ONNX Runtime was built for."""
    return list(onnxruntime.get_available_providers())


class OnnxSession:
    """A network loaded by ONNX Runtime. `run` may be called from many threads at once.

    Attributes:
        name: what its file is called, without folder and extension.
    """

    def __init__(self, model: Path | str | bytes, options: RuntimeOptions) -> None:
        content, name = content_of(model)
        self.name = Path(name).stem
        if options.on_gpu:
            _require_cuda()
        try:
            self._session = onnxruntime.InferenceSession(
                content,
                sess_options=_session_options(options),
                providers=_providers(options),
                enable_fallback=0,
            )
        except Exception as error:  # ONNX Runtime has a dozen kinds without a common base of their own
            if options.on_gpu and "cuda" in str(error).lower():
                raise DeviceUnavailable(f"{options.device} cannot be used: {error}") from error
            raise ValueError(f"{name} is not a usable ONNX model: {error}") from error
        # ONNX Runtime keeps the file's content to build the session anew elsewhere: nothing asks for that
        self._session._model_bytes = b""
        self._provider: str = self._session.get_providers()[0]
        if options.on_gpu and self._provider != CUDA:
            raise DeviceUnavailable(
                f"{options.device} was asked for, but ONNX Runtime chose {self._provider}: "
                "check the driver, and that CUDA and cuDNN match onnxruntime-gpu"
            )
        self._input: str = self._session.get_inputs()[0].name
        self._output: str = self._session.get_outputs()[0].name
        self._metadata: dict[str, str] = dict(self._session.get_modelmeta().custom_metadata_map)
        _LOG.info("loaded %s on %s, %d thread(s)", name, self._provider, options.threads)

    @property
    def provider(self) -> str:
        """What really computes: the first provider of the session."""
        return self._provider

    @property
    def metadata(self) -> Mapping[str, str]:
        """The custom metadata stored in the model file."""
        return self._metadata

    def run(self, batch: FloatArray) -> FloatArray:
        """Compute the first output of `batch`, `(N, C, H, W)` float32."""
        if batch.nbytes < _LARGE:
            return self._run(batch)
        with _large_calls:
            output = self._run(batch)
            give_back()
        return output

    def _run(self, batch: FloatArray) -> FloatArray:
        output: FloatArray = np.asarray(
            self._session.run([self._output], {self._input: batch})[0], dtype=np.float32
        )
        return output

    def run_all(self, batches: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Compute the first output of each batch, one after the other."""
        return map(self.run, batches)


def _require_cuda() -> None:
    """Make sure this ONNX Runtime was built with CUDA, and load the CUDA libraries installed by pip."""
    if CUDA not in onnxruntime.get_available_providers():
        raise DeviceUnavailable(
            "a GPU was asked for, but the installed ONNX Runtime has no CUDA: install sealstack[gpu] "
            f"instead of sealstack[cpu] (it offers {', '.join(onnxruntime.get_available_providers())})"
        )
    if hasattr(onnxruntime, "preload_dlls"):
        onnxruntime.preload_dlls()


def _session_options(options: RuntimeOptions) -> onnxruntime.SessionOptions:
    """Threads as asked for; no memory kept between calls of different shapes."""
    result = onnxruntime.SessionOptions()
    result.intra_op_num_threads = options.threads
    result.inter_op_num_threads = 1
    # The arena never gives memory back, and pre-planned patterns are kept for every shape ever seen: with
    # pictures of all sizes both make a process grow to several times what it needs.
    result.enable_cpu_mem_arena = False
    result.enable_mem_pattern = False
    result.log_severity_level = _ONLY_ERRORS
    return result


def _providers(options: RuntimeOptions) -> list[Any]:
    """The provider asked for; on a GPU the CPU stays behind it for the few operators CUDA lacks."""
    if not options.on_gpu:
        return [CPU]
    cuda = {
        "device_id": options.gpu_index,
        # growing by powers of two and searching exhaustively for every new shape cost memory and seconds
        "arena_extend_strategy": "kSameAsRequested",
        "cudnn_conv_algo_search": "HEURISTIC",
    }
    return [(CUDA, cuda), CPU]
