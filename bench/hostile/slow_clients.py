"""Many clients that hold their connections: headers and bodies that trickle, answers that nobody reads."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

_TRICKLE_SECONDS = 1.0
_CONNECT_SECONDS = 5.0
_SETTLING_SECONDS = 3.0
_GATHERING_SECONDS = 90.0
_NEW_AT_ONCE = (
    10  # they come one after the other: what is measured is how slow they are, not a flood of calls
)
_SMALL_WINDOW = 2048  # bytes that the kernel takes from the service for a client that does not read


@contextmanager
def slow_clients(url: str, kind: str, count: int, template_id: str) -> Iterator[None]:
    """Keep so many slow clients connected while a block runs; those that are thrown out come again.

    Args:
        url: of the service.
        kind: one of `KINDS`.
        count: how many there are at once.
        template_id: of a template with a picture of some megabytes.
    """
    host, port = urlsplit(url).hostname or "", urlsplit(url).port or 80
    over, complete = threading.Event(), threading.Event()
    crowd = threading.Thread(
        target=_crowd, args=((host, port), KINDS[kind](template_id), count, over, complete), daemon=True
    )
    crowd.start()
    try:
        complete.wait(_GATHERING_SECONDS)
        time.sleep(_SETTLING_SECONDS)  # all are connected, and hold what they can hold
        yield
    finally:
        over.set()
        crowd.join()


@dataclass(frozen=True)
class _Request:
    """What a slow client sends.

    Attributes:
        at_once: its beginning.
        in_drops: the rest, one byte a second.
    """

    at_once: bytes
    in_drops: bytes = b""


def _trickling_headers(_: str) -> _Request:
    return _Request(b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", b"a" * 3000)


def _trickling_body(_: str) -> _Request:
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nX-TC-Action: SealOCR\r\nContent-Length: 100000\r\n\r\n"
    return _Request(head + b'{"ImageBase64": "', b"A" * 3000)


def _unread_answer(template_id: str) -> _Request:
    body = json.dumps({"type": "get", "template_id": template_id}).encode("ascii")
    head = b"POST /custom_ocr HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
    return _Request(head + body)


def _silent(_: str) -> _Request:
    return _Request(b"")


KINDS: Mapping[str, Callable[[str], _Request]] = {
    "headers that trickle": _trickling_headers,
    "bodies that trickle": _trickling_body,
    "answers that are not read": _unread_answer,
    "silent connections": _silent,
}
"""What each kind of client sends."""


class _Client:
    """One connection, and what it has yet to send."""

    def __init__(self, address: tuple[str, int], request: _Request) -> None:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_WINDOW)
        self.socket.settimeout(_CONNECT_SECONDS)
        self.socket.connect(address)
        self.socket.setblocking(False)
        self.socket.send(request.at_once)
        self._rest = request.in_drops

    def is_thrown_out(self) -> bool:
        """Send one more byte, and tell whether the service has hung up; what it answered is not read."""
        try:
            self.socket.send(self._rest[:1])
            self._rest = self._rest[1:]
            return self.socket.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True


def _crowd(
    address: tuple[str, int],
    request: _Request,
    count: int,
    over: threading.Event,
    complete: threading.Event,
) -> None:
    clients: list[_Client] = []
    while not over.wait(_TRICKLE_SECONDS):
        for client in [one for one in clients if one.is_thrown_out()]:
            client.socket.close()
            clients.remove(client)
        with suppress(OSError):
            for _ in range(min(_NEW_AT_ONCE, count - len(clients))):
                clients.append(_Client(address, request))
        if len(clients) >= count:
            complete.set()
    for client in clients:
        client.socket.close()
