"""One process that decodes, as the service sees it."""

from __future__ import annotations

import os
import socket
import subprocess  # nosec B404 # runs a module of ours alone
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sealstack.service.intake.isolation.messages import Channel, HungUpError, Message

_ROOT = Path(__file__).absolute().parents[4]  # where the package `sealstack` lies

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""The variables that it gets: no settings are among them, and no secrets."""

_ENDING_SECONDS = 1.0


class DecoderProcess:
    """A process that decodes one file at a time, and that may be ended at any moment.

    The thread that starts it must live as long as it shall: the kernel ends it with that thread.
    """

    def __init__(self, address_space: int) -> None:
        """Start it.

        Args:
            address_space: how many bytes it may map.

        Raises:
            OSError: it cannot be started.
        """
        ours, theirs = socket.socketpair()
        self._channel = Channel(ours)
        arguments = (theirs.fileno(), os.getpid(), address_space)
        try:
            with theirs:
                self._process = subprocess.Popen(  # nosec B603 # this interpreter, a module of ours, numbers
                    [
                        sys.executable,
                        "-S",
                        "-m",
                        "sealstack.service.intake.isolation.child",
                        *map(str, arguments),
                    ],
                    env=_environment(),
                    cwd=_ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    process_group=0,  # Ctrl-C is for the service, which finishes what is under way
                )
        except OSError:
            ours.close()
            raise

    @property
    def number(self) -> int:
        """Its process number."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def wait_until_ready(self, until: float) -> None:
        """Wait until it can be asked.

        Args:
            until: when to give up, in seconds of `time.monotonic`.

        Raises:
            HungUpError: it ended.
            TimeoutError: it took too long.
        """
        self._channel.receive(until)

    def ask(
        self, question: Message, file: int, until: float, allocate: Callable[[int], int | None] | None = None
    ) -> Message:
        """Have a file decoded, or looked at.

        Args:
            question: what is wanted, as `service.intake.isolation.child` takes it.
            file: the number of an open file.
            until: when to give up, in seconds of `time.monotonic`.
            allocate: given the number of pixels, it gives the number of an open file that takes them, or None
                for nothing to be decoded.

        Returns:
            What it answers.

        Raises:
            HungUpError: it crashed.
            TimeoutError: it took too long.
        """
        self._channel.send(question, file)
        answer = self._receive(until)
        if "pixels" in answer and allocate is not None:
            self._channel.send({}, allocate(answer["pixels"]))
            answer = self._receive(until)
        return answer

    def end(self, *, at_once: bool) -> int:
        """End it and wait until it is gone.

        Args:
            at_once: whether it is killed whatever it does; otherwise it may end by itself.

        Returns:
            How it ended, as in `subprocess.Popen.returncode`.
        """
        self._channel.close()
        if not at_once:
            with suppress(subprocess.TimeoutExpired):
                return self._process.wait(_ENDING_SECONDS)
        self._process.kill()
        return self._process.wait()

    def _receive(self, until: float) -> Message:
        answer, file = self._channel.receive(until)
        if file is not None:  # it has no business sending any
            os.close(file)
            raise HungUpError
        return answer


def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # it finds what this process has found, and looks no further (-S); and it needs one thread only
    path = [str(_ROOT), *(str(Path(entry).resolve()) for entry in sys.path if entry)]
    return {**passed, "PYTHONPATH": os.pathsep.join(path), "OPENBLAS_NUM_THREADS": "1"}
