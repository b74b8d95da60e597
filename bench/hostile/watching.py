"""Watching a service from outside: memory, processor time, restarts; and stopping it before it takes all."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.service_process import RunningService
from bench.speed.memory import children, family, megabytes

_EVERY_SECONDS = 0.1
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """Resident memory in megabytes.

    Attributes:
        worker: of the largest worker.
        helpers: of all processes that workers have started, together.
    """

    worker: float
    helpers: float


class Watch:
    """Looks at a service ten times a second, from a thread of its own, and kills workers that grow too large.

    Attributes:
        peak: the most that was seen since `begin`.
        killed: how often a worker was killed for its size, or because a call would not end.
    """

    def __init__(self, service: RunningService, ceiling: float) -> None:
        """Prepare to watch.

        Args:
            service: what to watch.
            ceiling: megabytes of all its processes together beyond which its workers are killed: the machine
                belongs to others, too.
        """
        self._service = service
        self._ceiling = ceiling
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.peak = Memory(0, 0)
        self.killed = 0

    def __enter__(self) -> Watch:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def begin(self) -> Memory:
        """Forget the peak, and tell what is held now."""
        self.peak = now = self.memory()
        return now

    def memory(self) -> Memory:
        """Tell what is held now."""
        workers = children(self._service.process)
        helpers = [one for worker in workers for one in family(worker)[1:]]
        return Memory(max(map(megabytes, workers), default=0.0), sum(map(megabytes, helpers)))

    def processor_seconds(self) -> float:
        """Tell the processor time that the service's processes have used, those that have ended included."""
        return sum(map(_processor_seconds, family(self._service.process)))

    def restarts(self) -> int:
        """Tell how many workers were started besides the first ones, one each."""
        return self._service.log.read_text(encoding="utf-8", errors="replace").count("Booting worker") - 1

    def kill_workers(self) -> None:
        """Kill the workers: what they do would not end."""
        self.killed += 1
        for worker in children(self._service.process):
            for one in reversed(family(worker)):
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)

    def _look(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            now = self.memory()
            self.peak = Memory(max(self.peak.worker, now.worker), max(self.peak.helpers, now.helpers))
            if now.worker + now.helpers > self._ceiling:
                self.kill_workers()
                time.sleep(1)


def _processor_seconds(process: int) -> float:
    try:
        line = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0
    fields = line.rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) / _TICKS  # its own and those of its ended children
