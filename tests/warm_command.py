"""`sealstack` for tests that call it often: a process imports the package once, each command is a fork of it.

`python -P -m tests.warm_command SOCKET` is that process. It has one thread and no networks. A command gets
the arguments, the folder, the environment and the three streams of its caller; it runs from there on, and
ends, as `python -P -m sealstack` does.
"""

import gc
import json
import os
import runpy
import select
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]

_COMMANDS = ("account", "batch", "config", "database", "doctor", "pasted", "reading", "template")
_PRELOADED = (
    *(f"sealstack.commands.{command}" for command in _COMMANDS),
    # imported where they are first used; not so ONNX Runtime, which starts a thread
    *("alembic.command", "sqlalchemy.dialects.sqlite", "numpy.ma", "PIL.PngImagePlugin"),
)
_LONGEST_CALL = 128 * 1024

_CALLER = """
import json, os, socket, sys
line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
line.connect(sys.argv[1])
said = {"arguments": sys.argv[2:], "folder": os.getcwd(), "environment": dict(os.environ)}
socket.send_fds(line, [json.dumps(said).encode()], [0, 1, 2])
os._exit(int(line.recv(16) or 255))
"""


@contextmanager
def warm_command() -> Iterator[tuple[str, ...]]:
    """Give the words to say in the place of `python -P -m sealstack`, for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        address, caller = Path(folder) / "socket", Path(folder) / "caller.py"
        caller.write_text(_CALLER, encoding="utf-8")
        with subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.warm_command", str(address)],
            # one thread: NumPy's library starts none
            env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            # at the end of the block its standard input is closed, and it ends
            yield (sys.executable, "-I", "-S", str(caller), str(address))


def _serve(listener: socket.socket) -> bool:
    """Fork for each caller: True in the fork, whose caller's command it now is; False when all is done."""
    while True:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        with suppress(ChildProcessError):  # those that ended leave, and what they cost is counted
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        if sys.stdin in ready:
            return False
        line, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            return _become_the_command(line)
        line.close()


def _become_the_command(line: socket.socket) -> bool:
    """Take over what the caller has, in a fork of its own, whose status the caller is told at its end."""
    said, streams, _, _ = socket.recv_fds(line, _LONGEST_CALL, 3)
    command = os.fork()
    if command:
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(command, 0)
        line.send(str(os.waitstatus_to_exitcode(status) & 0xFF).encode())
        os._exit(0)
    line.close()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    call = json.loads(said)
    os.chdir(call["folder"])
    os.environ.clear()
    os.environ.update(call["environment"])
    sys.argv = ["sealstack", *call["arguments"]]
    return True


def main(address: str) -> None:
    """Import the package, and be each command that is called for."""
    for name in _PRELOADED:
        import_module(name)
    threads = os.listdir("/proc/self/task")
    assert len(threads) == 1, threads
    gc.freeze()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(address)
        listener.listen()
        os.write(1, b"ready\n")
        called = _serve(listener)
    if called:
        runpy.run_module("sealstack", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1])
