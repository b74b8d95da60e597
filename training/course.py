"""What a training run is made of: samples that are drawn, and courses that take a network through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Sample:
    """One drawn thing to learn from, as it comes from the process that drew it.

    Attributes:
        kind: which courses want it: `strip`, `paths` or `view`.
        arrays: its pictures and maps, of any shape and dtype; they cross between processes in shared memory.
        note: all else that is known of it: small values that can be pickled.
    """

    kind: str
    arrays: tuple[NDArray[Any], ...]
    note: Mapping[str, Any]


class Artist(Protocol):
    """Draws samples in a process of its own; holds no torch."""

    def draw(self, seed: int) -> Sequence[Sample]:
        """Draw what one seed gives: the same samples for the same seed, perhaps none."""


class Course(Protocol):
    """One or several networks in training on samples of one kind; lives in the process that has the device.

    Attributes:
        name: in logs, file names and figures.
        kind: of the samples it learns from.
        shown: how many samples its steps have shown so far, each as often as it was.
    """

    name: str
    kind: str
    shown: int

    def take(self, sample: Sample) -> None:
        """Keep a sample that has arrived, in place of an old one when there is no room."""

    def ready(self) -> bool:
        """Whether there is enough to make a batch of."""

    def step(self, done: float) -> Mapping[str, float]:
        """Train on one batch.

        Args:
            done: share of the run's wall time that has passed, 0..1; the learning rate follows it.

        Returns:
            Losses by name, to be shown.
        """

    def state(self) -> Mapping[str, Any]:
        """Everything that a later run goes on from, for `torch.save`."""

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from an earlier `state`."""

    def evaluate(self, held_out: Sequence[Sample]) -> Mapping[str, float]:
        """Measure the averaged weights on samples that were not trained on: figures by name."""

    def export(self, directory: Path) -> Sequence[Path]:
        """Write the averaged weights as ONNX files (float16 weights, computed with as float32)."""
