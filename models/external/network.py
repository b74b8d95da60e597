"""A network with several inputs and outputs, known by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from models.runtime import RuntimeOptions
from models.runtime.onnx_session import OnnxSession
from models.runtime.session import FloatArray


class Network(OnnxSession):
    """A network loaded by ONNX Runtime; `compute` may be called from many threads at once."""

    def __init__(self, model: Path, options: RuntimeOptions) -> None:
        """Load a network from an ONNX file.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it is not a usable ONNX model.
            DeviceUnavailable: the device asked for cannot be used.
        """
        super().__init__(model, options)
        self._shapes = {one.name: tuple(one.shape) for one in self._session.get_inputs()}

    @property
    def inputs(self) -> Mapping[str, tuple[int | str | None, ...]]:
        """The inputs' names and shapes; a side that may be any is a name or None."""
        return self._shapes

    def compute(self, feeds: Mapping[str, FloatArray]) -> Sequence[FloatArray]:
        """Compute all outputs, in the order of the file."""
        return [np.asarray(output, np.float32) for output in self._session.run(None, dict(feeds))]
