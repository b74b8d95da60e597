"""How much of the engine's speed a batch keeps: the same pictures, in as many processes, without it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.batch.running import processor_seconds
from sealstack.batch.job import Job, Pool, Task
from sealstack.batch.run import Plan, open_plan, run
from sealstack.service.intake.decode import decode
from sealstack.service.readers.engine import EngineReaders
from sealstack.service.readers.inference import Inference
from sealstack.service.settings.settings import Settings

_WARM_UP = 10
"""Pictures that are read before the count begins: by then every reader has loaded its networks."""


@dataclass(frozen=True)
class Rate:
    """How fast pictures were read once all readers were at work.

    Attributes:
        pictures: how many.
        seconds: how long they took, by the clock.
        processor: the processor time of all processes meanwhile; on a busy machine it says more.
    """

    pictures: int
    seconds: float
    processor: float

    @property
    def a_second(self) -> float:
        """Pictures a second."""
        return self.pictures / self.seconds if self.seconds else 0.0


def read_directly(files: Sequence[Path], settings: Settings, processes: int) -> Rate:
    """Read pictures by the engine alone: decoded and read in each process, each taking the next file."""
    context = multiprocessing.get_context("spawn")
    count = _Count()
    with context.Pool(processes, _load, (settings,)) as pool:
        for _ in pool.imap_unordered(_read, map(str, files), chunksize=1):
            count.add(1)
        return count.rate()


def read_in_batch(files: Path, folder: Path, settings: Settings, make_pool: Any) -> Rate:
    """Read the same pictures as `sealstack batch` does."""
    shutil.rmtree(folder, ignore_errors=True)
    job = Job(Task.SEAL, settings)
    sources = sorted(str(path) for path in files.iterdir())
    plan = Plan(folder, (str(files),), job, lambda: sources)
    ledger = open_plan(plan)
    pool: Pool = make_pool(job)
    count = _Count()
    try:
        run(plan, ledger, pool, lambda outcome: count.add(outcome.pages))
        return count.rate()
    finally:
        pool.close()
        ledger.close()


class _Count:
    """Counts pictures as they are finished, from the first after `_WARM_UP` on."""

    def __init__(self) -> None:
        self._pictures = 0
        self._begun: tuple[int, float, float] | None = None
        self._ended = 0.0

    def add(self, pictures: int) -> None:
        """Note that pictures have been read."""
        self._pictures += pictures
        self._ended = time.perf_counter()
        if self._begun is None and self._pictures >= _WARM_UP:
            # looking at all processes takes long enough to be done twice only
            self._begun = self._pictures, self._ended, processor_seconds(os.getpid())

    def rate(self) -> Rate:
        """The rate up to the last picture; to be asked for while the readers are still there."""
        if self._begun is None:
            raise ValueError(f"at least {_WARM_UP} pictures are needed, not {self._pictures}")
        pictures, moment, processor = self._begun
        return Rate(
            self._pictures - pictures, self._ended - moment, processor_seconds(os.getpid()) - processor
        )


_inference: Inference | None = None


def _load(settings: Settings) -> None:
    global _inference
    os.environ["OMP_NUM_THREADS"] = "1"
    readers = EngineReaders(settings)
    readers.load()
    _inference = Inference(readers, threads=1, queue=1, seconds=600.0)


def _read(file: str) -> int:
    assert _inference is not None
    image = decode(Path(file).read_bytes(), max_pixels=50_000_000).image
    return len(_inference.run(lambda readers: readers.read_seals(image)))
