"""Model files that are none: the service must end, and not try for ever with its port open."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np

from bench.hostile.report import Report
from bench.service_process import clean_environment
from bench.speed.memory import children

_ROOT = Path(__file__).parents[2]
_WHOLE = _ROOT / "models" / "weights" / "text_detector_fast.onnx"
_MOST_SECONDS = 30.0
_GIVEN_UP_SECONDS = 40.0
_MODEL_DIR = "OCR_MODEL_DIR"


def corrupt_model(report: Report) -> None:
    """Start the service on files that are no models, and spoil one under a service that runs."""
    report.section("Corrupt models", "file", "ended after, s", "exit status", "port")
    with tempfile.TemporaryDirectory(prefix="sealstack-bench-") as folder:
        for number, (name, (variable, content)) in enumerate(_broken().items()):
            models = Path(folder) / str(number)
            models.mkdir()
            file = models / "other_det.onnx"
            file.write_bytes(content)
            given = {variable: str(models if variable == _MODEL_DIR else file)}
            _report(report, name, given, None)
        models = Path(folder) / "spoilt"
        models.mkdir()
        file = models / "other_det.onnx"
        file.write_bytes(_WHOLE.read_bytes())
        _report(report, "spoilt while it runs", {_MODEL_DIR: str(models)}, file)


def _broken() -> Mapping[str, tuple[str, bytes]]:
    """Each kind of broken file: the variable that names it, and what is in it."""
    whole = _WHOLE.read_bytes()
    changed = bytearray(whole)
    for place in np.random.default_rng(1).integers(0, len(whole), 2000):
        changed[int(place)] ^= 0xFF
    nonsense = b"no model at all" * 99
    return {
        "no model": (_MODEL_DIR, nonsense),
        "an empty file": (_MODEL_DIR, b""),
        "cut short": (_MODEL_DIR, whole[:-5000]),
        "bytes changed": (_MODEL_DIR, bytes(changed)),
        "no orientation model": ("OCR_DOC_ORIENTATION_MODEL", nonsense),
        "no unwarping model": ("OCR_DOC_UNWARPING_MODEL", nonsense),
        "no layout model": ("OCR_LAYOUT_MODEL", nonsense),
        "no seal detection model": ("OCR_SEAL_DETECTION_MODEL", nonsense),
    }


def _report(report: Report, name: str, settings: Mapping[str, str], spoilt: Path | None) -> None:
    seconds, status, is_open = _ended(settings, spoilt)
    report.row(name, seconds, "none" if status is None else status, "open" if is_open else "closed")
    report.bound(f"{name}: seconds until the service ends", seconds, _MOST_SECONDS, "s")
    report.bound(f"{name}: exit status 0, or port open", int(status == 0 or is_open), 0, "")


def _ended(settings: Mapping[str, str], spoilt: Path | None) -> tuple[float, int | None, bool]:
    """Start a service that cannot work, or no longer can; tell when it ended, its status, and its port."""
    with tempfile.TemporaryDirectory(prefix="sealstack-bench-") as data:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            address = listener.getsockname()
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "-c", "python:sealstack.service.server"),
                    *("--bind", f"fd://{listener.fileno()}"),
                ],
                cwd=_ROOT,
                env={**clean_environment(data), **settings, "OCR_WORKERS": "1"},
                pass_fds=[listener.fileno()],
                stderr=subprocess.DEVNULL,
            )
        try:
            if spoilt is not None:
                _spoil(spoilt, process.pid, address)
            started = time.perf_counter()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_GIVEN_UP_SECONDS)
            return time.perf_counter() - started, process.poll(), _is_open(address)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()


def _spoil(file: Path, master: int, address: tuple[str, int]) -> None:
    """Wait until the service answers, spoil its model, and kill the worker that has it whole in memory."""
    with socket.create_connection(address, timeout=120) as connection:
        connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        connection.recv(100)
    file.write_bytes(b"no model any more")
    for worker in children(master):
        os.kill(worker, signal.SIGKILL)


def _is_open(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=2).close()
    except OSError:
        return False
    return True
