"""OpenVINO on the CPU behind the session interface."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any

import numpy as np

from sealstack.models.runtime import interruption
from sealstack.models.runtime.backends import load_openvino
from sealstack.models.runtime.file.content import content_of
from sealstack.models.runtime.file.metadata import metadata_of
from sealstack.models.runtime.options import DeviceUnavailable
from sealstack.models.runtime.session import FloatArray, Shape

_LOG = logging.getLogger(__name__)


class OpenVinoSession:
    """A network compiled by OpenVINO for the CPU. `run` may be called from many threads at once."""

    def __init__(
        self, model: Path | str | bytes, *, threads: int, streams: int = 1, precision: str = "f32"
    ) -> None:
        """Compile a network.

        Args:
            model: an ONNX file, or its content.
            threads: how many threads compute one call.
            streams: how many calls compute beside each other; further ones wait.
            precision: `f32` or `bf16`.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it is not an ONNX model.
            DeviceUnavailable: OpenVINO is not installed.
        """
        core = _core()
        content, name = content_of(model)
        properties = {
            "NUM_STREAMS": streams,
            "INFERENCE_NUM_THREADS": threads * streams,
            "INFERENCE_PRECISION_HINT": precision,
            # pinned threads of two processes, or of two networks, all sit on the first cores
            "ENABLE_CPU_PINNING": False,
        }
        try:
            self._compiled = core.compile_model(core.read_model(content), "CPU", properties)
            self._metadata = metadata_of(content)
            self._inputs = {one.get_any_name(): _shape_of(one.partial_shape) for one in self._compiled.inputs}
        except (
            Exception
        ) as error:  # OpenVINO raises RuntimeError of many kinds, which differ by their text only
            raise ValueError(f"{name} is not a usable ONNX model: {error}") from error
        self._precision = precision
        self._requests: LifoQueue[Any] = LifoQueue()
        _LOG.debug("loaded %s on %s, %d thread(s)", name, self.provider, threads)

    @property
    def provider(self) -> str:
        """What really computes, and how exactly."""
        return f"OpenVINO CPU {self._precision}"

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
        return self._infer([np.ascontiguousarray(batch)], most=1)[0]

    def compute(self, feeds: Mapping[str, FloatArray]) -> Sequence[FloatArray]:
        """Compute all outputs, in the order of the file."""
        given = [np.ascontiguousarray(feeds[name]) for name in self._inputs]
        return self._infer(given, most=len(self._compiled.outputs))

    def _infer(self, given: Sequence[FloatArray], most: int) -> Sequence[FloatArray]:
        """Compute the first `most` outputs of arrays in the order of the inputs."""
        interruption.check()
        # one request serves one call at a time; as many are made as ever compute beside each other
        try:
            request = self._requests.get_nowait()
        except Empty:
            request = self._compiled.create_infer_request()
        try:
            outputs = request.infer(list(given), share_inputs=True)
            return [np.asarray(outputs[number], dtype=np.float32) for number in range(most)]
        finally:
            self._requests.put(request)

    def run_all(self, batches: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Compute the first output of each batch, one after the other."""
        return map(self.run, batches)


def _shape_of(shape: Any) -> Shape:
    return tuple(side.get_length() if side.is_static else None for side in shape)


_importing = threading.Lock()


def _core() -> Any:
    with _importing:
        return _make_core()


@cache
def _make_core() -> Any:
    try:
        openvino = load_openvino()
    except ImportError as error:
        raise DeviceUnavailable(
            "OpenVINO was requested, but is not installed: install sealstack[openvino]"
        ) from error
    return openvino.Core()
