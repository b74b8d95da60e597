"""A PostgreSQL server of the tests' own, for the few tests that need one."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.fleet.stores import postgresql_program


def is_available() -> bool:
    """Tell whether there are both a server and a driver."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return False
    return bool(postgresql_program("initdb") and postgresql_program("postgres") and _user())


def _user() -> str | None:
    # PostgreSQL refuses to run as root
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else None


@contextmanager
def server() -> Iterator[str]:
    """Run a server on a free port and give the URL of its empty database."""
    user = _user()
    demoted = {"user": user} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="sealstack-postgresql-"))
    if demoted:
        shutil.chown(folder, user)
    data = folder / "data"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    subprocess.run(
        [postgresql_program("initdb"), "--no-sync", "-A", "trust", "-U", "sealstack", "-D", data],
        check=True,
        capture_output=True,
        cwd=folder,
        **demoted,
    )
    process = subprocess.Popen(
        [postgresql_program("postgres"), "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", folder, "-F"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        **demoted,
    )
    try:
        url = f"postgresql://sealstack@127.0.0.1:{port}/postgres"
        _wait_for(url, process)
        yield url
    finally:
        process.send_signal(signal.SIGINT)  # ends at once, whoever is still connected
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(url: str, process: subprocess.Popen) -> None:
    import psycopg

    while process.poll() is None:
        try:
            psycopg.connect(url, connect_timeout=1).close()
        except psycopg.OperationalError:
            continue
        return
    raise RuntimeError("PostgreSQL did not start")
