"""The interface of a loaded network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float32]

Shape: TypeAlias = tuple[int | str | None, ...]
"""Of an input; a side that may be any is a name or None."""


class Session(Protocol):
    """A loaded network, safe to share between threads; most have one input, and one output that matters."""

    @property
    def provider(self) -> str:
        """What really computes, e.g. `CPUExecutionProvider`."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """The custom metadata stored in the model file, e.g. a recognizer's `character` list."""

    @property
    def inputs(self) -> Mapping[str, Shape]:
        """The inputs' names and shapes, in the order of the file."""

    def run(self, batch: FloatArray) -> FloatArray:
        """Compute the network's first output.

        Args:
            batch: `(N, C, H, W)` float32.

        Returns:
            The first output, float32, its first axis N.
        """

    def compute(self, feeds: Mapping[str, FloatArray]) -> Sequence[FloatArray]:
        """Compute all outputs from all inputs.

        Args:
            feeds: an array for each of `inputs`, float32.

        Returns:
            The outputs in the order of the file, float32.
        """

    def run_all(self, batches: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Compute several batches, beside each other where cores are free.

        Args:
            batches: `(N, C, H, W)` float32 each; taken a few at a time, so that few need be in memory.

        Yields:
            The first output of each, in the same order.
        """
