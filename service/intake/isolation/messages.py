"""What the service and a process that decodes say to each other: lines of JSON, some with a file along."""

from __future__ import annotations

import json
import os
import socket
import time
from typing import Any, TypeAlias

Message: TypeAlias = dict[str, Any]

PAGES, PICTURE = "pages", "picture"
"""What can be asked for under `ask`: how many pages there are, or one of them decoded."""

_LONGEST = 64 * 1024
"""How long a message may be, in bytes: whoever sends more is not to be trusted."""


class HungUpError(Exception):
    """The other side has ended, or speaks otherwise than it should."""

    def __init__(self) -> None:
        super().__init__("the process ended, or talked nonsense")


class Channel:
    """One end of the line; each end speaks in its turn."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def send(self, message: Message, file: int | None = None) -> None:
        """Send a message, with an open file along: the number that it has here.

        Raises:
            HungUpError: nobody is there any more.
        """
        content = json.dumps(message).encode() + b"\n"
        try:
            self._line.settimeout(None)
            sent = socket.send_fds(self._line, [content], [file] if file is not None else [])
            if sent < len(content):
                self._line.sendall(content[sent:])
        except OSError as error:
            raise HungUpError from error

    def receive(self, until: float | None = None) -> tuple[Message, int | None]:
        """Wait for a message.

        Args:
            until: when to give up, in seconds of `time.monotonic`; None for never.

        Returns:
            The message, and the number of the file that came along: it is the caller's to close.

        Raises:
            HungUpError: the other side has ended, or what came is no message.
            TimeoutError: nothing came in time.
        """
        content, files = b"", list[int]()
        try:
            while not content.endswith(b"\n"):
                self._wait_at_most(until)
                part, more, _, _ = socket.recv_fds(self._line, _LONGEST, 1)
                files += more
                content += part
                if not part or len(content) > _LONGEST:
                    raise HungUpError
            message = json.loads(content)
            if not isinstance(message, dict) or len(files) > 1:
                raise HungUpError
        except BaseException as error:
            for file in files:
                os.close(file)
            if isinstance(error, TimeoutError) or not isinstance(error, OSError | ValueError):
                raise
            raise HungUpError from error
        return message, files[0] if files else None

    def close(self) -> None:
        """Hang up: who waits at the other end learns of it."""
        self._line.close()

    def _wait_at_most(self, until: float | None) -> None:
        left = None if until is None else until - time.monotonic()
        if left is not None and left <= 0:
            raise TimeoutError
        self._line.settimeout(left)
