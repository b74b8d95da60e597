"""Readers in processes of this machine, by the standard library alone."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from sealstack.batch.job import Job, Lost, Outcome, Result, Work
from sealstack.batch.reader import BatchReader

_job: Job | None = None
_reader: BatchReader | None = None
"""What this process reads, and what reads it once the first work has come; None in the driver."""


class ProcessPool:
    """A number of processes, each reading one work at a time; a process that ends is replaced.

    Each is an executor of its own: where one is killed, only what it was reading is lost.
    """

    def __init__(self, job: Job, readers: int) -> None:
        """Make ready; the processes start with the first work.

        Args:
            job: what they read.
            readers: how many processes.
        """
        self._job = job
        self._idle: list[ProcessPoolExecutor] = []
        self._count = readers
        self._busy: dict[Future[Outcome], tuple[ProcessPoolExecutor, Work]] = {}

    @property
    def description(self) -> str:
        """What it is, for people."""
        return f"{self._count} processes"

    def run(self, works: Iterable[Work]) -> Iterator[Result]:
        """Have works done; see `Pool.run`."""
        waiting = iter(works)
        self._fill(waiting)
        while self._busy:
            done, _ = wait(self._busy, return_when=FIRST_COMPLETED)
            results = [self._result_of(future) for future in done]
            self._fill(waiting)  # first, so that no process waits for what is done with the results
            yield from results

    def close(self) -> None:
        """End the processes, in the middle of what they do."""
        running = [executor for executor, _ in self._busy.values()]
        self._busy.clear()
        for executor in [*self._idle, *running]:
            _end(executor)
        self._idle.clear()

    def _fill(self, waiting: Iterator[Work]) -> None:
        while len(self._busy) < self._count:
            work = next(waiting, None)
            if work is None:
                return
            self._begin(work)

    def _begin(self, work: Work) -> None:
        executor = self._idle.pop() if self._idle else self._new()
        try:
            future = executor.submit(_read, work)
        except BrokenProcessPool:  # it was killed while it had nothing to do
            executor.shutdown(wait=False)
            executor = self._new()
            future = executor.submit(_read, work)
        self._busy[future] = (executor, work)

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            1, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare, initargs=(self._job,)
        )

    def _result_of(self, future: Future[Outcome]) -> Result:
        executor, work = self._busy.pop(future)
        try:
            outcome = future.result()
        except BrokenProcessPool:
            executor.shutdown(wait=False)
            return Lost(work)
        self._idle.append(executor)
        return outcome


def _end(executor: ProcessPoolExecutor) -> None:
    processes = list((executor._processes or {}).values())
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()


def _prepare(job: Job) -> None:
    """Begin a process: it ends with the one that started it, also when that is killed."""
    global _job
    _job = job
    threading.Thread(target=_end_with_the_driver, name="driver", daemon=True).start()


def _read(work: Work) -> Outcome:
    """Read a work, with networks that are loaded for the first."""
    global _reader
    if _reader is None:
        assert _job is not None
        _reader = BatchReader(_job)
    return _reader.read(work)


def _end_with_the_driver() -> None:
    driver = multiprocessing.parent_process()
    if driver is not None:
        driver.join()
        os._exit(1)
