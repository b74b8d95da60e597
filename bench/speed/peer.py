"""The peers in environments of their own: rapidocr_api, in a process of its own too, and faster-paddle."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.environment import install
from sealstack.models.runtime.backends import SILENT

_PACKAGES = ("rapidocr_api", "onnxruntime")
_FASTER_PADDLE = "1.0.4"
_START_SECONDS = 120.0


def install_peer(folder: Path) -> Path:
    """Install rapidocr_api into an environment of its own, unless it is there already.

    Args:
        folder: where the environment is, or comes.

    Returns:
        The environment's folder of programs.

    Raises:
        subprocess.CalledProcessError: it could not be installed.
    """
    return install(folder, _PACKAGES, folder / "bin" / "rapidocr_api")


def install_faster_paddle(folder: Path) -> Path:
    """Install faster-paddle into an environment of its own, unless it is there already.

    Args:
        folder: where the environment is, or comes.

    Returns:
        The environment's folder of programs.

    Raises:
        subprocess.CalledProcessError: it could not be installed.
    """
    return install(folder, (f"faster-paddle=={_FASTER_PADDLE}",), folder / f"{_FASTER_PADDLE}.installed")


@contextmanager
def running_peer(programs: Path) -> Iterator[tuple[str, int]]:
    """Run rapidocr_api on a free port, and end it.

    Yields:
        Its URL and its process number, once it answers.

    Raises:
        RuntimeError: it did not start.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        [str(programs / "rapidocr_api"), "-ip", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **SILENT},
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, process)
        yield url, process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with opener.open(url + "/", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("rapidocr_api did not start")
