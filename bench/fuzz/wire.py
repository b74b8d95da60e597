"""Requests as bytes on a socket, so that a client's library mends nothing in them."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_PATIENCE = 60.0


@dataclass(frozen=True)
class Request:
    """One request, whatever is wrong with it.

    Attributes:
        kind: which maker made it; decides how its answer is judged.
        target: path and query.
        body: what follows the headers.
        headers: names and values; `Host` and `Content-Length` are added where they are not among them.
        method: of the request.
    """

    kind: str
    target: str
    body: bytes = b""
    headers: Sequence[tuple[str, bytes]] = field(default_factory=tuple)
    method: str = "POST"

    @property
    def states_a_length(self) -> bool:
        """Whether its own headers say where the body ends, be it true or not."""
        return bool(self._names & {"content-length", "transfer-encoding"})

    @property
    def _names(self) -> frozenset[str]:
        return frozenset(name.lower() for name, _ in self.headers)

    def written(self) -> bytes:
        """Write it as it goes over the wire."""
        usual = [("Host", b"localhost")] if "host" not in self._names else []
        if not self.states_a_length:
            usual.append(("Content-Length", b"%d" % len(self.body)))
        head = b"".join(b"%s: %s\r\n" % (_latin(name), value) for name, value in [*usual, *self.headers])
        return b"%s %s HTTP/1.1\r\n%s\r\n%s" % (_latin(self.method), _latin(self.target), head, self.body)

    def to_json(self) -> str:
        """Write it to be kept."""
        headers = [[name, value.decode("latin-1")] for name, value in self.headers]
        body = base64.b64encode(self.body).decode("ascii")
        kept = {"kind": self.kind, "method": self.method, "target": self.target}
        return json.dumps({**kept, "headers": headers, "body": body}, indent=1)

    @staticmethod
    def from_json(text: str) -> Request:
        """Read what `to_json` wrote."""
        kept = json.loads(text)
        headers = [(name, value.encode("latin-1")) for name, value in kept["headers"]]
        body = base64.b64decode(kept["body"])
        return Request(kept["kind"], kept["target"], body, headers, kept["method"])


@dataclass(frozen=True)
class Response:
    """What came back.

    Attributes:
        status: of HTTP; 0 when the connection was closed without an answer.
        content: the body.
        seconds: how long it took.
    """

    status: int
    content: bytes
    seconds: float


def send(url: str, request: Request) -> Response:
    """Send a request on a connection of its own."""
    address = urlsplit(url)
    started = time.perf_counter()
    try:
        with socket.create_connection((address.hostname or "", address.port or 80), _PATIENCE) as connection:
            try:
                connection.sendall(request.written())
                if request.states_a_length:
                    # a body that is shorter than it says ends here; else a client that closes has left
                    connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # refused before it was read to its end: the answer may be there all the same
            answer = http.client.HTTPResponse(connection, method=request.method)
            answer.begin()
            return Response(answer.status, answer.read(), time.perf_counter() - started)
    except (OSError, http.client.HTTPException):
        return Response(0, b"", time.perf_counter() - started)


def _latin(text: str) -> bytes:
    return text.encode("latin-1", "replace")
