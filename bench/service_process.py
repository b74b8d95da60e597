"""The service in processes of its own, for measuring it from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_START_SECONDS = 180.0
_STOP_SECONDS = 60.0
_SHOWN = 4000


class ServiceFailed(RuntimeError):  # noqa: N818
    """The service did not start; the message has the end of its log."""


@dataclass(frozen=True)
class RunningService:
    """A service that is ready.

    Attributes:
        url: where it answers.
        process: the number of gunicorn's first process, the parent of the workers.
        ready_after: the seconds from its start until `/readyz` said so.
        log: the file of what it writes to standard error.
    """

    url: str
    process: int
    ready_after: float
    log: Path


@contextmanager
def running_service() -> Iterator[str]:
    """Run the service under gunicorn on a free port of this machine, with an empty database, and end it.

    The settings `OCR_*` of the environment hold, but for those that say where it listens, who is let in,
    and where its database is.

    Yields:
        Its URL, once it is ready.

    Raises:
        ServiceFailed: it did not start.
    """
    with running_process() as service:
        yield service.url


@contextmanager
def running_process(
    app: str | None = None, settings: Mapping[str, str] | None = None, limit: Callable[[], None] | None = None
) -> Iterator[RunningService]:
    """Run the service as `running_service` does, and tell more of it.

    Args:
        app: another WSGI application in the place of the service's, as `module:name`.
        settings: `OCR_*` variables that hold besides those of the environment, and before them.
        limit: called in the new process before the service is started there.

    Raises:
        ServiceFailed: it did not start.
    """
    with tempfile.TemporaryDirectory(prefix="sealstack-bench-") as folder:
        log = Path(folder) / "log"
        with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as output:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            started = time.perf_counter()
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "-c", "python:sealstack.service.server"),
                    *("--bind", f"fd://{listener.fileno()}"),
                    *((app,) if app else ()),
                ],
                cwd=Path(__file__).parents[1],
                env={**clean_environment(folder), **(settings or {})},
                preexec_fn=limit,
                pass_fds=[listener.fileno()],
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            _wait_until_ready(url, log)
            yield RunningService(url, process.pid, time.perf_counter() - started, log)
        finally:
            _end(process)


def clean_environment(data_dir: str) -> dict[str, str]:
    """Give this environment, with a data folder and nothing that opens, closes or moves the service."""
    emptied = (
        "OCR_HOST",
        "OCR_DATABASE_URL",
        "OCR_REDIS_URL",
        "OCR_SECRET_ID",
        "OCR_SECRET_KEY",
        "OCR_API_KEYS",
    )
    return {**os.environ, **dict.fromkeys(emptied, ""), "OCR_DATA_DIR": data_dir}


def _wait_until_ready(url: str, log: Path) -> None:
    # the socket is open already: the answer comes once a worker has loaded its networks, or never
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url + "/readyz", timeout=_START_SECONDS):
            return
    except (urllib.error.URLError, OSError) as error:
        end = log.read_text(encoding="utf-8", errors="replace")[-_SHOWN:]
        raise ServiceFailed(f"the service did not start ({error}):\n{end}") from error


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
