"""PostgreSQL and Redis in processes of their own, which can be stopped and started again in the middle."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

_PATIENCE = 60.0
_DEBIAN = "/usr/lib/postgresql"


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def postgresql_program(name: str) -> str | None:
    """Find a program of PostgreSQL's, also where Debian keeps them; None where there is none."""
    folders = sorted(Path(_DEBIAN).glob("*/bin"), reverse=True) if Path(_DEBIAN).is_dir() else []
    return shutil.which(name) or next((str(each / name) for each in folders if (each / name).exists()), None)


class PostgreSQL:
    """A server on a free port, with a database `postgres` of its own.

    Attributes:
        url: of that database.
        log: what it writes, every statement among it if that was asked for.
    """

    def __init__(self, folder: Path, *, log_statements: bool = False) -> None:
        """Make its files in a folder and start it.

        Raises:
            RuntimeError: PostgreSQL is not installed or does not start.
        """
        self._folder = folder / "postgresql"
        self._folder.mkdir(parents=True)
        self._owner = _owner()
        if self._owner:
            for part in (self._folder, folder):
                shutil.chown(part, self._owner.get("user"))
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._logs = log_statements
        self.log = self._folder / "log"
        self.url = f"postgresql://sealstack@127.0.0.1:{self._port}/postgres"
        make = [_required("initdb"), "--no-sync", "-A", "trust", "-U", "sealstack", "-D"]
        subprocess.run(
            [*make, str(self._folder / "data")],
            check=True,
            capture_output=True,
            cwd=self._folder,
            **(self._owner or {}),
        )
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        import psycopg

        options = ["-p", str(self._port), "-h", "127.0.0.1", "-k", str(self._folder), "-F"]
        options += ["-c", "max_connections=300"]
        if self._logs:
            options += ["-c", "log_statement=all", "-c", "log_line_prefix="]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [_required("postgres"), "-D", str(self._folder / "data"), *options],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                **(self._owner or {}),
            )
        deadline = time.monotonic() + _PATIENCE
        while self._process.poll() is None and time.monotonic() < deadline:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.url, connect_timeout=1).close()
                return
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start: {self.log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """End it at once, whoever is connected; what was committed is kept."""
        _end(self._process, signal.SIGINT)


class Redis:
    """A server on a free port that keeps nothing on the disk.

    Attributes:
        url: where it is.
    """

    def __init__(self, folder: Path) -> None:
        """Start it.

        Raises:
            RuntimeError: Redis is not installed or does not start.
        """
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self.start()

    def client(self) -> Any:
        """A client of it."""
        import redis

        return redis.Redis(port=self._port)

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        import redis

        program = shutil.which("redis-server")
        if program is None:
            raise RuntimeError("there is no redis-server")
        options = ["--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        self._process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + _PATIENCE
        while self._process.poll() is None and time.monotonic() < deadline:
            with suppress(redis.ConnectionError):
                self.client().ping()
                return
            time.sleep(0.02)
        raise RuntimeError("Redis did not start")

    def stop(self) -> None:
        """End it; what it held is gone."""
        _end(self._process, signal.SIGKILL)


def _end(process: subprocess.Popen[bytes] | None, how: signal.Signals) -> None:
    if process is None:
        return
    with suppress(ProcessLookupError):
        process.send_signal(how)
    process.wait(_PATIENCE)


def _required(name: str) -> str:
    found = postgresql_program(name)
    if found is None:
        raise RuntimeError(f"there is no {name}")
    return found


def _owner() -> dict[str, Any] | None:
    """Who runs PostgreSQL, which refuses to be run by root; None for this user."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return {"user": "postgres" if "postgres" in names else "nobody"}
