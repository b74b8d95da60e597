"""The service as users run it: gunicorn in processes of its own, on a real socket."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.databases import with_tables

ROOT = Path(__file__).parents[2]
FAKE = "tests.conformance.fake_application:app"
REAL = "sealstack.service.application:create_app()"

_PATIENCE = 120.0


class Server:
    """A running service.

    Attributes:
        host: the address with the port, `127.0.0.1:43210`.
        process: gunicorn's master process.
    """

    def __init__(self, host: str, process: "subprocess.Popen[str]") -> None:
        self.host = host
        self.process = process
        self._lines: list[str] = []
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()

    @property
    def port(self) -> int:
        return int(self.host.rpartition(":")[2])

    @property
    def log(self) -> str:
        return "".join(self._lines)

    @property
    def workers(self) -> list[int]:
        """The numbers of the worker processes, in the order in which they were started."""
        return [int(number) for number in re.findall(r"Booting worker with pid: (\d+)", self.log)]

    def wait_for_log(self, text: str, times: int = 1) -> None:
        """Wait until the log has a text this many times."""
        deadline = time.monotonic() + _PATIENCE
        with self._changed:
            while self.log.count(text) < times:
                assert self._changed.wait(max(0.0, deadline - time.monotonic())), self.log

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=_PATIENCE)

    def stop(self) -> int:
        """Ask it to stop, wait, and return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        try:
            status = self.process.wait(_PATIENCE)
        finally:
            if self.process.poll() is None:
                self.process.kill()
        self._reader.join(_PATIENCE)
        if self.process.stderr is not None and not self._reader.is_alive():
            self.process.stderr.close()
        return status

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()


def clean_environment(**variables: str) -> dict[str, str]:
    """This process's environment without settings and proxies, with one computing thread and one decoder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("OCR_") and not name.lower().endswith("_proxy")
    }
    return {**kept, "OCR_WORKERS": "1", "OCR_THREADS": "1", "OCR_DECODERS": "1", **variables}


@contextmanager
def serving(application: str = FAKE, *, under: Sequence[str] = (), **variables: str) -> Iterator[Server]:
    """Run gunicorn with the project's own configuration and the settings given, ready for requests.

    It runs in a process group of its own, and under another program where that is named with its options. Its
    database has its tables already, unless a folder is given.
    """
    with ExitStack() as cleanup:
        if "OCR_DATA_DIR" not in variables:
            folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory()))
            variables["OCR_DATA_DIR"] = str(with_tables(folder))
        server = _start(application, under, variables)
        try:
            server.wait_for_log("the networks are loaded", times=int(variables.get("OCR_WORKERS", "1")))
            yield server
        finally:
            server.stop()


def _start(application: str, under: Sequence[str], variables: dict[str, str]) -> Server:
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        host = "{}:{}".format(*listener.getsockname())
        process = subprocess.Popen(
            [
                *(*under, sys.executable, "-m", "gunicorn", "-c", "python:sealstack.service.server"),
                *("--bind", f"fd://{listener.fileno()}", application),
            ],
            cwd=ROOT,
            env=clean_environment(**variables),
            pass_fds=[listener.fileno()],
            start_new_session=True,
            stderr=subprocess.PIPE,
            text=True,
        )
    return Server(host, process)
