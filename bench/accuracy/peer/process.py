"""The peer in a process of its own, asked for one crop at a time."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.accuracy.calls import CallFailed
from sealstack.models.runtime.backends import SILENT
from sealstack.models.values import Image

PROGRAM = Path(__file__).with_name("program.py")
"""Runs PaddleX."""

_ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_OFFLINE = {"PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK": "True", "HF_HUB_OFFLINE": "1"}
_GRACE_SECONDS = 30.0


@dataclass(frozen=True)
class CropReading:
    """What a peer read in one crop.

    Attributes:
        texts: all of them, in its order.
        seconds: from the pixels to the texts.
        processor_seconds: of all threads together; on a busy machine they say more.
    """

    texts: tuple[str, ...]
    seconds: float
    processor_seconds: float


class PeerProcess:
    """A running program that answers a line with a line."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        """Wait until it is ready.

        Args:
            process: its standard input and output are pipes of text.
            folder: where crops are laid down for it.

        Raises:
            CallFailed: it ended instead.
        """
        self._process, self._folder = process, folder
        self.versions: Mapping[str, str] = self._answer()
        """Of its packages, by their names."""

    def read(self, crop: Image) -> CropReading:
        """Have a crop read.

        Args:
            crop: `(H, W, 3)` uint8 BGR.

        Raises:
            CallFailed: it could not read it, or is not there any more.
        """
        file = self._folder / "crop.npy"
        np.save(file, crop)
        try:
            print(file, file=self._process.stdin, flush=True)
        except OSError as error:
            raise CallFailed("the peer has ended") from error
        answer = self._answer()
        if "failure" in answer:
            raise CallFailed(answer["failure"])
        return CropReading(tuple(answer["texts"]), answer["seconds"], answer["processor_seconds"])

    def _answer(self) -> dict[str, Any]:
        """The next line that it writes."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise CallFailed("the peer has ended")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def running(python: Path | str, settings: Path, program: Path = PROGRAM) -> Iterator[PeerProcess]:
    """Run the peer, and end it.

    It has one thread to compute with, no way to ask for models elsewhere, and a home of its own.

    Args:
        python: the interpreter of its environment.
        settings: the file that the program is run with.
        program: what to run.

    Yields:
        The process, once it is ready.

    Raises:
        CallFailed: it did not start.
    """
    with tempfile.TemporaryDirectory(prefix="sealstack-peer-") as folder:
        home = {"HOME": folder, "PADDLE_PDX_CACHE_HOME": folder}
        process = subprocess.Popen(
            [str(python), "-I", str(program), str(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **SILENT, **_ALONE, **_OFFLINE, **home},
            encoding="utf-8",
        )
        try:
            yield PeerProcess(process, Path(folder))
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """Close its input, at which it ends; or end it."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.close()
        process.wait(_GRACE_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        process.kill()
        process.wait()
    finally:
        process.stdout.close()
