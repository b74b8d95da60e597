"""ONNX Runtime behind the session interface."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sealstack.models.runtime import interruption
from sealstack.models.runtime.backends import load_onnxruntime
from sealstack.models.runtime.file.content import content_of
from sealstack.models.runtime.machine.memory import give_back
from sealstack.models.runtime.options import DeviceUnavailable, RuntimeOptions
from sealstack.models.runtime.session import FloatArray, Shape

_LOG = logging.getLogger(__name__)

CPU = "CPUExecutionProvider"
CUDA = "CUDAExecutionProvider"

_ONLY_ERRORS = 3

_LARGE = 16 * 1024 * 1024
"""Bytes. A call with a larger input, such as a page at 150 dpi, needs hundreds of megabytes for a moment."""

_large_calls = threading.Lock()
"""Only one such call of the process computes at a time, and what it took is given back at once."""


def available_providers() -> list[str]:
    """What the installed ONNX Runtime was built for.

    Raises:
        ModuleNotFoundError: there is none.
    """
    return list(load_onnxruntime().get_available_providers())


class OnnxSession:
    """A network loaded by ONNX Runtime. `run` may be called from many threads at once.

    Attributes:
        name: what its file is called, without folder and extension.
    """

    def __init__(self, model: Path | str | bytes, options: RuntimeOptions) -> None:
        onnxruntime = load_onnxruntime()
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
        self._binds = options.on_gpu and options.card.binding
        if options.on_gpu and self._provider != CUDA:
            raise DeviceUnavailable(
                f"{options.device} was requested, but ONNX Runtime chose {self._provider}: "
                "check the driver, and that CUDA and cuDNN match onnxruntime-gpu"
            )
        self._inputs = {one.name: tuple(one.shape) for one in self._session.get_inputs()}
        self._input: str = next(iter(self._inputs))
        self._output: str = self._session.get_outputs()[0].name
        self._metadata: dict[str, str] = dict(self._session.get_modelmeta().custom_metadata_map)
        _LOG.debug("loaded %s on %s, %d thread(s)", name, self._provider, options.threads)

    @property
    def provider(self) -> str:
        """What really computes: the first provider of the session."""
        return self._provider

    @property
    def metadata(self) -> Mapping[str, str]:
        """The custom metadata stored in the model file."""
        return self._metadata

    @property
    def inputs(self) -> Mapping[str, Shape]:
        """The inputs' names and shapes, in the order of the file."""
        return self._inputs

    def run(self, batch: FloatArray) -> FloatArray:
        """Compute the first output of `batch`, `(N, C, H, W)` float32."""
        [output] = self._compute([self._output], {self._input: batch})
        return output

    def compute(self, feeds: Mapping[str, FloatArray]) -> Sequence[FloatArray]:
        """Compute all outputs, in the order of the file."""
        return self._compute(None, feeds)

    def _compute(self, names: Sequence[str] | None, feeds: Mapping[str, FloatArray]) -> Sequence[FloatArray]:
        interruption.check()
        if sum(array.nbytes for array in feeds.values()) < _LARGE:
            return self._outputs(names, feeds)
        with _large_calls:
            interruption.check()
            outputs = self._outputs(names, feeds)
            give_back()
        return outputs

    def _outputs(self, names: Sequence[str] | None, feeds: Mapping[str, FloatArray]) -> Sequence[FloatArray]:
        if self._binds:
            return self._bound_outputs(names, feeds)
        return [np.asarray(output, np.float32) for output in self._session.run(names, dict(feeds))]

    def _bound_outputs(
        self, names: Sequence[str] | None, feeds: Mapping[str, FloatArray]
    ) -> Sequence[FloatArray]:
        """Compute with inputs and outputs bound to memory of the CPU: one copy each way, none in between."""
        binding = self._session.io_binding()
        for name, array in feeds.items():
            binding.bind_cpu_input(name, np.ascontiguousarray(array))
        for name in names or [one.name for one in self._session.get_outputs()]:
            binding.bind_output(name, "cpu")
        self._session.run_with_iobinding(binding)
        return [np.asarray(output, np.float32) for output in binding.copy_outputs_to_cpu()]

    def run_all(self, batches: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Compute the first output of each batch, one after the other."""
        return map(self.run, batches)


def _require_cuda() -> None:
    """Make sure this ONNX Runtime was built with CUDA, and load the CUDA libraries installed by pip."""
    onnxruntime = load_onnxruntime()
    if CUDA not in onnxruntime.get_available_providers():
        raise DeviceUnavailable(
            "a GPU was requested, but the installed ONNX Runtime has no CUDA: install sealstack[gpu] "
            f"instead of sealstack[cpu] (it offers {', '.join(onnxruntime.get_available_providers())})"
        )
    if hasattr(onnxruntime, "preload_dlls"):
        onnxruntime.preload_dlls()


def _session_options(options: RuntimeOptions) -> Any:
    """Threads as asked for; no memory kept between calls of different shapes."""
    result = load_onnxruntime().SessionOptions()
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
    cuda: dict[str, int | str] = {
        "device_id": options.gpu_index,
        # growing by powers of two and searching exhaustively for every new shape cost memory and seconds
        "arena_extend_strategy": "kSameAsRequested",
        "cudnn_conv_algo_search": "HEURISTIC",
        "use_tf32": int(options.card.tf32),
    }
    if options.card.memory:
        cuda["gpu_mem_limit"] = options.card.memory
    return [(CUDA, cuda), CPU]
