"""The memory of a batch's driver over very many files."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path

from bench.batch.running import faults, resident, start_driver

_STEP_SECONDS = 0.25


@dataclass(frozen=True)
class DriverMemory:
    """What a driver took.

    Attributes:
        files: how many it had read.
        early: its median resident memory in the second tenth of the run, in MB.
        late: the same in the last tenth.
        seconds: how long it took.
        faults: what is wrong with what it wrote.
    """

    files: int
    early: float
    late: float
    seconds: float
    faults: list[str]


def measure_memory(inputs: Path, output: Path, files: int, *options: str) -> DriverMemory:
    """Read a folder and watch the driver; the first tenth, in which it warms up, is left out."""
    started = time.monotonic()
    driver = start_driver(inputs, output, *options)
    seen: list[float] = []
    begun = threading.Event()

    def watch() -> None:
        begun.wait()
        while driver.poll() is None:
            seen.append(resident(driver.pid) / 1e6)
            time.sleep(_STEP_SECONDS)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    assert driver.stdout is not None
    last = ""
    for line in driver.stdout:
        begun.set()
        last = line
    begun.set()
    watcher.join()
    if driver.wait():
        assert driver.stderr is not None
        return DriverMemory(
            files, 0, 0, 0, [f"the driver ended with {driver.returncode}: {driver.stderr.read()}"]
        )
    seen = [each for each in seen if each]
    tenth = max(1, len(seen) // 10)
    seconds = time.monotonic() - started
    early, late = _median(seen[tenth : 2 * tenth]), _median(seen[-tenth - 1 : -1] or seen)
    wrong = faults(inputs, output) if last else ["the driver reported nothing"]
    return DriverMemory(files, early, late, seconds, wrong)


def _median(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else 0.0
