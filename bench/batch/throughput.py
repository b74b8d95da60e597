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


@dataclass(frozen=True)
class Rate:
    """How fast the second half of the pictures was read: in the first one processes start and load networks.

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
    count = _Count(len(files))
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
    count = _Count(len(sources))
    try:
        run(plan, ledger, pool, lambda outcome: count.add(outcome.pages))
        return count.rate()
    finally:
        pool.close()
        ledger.close()


class _Count:
    """Counts pictures as they are finished; looks at clock and processor at half of them and at the last."""

    def __init__(self, pictures: int) -> None:
        self._pictures = pictures
        self._finished = 0
        self._begun: tuple[int, float, float] | None = None
        self._rate: Rate | None = None

    def add(self, pictures: int) -> None:
        """Note that pictures have been read."""
        self._finished += pictures
        # with the last one, before its reader ends and takes its processor time with it
        if self._begun is None and self._finished >= self._pictures // 2:
            self._begun = self._finished, time.perf_counter(), processor_seconds(os.getpid())
        elif self._begun is not None and self._finished >= self._pictures:
            pictures, moment, processor = self._begun
            self._rate = Rate(
                *(self._finished - pictures, time.perf_counter() - moment),
                processor_seconds(os.getpid()) - processor,
            )

    def rate(self) -> Rate:
        """The rate, once all pictures have been read."""
        if self._rate is None:
            raise ValueError(f"{self._finished} of {self._pictures} pictures were read")
        return self._rate


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
