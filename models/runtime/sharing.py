"""How many threads a call may use now: all cores when it is alone, its share when others compute too."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from sealstack.models.runtime.interruption import check
from sealstack.models.runtime.session import FloatArray, Session, Shape

_inside = threading.local()
_lock = threading.Lock()
_running = 0


@contextmanager
def reading() -> Iterator[None]:
    """Count what runs inside as one reading that shares the cores with all other ones of the process.

    A reading within a reading, on the same thread, is the same one. What runs a network outside of any counts
    as a reading for as long as the network computes.
    """
    global _running
    depth: int = getattr(_inside, "depth", 0)
    if depth == 0:
        with _lock:
            _running += 1
    _inside.depth = depth + 1
    try:
        yield
    finally:
        _inside.depth = depth
        if depth == 0:
            with _lock:
                _running -= 1


def running() -> int:
    """How many readings run in this process at this moment."""
    return _running


def _others() -> int:
    """How many readings run beside this thread's own."""
    return _running - (getattr(_inside, "depth", 0) > 0)


class SharingSession:
    """One network, loaded once for each number of threads that it is wanted with.

    A call that is alone gets all threads. Calls beside each other get fewer, since many calls of one thread
    each are done sooner than the same calls taking turns with all threads (docs/performance.md).
    """

    def __init__(self, load: Callable[[int], Session], threads: int) -> None:
        """Load the network for a call that is alone; the others are loaded when they are first wanted.

        Args:
            load: loads it, given how many threads compute one call.
            threads: how many there are, at least 1.
        """
        self._load = load
        self._threads = threads
        self._widest = load(threads)
        self._loaded = {threads: self._widest}
        self._loading = threading.Lock()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="computing")

    @property
    def provider(self) -> str:
        """What really computes."""
        return self._widest.provider

    @property
    def metadata(self) -> Mapping[str, str]:
        """The custom metadata stored in the model file."""
        return self._widest.metadata

    def run(self, batch: FloatArray) -> FloatArray:
        """Compute the first output of `batch`, `(N, C, H, W)` float32."""
        with reading():
            return self._with(threads_for(self._threads, running())).run(batch)

    @property
    def inputs(self) -> Mapping[str, Shape]:
        """The inputs' names and shapes, in the order of the file."""
        return self._widest.inputs

    def compute(self, feeds: Mapping[str, FloatArray]) -> Sequence[FloatArray]:
        """Compute all outputs, in the order of the file."""
        with reading():
            return self._with(threads_for(self._threads, running())).compute(feeds)

    def run_all(self, batches: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """Compute the first output of each batch: those of a reading that is alone beside each other.

        Batches on one thread each are done sooner than one after the other on all threads.
        """
        if _others() or self._threads == 1:
            return map(self.run, batches)
        return self._beside_each_other(iter(batches))

    def _beside_each_other(self, batches: Iterator[FloatArray]) -> Iterator[FloatArray]:
        """Few at a time, as outputs may be large and somebody takes them one by one."""
        first, second = next(batches, None), next(batches, None)
        if first is None:
            return
        if second is None:
            yield self._widest.run(first)
            return
        compute = self._with(1).run
        waiting = deque(self._pool.submit(compute, batch) for batch in (first, second))
        for batch in batches:
            check()
            if len(waiting) > self._threads:
                yield waiting.popleft().result()
            waiting.append(self._pool.submit(compute, batch))
        while waiting:
            yield waiting.popleft().result()

    def _with(self, threads: int) -> Session:
        found = self._loaded.get(threads)
        if found is None:
            with self._loading:
                found = self._loaded.get(threads)
                if found is None:
                    found = self._loaded[threads] = self._load(threads)
        return found


def threads_for(threads: int, sharers: int) -> int:
    """Share out threads: all of them, or the largest power of two that is within a fair share.

    Powers of two, so that a network is loaded a few times only.

    Args:
        threads: how many there are, at least 1.
        sharers: how many readings share them.
    """
    if sharers <= 1:
        return threads
    fair = max(1, threads // sharers)
    return 1 << (fair.bit_length() - 1)
