"""Each network by itself: how long a batch takes on the device, bound or not; how far it is from the CPU."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sealstack.models import weights
from sealstack.models.runtime import CardOptions, RuntimeOptions
from sealstack.models.runtime.onnx_session import OnnxSession
from sealstack.models.text.weights import find_weights


@dataclass(frozen=True)
class Timing:
    """How long a network takes.

    Attributes:
        network: which.
        shape: of its input.
        bound: milliseconds of a call with bound inputs and outputs.
        unbound: milliseconds without.
        difference: the largest difference of an output from the CPU's.
    """

    network: str
    shape: tuple[int, ...]
    bound: float
    unbound: float
    difference: float


def time_networks(device: str, batches: tuple[int, ...], rounds: int, page: int = 736) -> Iterator[Timing]:
    """Time the networks that most of a reading's time is spent in.

    Args:
        device: as `RuntimeOptions` has it.
        batches: how many inputs are computed together.
        rounds: how often each is computed; the median counts.
        page: pixels of a side of what the text detector looks at, a multiple of 32.
    """
    found = find_weights(None)
    kinds: dict[str, tuple[Path, tuple[int, ...]]] = {
        "text detector": (found.detector, (3, page, page)),
        "text recognizer": (found.recognizer, (3, 48, 320)),
        "seal recognizer": (weights.seal_recognizer(), (3, 48, 640)),
    }
    for name, (path, shape) in kinds.items():
        bound = OnnxSession(path, RuntimeOptions(device, card=CardOptions(batch=1)))
        unbound = OnnxSession(path, RuntimeOptions(device, card=CardOptions(batch=1, binding=False)))
        cpu = OnnxSession(path, RuntimeOptions("cpu"))
        for count in batches:
            batch = np.random.default_rng(1).normal(0, 0.5, (count, *shape)).astype(np.float32)
            apart = float(np.max(np.abs(bound.run(batch) - cpu.run(batch))))
            yield Timing(
                *(name, batch.shape, _milliseconds(bound, batch, rounds)),
                *(_milliseconds(unbound, batch, rounds), apart),
            )


def _milliseconds(session: OnnxSession, batch: np.ndarray, rounds: int) -> float:
    session.run(batch)
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        session.run(batch)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1000
