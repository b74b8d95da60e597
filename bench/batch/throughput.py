"""How much of the engine's speed a batch keeps: the same pictures, in as many processes, without it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.batch.readers import LOG
from bench.batch.running import processor_seconds
from sealstack.batch.job import Job, Pool, Task
from sealstack.batch.run import Plan, open_plan, run
from sealstack.models.values import Image, Seal
from sealstack.service.intake.decode import decode
from sealstack.service.readers.engine import EngineReaders
from sealstack.service.readers.inference import Inference
from sealstack.service.settings.settings import Settings

_STEP_SECONDS = 0.5


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


class _LoggedReaders(EngineReaders):
    """Those of the service, which note when each picture has been read."""

    def read_seals(self, image: Image) -> Sequence[Seal]:
        """Read, and note the moment in the file that `LOG` names."""
        found = super().read_seals(image)
        with open(os.environ[LOG], "a", encoding="ascii") as log:
            log.write(f"{time.time()}\n")
        return found


def make_logged_readers(settings: Settings) -> _LoggedReaders:
    """Make them; a function of a module travels to other processes."""
    return _LoggedReaders(settings)


def read_directly(files: Sequence[Path], settings: Settings, processes: int) -> Rate:
    """Read pictures by the engine alone: decoded and read in each process, each taking the next file."""
    context = multiprocessing.get_context("spawn")
    with _watched() as watch, context.Pool(processes, _load, (settings,)) as pool:
        for _ in pool.imap_unordered(_read, map(str, files), chunksize=1):
            pass
    return watch.rate()


def read_in_batch(files: Path, folder: Path, settings: Settings, make_pool: Any) -> Rate:
    """Read the same pictures as `sealstack batch` does; a cluster must have been started with `LOG` set."""
    shutil.rmtree(folder, ignore_errors=True)
    job = Job(Task.SEAL, settings, make_readers=make_logged_readers)
    sources = sorted(str(path) for path in files.iterdir())
    plan = Plan(folder, (str(files),), job, lambda: sources)
    ledger = open_plan(plan)
    pool: Pool = make_pool(job)
    try:
        with _watched() as watch:
            run(plan, ledger, pool, lambda outcome: None)
    finally:
        pool.close()
        ledger.close()
    return watch.rate()


class _Watch:
    """Looks at the processor time of all processes while pictures are read."""

    def __init__(self) -> None:
        self._seen: list[tuple[float, float]] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._log = Path(os.environ[LOG])

    def begin(self) -> None:
        """Begin to look."""
        self._log.write_text("", encoding="ascii")
        self._thread.start()

    def end(self) -> None:
        """Look no more."""
        self._ended.set()
        self._thread.join()

    def rate(self) -> Rate:
        """The rate from half of the pictures on, by the moments at which readers finished them."""
        moments = sorted(map(float, self._log.read_text(encoding="ascii").split()))
        begun, ended = moments[len(moments) // 2 - 1], moments[-1]
        times, processor = zip(*self._seen, strict=True)
        before, after = np.interp([begun, ended], times, processor)
        return Rate(len(moments) - len(moments) // 2, ended - begun, float(after - before))

    def _look(self) -> None:
        while not self._ended.wait(_STEP_SECONDS):
            self._seen.append((time.time(), processor_seconds(os.getpid())))


@contextmanager
def _watched() -> Iterator[_Watch]:
    watch = _Watch()
    watch.begin()
    try:
        yield watch
    finally:
        watch.end()


_inference: Inference | None = None


def _load(settings: Settings) -> None:
    global _inference
    os.environ["OMP_NUM_THREADS"] = "1"
    readers = make_logged_readers(settings)
    readers.load()
    _inference = Inference(readers, threads=1, queue=1, seconds=600.0)


def _read(file: str) -> int:
    assert _inference is not None
    image = decode(Path(file).read_bytes(), max_pixels=50_000_000).image
    return len(_inference.run(lambda readers: readers.read_seals(image)))
