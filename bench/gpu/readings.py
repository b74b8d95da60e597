"""Whole readings on the device: pictures a second, by how many are read at a time in how many processes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2

from sealstack.models import runtime
from sealstack.models.values import Image
from sealstack.service.readers.engine import EngineReaders
from sealstack.service.settings.settings import Settings

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "bench" / "accuracy" / "fixed" / "images"
PATTERNS = {"seal": "seal_0*", "ocr": "text_*"}  # the names of the pictures for each task


def pictures(pattern: str, count: int, side: int | None = None) -> list[Image]:
    """The first so many fixed pictures, of which `side` pixels either way are shown, or all."""
    shown = [cv2.imread(str(path)) for path in sorted(PICTURES.glob(pattern))[:count]]
    return [image[:side, :side] for image in shown]


def read_beside_each_other(
    device: str, task: str, images: Sequence[Image], *, threads: int, batch: int, seconds: float
) -> float:
    """Read pictures by so many threads of this process for some time.

    Args:
        device: as `RuntimeOptions` has it.
        task: `seal` or `ocr`.
        images: read again and again.
        threads: how many readings run at the same time.
        batch: how many inputs of theirs are computed together at most.
        seconds: how long.

    Returns:
        Pictures a second.
    """
    readers = EngineReaders(Settings(device=device, workers=1, threads=1, gpu_batch=batch))
    readers.load()
    read = readers.read_seals if task == "seal" else readers.read_lines
    for image in images:
        read(image)  # each size is new to a card once
    ended = time.perf_counter() + seconds

    def work(number: int) -> int:
        done = 0
        while time.perf_counter() < ended:
            with runtime.reading():
                read(images[(number + done) % len(images)])
            done += 1
        return done

    started = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        done = sum(pool.map(work, range(threads)))
    return done / (time.perf_counter() - started)


def read_in_processes(
    device: str, task: str, processes: int, threads: int, batch: int, seconds: float, count: int
) -> float:
    """The same in several processes on one device, as several workers; returns pictures a second of all.

    Each process reads the first `count` pictures for the task.
    """
    arguments = [device, task, str(threads), str(batch), str(seconds), str(count)]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.gpu.readings", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    return sum(float(json.loads(process.communicate()[0].splitlines()[-1])) for process in running)


if __name__ == "__main__":
    _device, _task, _threads, _batch, _seconds, _count = sys.argv[1:]
    print(
        json.dumps(
            read_beside_each_other(
                *(_device, _task, pictures(PATTERNS[_task], int(_count))),
                threads=int(_threads),
                batch=int(_batch),
                seconds=float(_seconds),
            )
        )
    )
