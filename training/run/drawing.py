"""Processes that draw samples into shared memory, on two cores as on sixteen."""

from __future__ import annotations

import logging
import multiprocessing
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import numpy as np

from training.course import Artist, Sample

_log = logging.getLogger(__name__)

HELD_OUT_SEEDS = 910_000_000
"""Seeds from here on are drawn for the evaluation and never trained on."""

_SLOT = 16 * 2**20  # bytes: what one drawing gives at most; what does not fit is left out
_SLOTS_EACH = 3
_WAITING = 4000  # samples that have arrived and were not taken yet
_PATIENCE = 0.5  # seconds between two looks whether all is over
_ALIGNED = 64


@dataclass(frozen=True)
class Placed:
    """Where a sample lies in a slot: its arrays' offsets, shapes and dtypes, beside its kind and note."""

    kind: str
    arrays: tuple[tuple[int, tuple[int, ...], str], ...]
    note: Mapping[str, Any]


@dataclass(frozen=True)
class _Job:
    kind: str
    seed: int
    held_out: bool


class Drawing:
    """Draws in processes of its own until it is closed."""

    def __init__(
        self,
        artists: Mapping[str, tuple[Callable[[], Artist], float]],
        processes: int,
        first_seed: int,
        held_out: int,
    ) -> None:
        """Start drawing.

        Args:
            artists: by kind of sample, what makes an artist, and its share of the processes' time.
            processes: how many.
            first_seed: of what is trained on.
            held_out: drawings of each kind for the evaluation; they come first.
        """
        context = multiprocessing.get_context("spawn")
        self._memory = [SharedMemory(create=True, size=_SLOT) for _ in range(processes * _SLOTS_EACH)]
        self._free: Any = context.Queue()
        self._drawn: Any = context.Queue()
        for slot in range(len(self._memory)):
            self._free.put(slot)
        names = [memory.name for memory in self._memory]
        self._processes = [
            context.Process(
                target=_draw,
                args=(artists, (number, processes), first_seed, held_out, names, self._free, self._drawn),
                daemon=True,
            )
            for number in range(processes)
        ]
        for process in self._processes:
            process.start()
        self._arrived: queue.Queue[tuple[Sample, bool]] = queue.Queue(_WAITING)
        self._closed = threading.Event()
        # a step on the device may take long: the processes must not wait for it with their slots full
        self._receiver = threading.Thread(target=self._receive, daemon=True)
        self._receiver.start()

    def _receive(self) -> None:
        """Copy what was drawn out of its slots, for ever."""
        while not self._closed.is_set():
            try:
                slot, placed, held_out = self._drawn.get(timeout=_PATIENCE)
            except queue.Empty:
                continue
            samples = [_lifted(entry, self._memory[slot]) for entry in placed]
            self._free.put(slot)
            for sample in samples:
                self._hand_over(sample, held_out)

    def _hand_over(self, sample: Sample, held_out: bool) -> None:
        """Wait until there is room: when nobody takes samples, nobody need draw any."""
        while not self._closed.is_set():
            try:
                self._arrived.put((sample, held_out), timeout=_PATIENCE)
            except queue.Full:
                continue
            return

    def arrived(self, wait: float) -> Iterator[tuple[Sample, bool]]:
        """Samples that are ready, and whether each is held out.

        Args:
            wait: seconds for the first one, 0 to take only what is there.

        Raises:
            RuntimeError: no process draws any more.
        """
        while True:
            try:
                sample, held_out = self._arrived.get(wait > 0, wait or None)
            except queue.Empty:
                if not any(process.is_alive() for process in self._processes):
                    raise RuntimeError("the drawing processes ended; their errors are above") from None
                return
            yield sample, held_out
            wait = 0.0

    def close(self) -> None:
        """Stop the processes and give the memory back."""
        self._closed.set()
        self._receiver.join()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()
        for memory in self._memory:
            memory.close()
            memory.unlink()


def _jobs(
    shares: Mapping[str, float], place: tuple[int, int], first_seed: int, held_out: int
) -> Iterator[_Job]:
    """What one of several processes draws: its part of what is held out, then each kind its time."""
    number, processes = place
    for kind in shares:
        for seed in range(number, held_out, processes):
            yield _Job(kind, HELD_OUT_SEEDS + seed, held_out=True)
    spent = dict.fromkeys(shares, 0.0)
    seed = first_seed + number
    while True:
        kind = min(shares, key=lambda name: spent[name] / shares[name])
        started = time.monotonic()
        yield _Job(kind, seed, held_out=False)
        spent[kind] += time.monotonic() - started
        seed += processes


def _draw(
    artists: Mapping[str, tuple[Callable[[], Artist], float]],
    place: tuple[int, int],
    first_seed: int,
    held_out: int,
    names: Sequence[str],
    free: Any,
    drawn: Any,
) -> None:
    """The life of one process."""
    import cv2

    cv2.setNumThreads(1)
    made = {kind: make() for kind, (make, _) in artists.items()}
    shares = {kind: share for kind, (_, share) in artists.items()}
    memory = [SharedMemory(name=name) for name in names]
    for job in _jobs(shares, place, first_seed, held_out):
        try:
            samples = made[job.kind].draw(job.seed)
        except Exception:  # a run of minutes on a lent machine must not end with one odd drawing
            _log.exception("%s: seed %d could not be drawn", job.kind, job.seed)
            continue
        slot = free.get()
        drawn.put((slot, laid_down(samples, memory[slot].buf), job.held_out))


def laid_down(samples: Sequence[Sample], memory: memoryview) -> list[Placed]:
    """Copy the samples' arrays into a slot; those that do not fit any more are left out."""
    placed: list[Placed] = []
    end = 0
    for sample in samples:
        arrays = []
        for array in sample.arrays:
            start = -(-end // _ALIGNED) * _ALIGNED
            end = start + array.nbytes
            if end > len(memory):
                return placed
            np.ndarray(array.shape, array.dtype, memory, start)[...] = array
            arrays.append((start, array.shape, array.dtype.str))
        placed.append(Placed(sample.kind, tuple(arrays), sample.note))
    return placed


def _lifted(placed: Placed, memory: SharedMemory) -> Sample:
    arrays = tuple(
        np.ndarray(shape, dtype, memory.buf, start).copy() for start, shape, dtype in placed.arrays
    )
    return Sample(placed.kind, arrays, placed.note)
