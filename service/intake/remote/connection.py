"""HTTP connections to checked addresses, under one deadline for everything."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from sealstack.service.intake.errors import DownloadError
from sealstack.service.intake.remote.addresses import is_public
from sealstack.service.texts import Text

_UNRESOLVED = Text("无法解析主机名`{host}`。", "The host name `{host}` could not be resolved.")
_PRIVATE = Text(
    "主机`{host}`的地址不是公网地址，已拒绝访问。",
    "The host `{host}` has an address that is not public, and is refused.",
)


class DeadlineExceeded(TimeoutError):  # noqa: N818
    """The time for everything has run out."""


class Deadline:
    """A point in time until which everything must be done."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        """How many seconds are left.

        Raises:
            DeadlineExceeded: none are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise DeadlineExceeded
        return left


def resolve(host: str, port: int, deadline: Deadline, *, allow_private: bool) -> list[str]:
    """Look up the addresses of a host, and check every one.

    Args:
        host: a name or an address.
        port: the port that will be connected to.
        deadline: until when; the look-up itself cannot be stopped, but is waited for no longer than this.
        allow_private: whether addresses that are not public will do.

    Raises:
        DownloadError: the name has no address, or has one that is refused.
        DeadlineExceeded: the look-up takes too long.
    """
    found: list[str] = []
    finished = threading.Event()

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))
        except (OSError, UnicodeError):
            pass  # no address: raised below
        finally:
            finished.set()

    threading.Thread(target=look_up, name="name-look-up", daemon=True).start()
    if not finished.wait(deadline.remaining()):
        raise DeadlineExceeded
    shown = host[:100]
    if not found:
        raise DownloadError(_UNRESOLVED.filled(host=shown))
    if not allow_private and not all(is_public(address) for address in found):
        raise DownloadError(_PRIVATE.filled(host=shown))
    return found


@contextmanager
def open_connection(
    scheme: str, host: str, port: int, addresses: Sequence[str], deadline: Deadline
) -> Iterator[http.client.HTTPConnection]:
    """Connect to the first address that answers; the host's name serves for TLS and the `Host` header only.

    Raises:
        OSError: no address answers.
        DeadlineExceeded: not in time.
    """
    plain = _connect(addresses, port, deadline)
    try:
        if scheme == "https":
            plain = _secured(plain, host, deadline)
        kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
        connection = kind(f"[{host}]" if ":" in host else host, port)
        connection.sock = _TimedSocket(plain, deadline)
        yield connection
    finally:
        plain.close()


def _secured(plain: socket.socket, host: str, deadline: Deadline) -> ssl.SSLSocket:
    plain.settimeout(deadline.remaining())
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except TimeoutError:
        raise DeadlineExceeded from None


def _connect(addresses: Sequence[str], port: int, deadline: Deadline) -> socket.socket:
    failure: OSError = OSError("the host has no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=deadline.remaining())
        except DeadlineExceeded:
            raise
        except OSError as error:
            failure = error
    raise failure


class _TimedSocket:
    """A socket as `http.client` uses it, each of whose waits ends at the deadline."""

    def __init__(self, plain: socket.socket, deadline: Deadline) -> None:
        self._socket = plain
        self._deadline = deadline

    def sendall(self, content: Any) -> None:
        self._socket.settimeout(self._deadline.remaining())
        try:
            self._socket.sendall(content)
        except TimeoutError:
            raise DeadlineExceeded from None

    def makefile(self, mode: Literal["rb"], *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_TimedStream(self._socket, self._deadline))

    def close(self) -> None:
        """Do nothing: `http.client` closes before the answer is read; whoever connected closes in the end."""


class _TimedStream(io.RawIOBase):
    """What a socket receives, each wait ending at the deadline."""

    def __init__(self, plain: socket.socket, deadline: Deadline) -> None:
        self._socket = plain
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._socket.settimeout(self._deadline.remaining())
        try:
            return self._socket.recv_into(buffer)
        except TimeoutError:
            raise DeadlineExceeded from None
