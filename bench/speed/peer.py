"""rapidocr_api in an environment and a process of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_PACKAGES = ("rapidocr_api", "onnxruntime")
_START_SECONDS = 120.0

_IN_PROCESS = """
import json, sys, time, cv2
from rapidocr import RapidOCR
engine = RapidOCR(params={"Global.log_level": "error"})
pictures = [cv2.imread(name) for name in sys.argv[1:]]
engine(pictures[0])
seconds = []
for picture in pictures:
    started = time.perf_counter()
    engine(picture)
    seconds.append(time.perf_counter() - started)
print(json.dumps(seconds))
"""


def install_peer(folder: Path) -> Path:
    """Install rapidocr_api into an environment of its own, unless it is there already.

    Args:
        folder: where the environment is, or comes.

    Returns:
        The environment's folder of programs.

    Raises:
        subprocess.CalledProcessError: it could not be installed.
    """
    programs = folder / "bin"
    if not (programs / "rapidocr_api").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(programs / "pip"), "install", "-q", *_PACKAGES], check=True)
    return programs


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
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, process)
        yield url, process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def seconds_in_process(programs: Path, pictures: Sequence[bytes]) -> list[float]:
    """Let RapidOCR read pictures in one process, after one to warm up with, and time each."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, content in enumerate(pictures):
            files.append(Path(folder) / f"{number}.jpg")
            files[-1].write_bytes(content)
        done = subprocess.run(
            [str(programs / "python"), "-c", _IN_PROCESS, *map(str, files)],
            check=True,
            capture_output=True,
            text=True,
        )
    return [float(seconds) for seconds in json.loads(done.stdout.splitlines()[-1])]


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
