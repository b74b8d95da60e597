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
    """How fast pictures were read, from the moment that the first of them was finished.

    Attributes:
        pictures: how many after the first.
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
    moments: list[tuple[float, float]] = []
    with context.Pool(processes, _load, (settings,)) as pool:
        for _ in pool.imap_unordered(_read, map(str, files), chunksize=1):
            moments.append(_now())
    return _rate(moments)


def read_in_batch(files: Path, folder: Path, settings: Settings, make_pool: Any) -> Rate:
    """Read the same pictures as `sealstack batch` does."""
    shutil.rmtree(folder, ignore_errors=True)
    job = Job(Task.SEAL, settings)
    sources = sorted(str(path) for path in files.iterdir())
    plan = Plan(folder, (str(files),), job, lambda: sources)
    ledger = open_plan(plan)
    pool: Pool = make_pool(job)
    moments: list[tuple[float, float]] = []
    try:
        run(plan, ledger, pool, lambda outcome: moments.extend([_now()] * outcome.pages))
    finally:
        pool.close()
        ledger.close()
    return _rate(moments)


def _now() -> tuple[float, float]:
    """Seconds of the clock, and of the processor by all processes that this one started."""
    return time.perf_counter(), processor_seconds(os.getpid())


def _rate(moments: Sequence[tuple[float, float]]) -> Rate:
    (begun, before), (ended, after) = moments[0], moments[-1]
    return Rate(len(moments) - 1, ended - begun, after - before)


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
