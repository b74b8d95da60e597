"""The interface of a loaded network, and the one door through which networks are loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.runtime.options import RuntimeOptions

FloatArray: TypeAlias = NDArray[np.float32]


class Session(Protocol):
    """A loaded network with one input and one (first) output, safe to share between threads."""

    @property
    def provider(self) -> str:
        """What really computes, e.g. `CPUExecutionProvider`."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """The custom metadata stored in the model file, e.g. a recognizer's `character` list."""

    def run(self, batch: FloatArray) -> FloatArray:
        """Compute the network's first output.

        Args:
            batch: `(N, C, H, W)` float32.

        Returns:
            The first output, float32, its first axis N.
        """


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
    """
    from models.runtime.onnx_session import OnnxSession

    return OnnxSession(model, options)
