"""The interface of a loaded network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

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

    def run_all(self, batches: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Compute several batches, beside each other where cores are free.

        Args:
            batches: `(N, C, H, W)` float32 each; taken a few at a time, so that few need be in memory.

        Yields:
            The first output of each, in the same order.
        """
