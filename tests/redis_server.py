"""A Redis server of the tests' own, for the few tests that need one."""

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


def is_available() -> bool:
    """Tell whether there are both a server and a client."""
    try:
        import redis  # noqa: F401
    except ImportError:
        return False
    return bool(shutil.which("redis-server"))


@contextmanager
def server() -> Iterator[str]:
    """Run a server on a free port and give its URL."""
    import redis

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="sealstack-redis-") as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        try:
            client = redis.Redis(port=port)
            while process.poll() is None:
                try:
                    client.ping()
                    break
                except redis.ConnectionError:
                    continue
            yield f"redis://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)
