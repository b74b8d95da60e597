"""The parts of a fleet that are ours: replicas, and the nginx before them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bench.fleet.stores import free_port
from bench.service_process import clean_environment

ROOT = Path(__file__).parents[2]

APPLICATION = "bench.fleet.application:app"
_PATIENCE = 120.0

_NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {upstream}
    server {{
        listen 127.0.0.1:{port};
        {server}
    }}
}}
"""


class Replica:
    """One replica on a port of its own, with a data folder of its own.

    Attributes:
        port: where it listens, always the same.
        url: the same as a URL.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str], application: str = APPLICATION) -> None:
        """Start it; `wait_until_ready` says when it can be called.

        Args:
            folder: for its data and its log.
            settings: `OCR_*` variables, and others.
            application: what gunicorn runs.
        """
        folder.mkdir(parents=True)
        self._folder = folder
        self._settings = dict(settings)
        self._application = application
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Start it, or start it again."""
        environment = {
            **clean_environment(str(self._folder / "data")),
            **{"OCR_WORKERS": "1", "OCR_THREADS": "1", "OCR_DECODERS": "1", "PYTHONPATH": str(ROOT)},
            **{"OCR_HOST": "127.0.0.1", "OCR_PORT": str(self.port)},
            **self._settings,
        }
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "gunicorn",
                    "-c",
                    "python:sealstack.service.server",
                    self._application,
                ],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def log(self) -> Path:
        """The file with what it has said."""
        return self._folder / "log"

    def wait_until_ready(self) -> None:
        """Wait until `/readyz` says so.

        Raises:
            RuntimeError: it has ended, or does not become ready.
        """
        deadline = time.monotonic() + _PATIENCE
        while self.is_running and time.monotonic() < deadline:
            if status_of(f"{self.url}/readyz") == 200:
                return
            time.sleep(0.05)
        raise RuntimeError(f"a replica did not start: {self.log.read_text(errors='replace')[-3000:]}")

    @property
    def is_running(self) -> bool:
        """Whether its first process runs."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Ask it to stop, as an orchestrator does, and wait."""
        if self._process is not None and self.is_running:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(_PATIENCE)

    def kill(self) -> None:
        """End all its processes at once, as a power cut does."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(_PATIENCE)


class Nginx:
    """An nginx before replicas, with the directives of docs/scaling.md.

    Attributes:
        url: where it listens.
    """

    def __init__(self, folder: Path, ports: Sequence[int]) -> None:
        """Start it.

        Raises:
            RuntimeError: nginx is not installed, or does not start.
        """
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if program is None:
            raise RuntimeError("there is no nginx")
        folder.mkdir(parents=True)
        port = free_port()
        upstream, server = example_directives(ports)
        configuration = folder / "nginx.conf"
        user = "user root;" if os.geteuid() == 0 else ""
        configuration.write_text(
            _NGINX.format(folder=folder, port=port, user=user, upstream=upstream, server=server), "utf-8"
        )
        self.url = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen(
            [program, "-e", str(folder / "error.log"), "-c", str(configuration)], stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + _PATIENCE
        while status_of(f"{self.url}/healthz") is None:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"nginx did not start: {(folder / 'error.log').read_text()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(_PATIENCE)


def example_directives(ports: Sequence[int]) -> tuple[str, str]:
    """The upstream and the server of deploy/nginx.conf, with these replicas in the place of the example's."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    upstream = text[text.index("upstream sealstack") : text.index("server {")]
    kept = [line for line in upstream.splitlines() if not line.strip().startswith("server ")]
    servers = [f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=1s;" for port in ports]
    server = text[text.index("server {") + len("server {") : text.rindex("}")]
    listening = ("listen ", "server_name ", "ssl_")
    inside = [line for line in server.splitlines() if not line.strip().startswith(listening)]
    return "\n".join([kept[0], *servers, *kept[1:]]), "\n".join(inside)


def status_of(url: str) -> int | None:
    """The status of a page; None where nothing answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=30) as answer:
            status: int = answer.status
            return status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None
