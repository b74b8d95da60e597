"""What talks to clients: waitress, whose one thread holds every connection that sends, receives or is idle.

It takes in a request whole, headers and body, in memory or in a file without a name, and only then hands it
to one of the threads that answer; it sends their answers as fast as each client takes them. Here that gets
deadlines, and a ceiling for all that is held.
"""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from waitress import wasyncore  # type: ignore[import-untyped]
from waitress.adjustments import Adjustments  # type: ignore[import-untyped]
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.server import TcpWSGIServer, UnixWSGIServer  # type: ignore[import-untyped]
from waitress.task import WSGITask  # type: ignore[import-untyped]
from waitress.utilities import Error  # type: ignore[import-untyped]

from sealstack.service.http.body import FAILURE
from sealstack.service.process.answering import IN_HAND, AnsweringThreads
from sealstack.service.process.arriving import Ceiling
from sealstack.service.process.caller import called_by, has_closed

HEADER_SECONDS = 10.0
"""How long the first line and the headers of a request may take to arrive."""

PATIENT_SECONDS = 30.0
"""How long a body may take to arrive, or an answer to be taken, at whatever pace."""

SLOWEST_PACE = 16 * 1024
"""Bytes a second: what has come or gone at this pace may take longer."""

_UPKEEP_SECONDS = 0.5
_FILE_FROM = 512 * 1024
_CHUNK = 256 * 1024
_NO_LIMIT = sys.maxsize


class _TooLateError(Error):  # type: ignore[misc]
    code = 408
    reason = "Request Timeout"


class _Call(WSGITask):  # type: ignore[misc]
    """One request being answered."""

    def start(self) -> None:
        """Begin, and let clients know when the connection ends with this answer."""
        super().start()
        if self.request.is_last or self.channel.server.ceiling.is_stopping:
            self.set_close_on_finish()

    def execute(self) -> None:
        """Have the application answer; it may ask whether the client is still there."""
        with called_by(lambda: has_closed(self.channel.socket)):
            super().execute()

    def get_environment(self) -> dict[str, Any]:
        """Hand the application the request, and what is wrong with its body."""
        environ: dict[str, Any] = super().get_environment()
        if self.request.failure is not None:
            environ[FAILURE] = self.request.failure
        return environ


class Connection(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    task_class = _Call
    request: Any = None

    def __init__(self, server: Any, *args: Any, **kwargs: Any) -> None:
        self.parser_class = server.ceiling.arriving
        self._sending: tuple[float, int] | None = None
        self._idle_since = time.monotonic()
        super().__init__(server, *args, **kwargs)

    @property
    def is_served(self) -> bool:
        """Whether a request of it waits for a thread, or is being answered."""
        return bool(self.requests)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way in either direction."""
        return not self.requests and self.request is None and not self.total_outbufs_len

    @property
    def waits_since(self) -> float:
        """Since when the client is waited for, on the clock of `time.monotonic`."""
        return self.request.begun if self.request is not None else self._idle_since

    def received(self, data: bytes) -> bool:
        """Take what the client sent."""
        taken: bool = super().received(data)
        self._idle_since = time.monotonic()
        return taken

    def handle_close(self) -> None:
        """Forget the connection and what has come of its next request."""
        arriving, self.request = self.request, None
        if arriving is not None:
            arriving.close()
        super().handle_close()

    def keep_time(self, now: float, idle_seconds: float) -> None:
        """Close it, or answer that it is too late, when the client takes longer than it may.

        Args:
            now: on the clock of `time.monotonic`.
            idle_seconds: how long it may be kept with nothing under way.
        """
        if self.requests:
            self._sending, self._idle_since = None, now
        elif self.total_outbufs_len:
            began, length = self._sending = self._sending or (now, self.total_outbufs_len)
            if now - began > _allowed(length - self.total_outbufs_len):
                self.hang_up()
        elif self.request is not None:
            arriving = self.request
            allowed = _allowed(arriving.body_bytes_received) if arriving.headers_finished else HEADER_SECONDS
            if now - arriving.begun > allowed:
                self._answer_too_late()
        else:
            self._sending = None
            if now - self._idle_since > idle_seconds:
                self.hang_up()

    def hang_up(self) -> None:
        """Close the connection now; waitress's own `will_close` waits until something can be sent."""
        self.will_close = True
        self.handle_close()

    def _answer_too_late(self) -> None:
        with self.requests_lock:
            arriving, self.request = self.request, None
            arriving.give_up(_TooLateError("The request did not arrive in time."))
            self.requests.append(arriving)
        self.server.add_task(self)


def _allowed(transferred: int) -> float:
    """How long a number of bytes may take, in seconds."""
    return PATIENT_SECONDS + transferred / SLOWEST_PACE


class _Tcp(TcpWSGIServer):  # type: ignore[misc]
    channel_class = Connection

    def maintenance(self, now: float) -> None:
        """Do nothing: the front keeps the time, at a moment when connections may be closed."""


class _Unix(UnixWSGIServer):  # type: ignore[misc]
    channel_class = Connection

    def maintenance(self, now: float) -> None:
        """Do nothing, likewise."""


class Front:
    """All connections of one process, and the threads that answer."""

    def __init__(
        self,
        application: Callable[..., Any],
        listeners: Iterable[socket.socket],
        ceiling: Ceiling,
        *,
        threads: int,
        in_hand: int = IN_HAND,
        connections: int,
        idle_seconds: int,
        longest_head: int,
    ) -> None:
        """Take connections from now on; nothing happens with them until `turn` is called.

        Args:
            application: the WSGI application.
            listeners: sockets that listen.
            ceiling: how much may be held of what arrives.
            threads: how many requests are answered at the same time.
            in_hand: bytes of large bodies that are worked on at the same time.
            connections: how many connections are kept; the one that is waited for longest makes room.
            idle_seconds: how long one is kept between requests.
            longest_head: bytes of the first line and the headers of a request.
        """
        settings = Adjustments(
            threads=threads,
            connection_limit=connections,
            recv_bytes=_CHUNK,
            inbuf_overflow=_FILE_FROM,
            outbuf_high_watermark=_NO_LIMIT,  # no thread waits for a client that reads slowly
            max_request_header_size=longest_head,
            max_request_body_size=ceiling.longest_swallowed,
            asyncore_use_poll=True,
            log_socket_errors=False,
            clear_untrusted_proxy_headers=False,  # whom to believe is the application's to say
            ident="sealstack",
        )
        self._idle_seconds = idle_seconds
        self._connection_limit = connections
        self._keep_time_at = 0.0
        self._map: dict[int, Any] = {}
        self._ceiling = ceiling
        answering = AnsweringThreads(threads, in_hand)
        self._servers = [self._listen(application, listener, settings, answering) for listener in listeners]

    @property
    def calls(self) -> int:
        """How many requests wait for a thread or are being answered."""
        return sum(len(connection.requests) for connection in self._connections())

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way in any connection."""
        return any(not connection.is_idle for connection in self._connections())

    def turn(self, seconds: float) -> None:
        """Do what there is to do, or wait for it up to this many seconds."""
        # not while waitress goes through its connections: a number that is free is given to the next at once
        self._keep_time()
        self._make_room()
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def wake(self) -> None:
        """Let a `turn` that waits return; from a signal handler or another thread."""
        for server in self._servers:
            server.pull_trigger()

    def stop_listening(self) -> None:
        """Take no new connection; those that are there end with the request that is under way."""
        self._ceiling.is_stopping = True
        self._keep_time_at = 0.0
        for server in self._servers:
            wasyncore.dispatcher.close(server)

    def _keep_time(self) -> None:
        now = time.monotonic()
        if now < self._keep_time_at:
            return
        self._keep_time_at = now + _UPKEEP_SECONDS
        for connection in self._connections():
            connection.keep_time(now, self._idle_seconds)
            if self._ceiling.is_stopping and connection.is_idle:
                connection.hang_up()

    def _make_room(self) -> None:
        """Where there is no room for another connection, the one that is waited for longest goes."""
        if len(self._map) < self._connection_limit:
            return
        waiting = [one for one in self._connections() if not one.is_served]
        if waiting:
            min(waiting, key=lambda one: one.waits_since).hang_up()

    def _connections(self) -> list[Connection]:
        return [one for server in self._servers for one in list(server.active_channels.values())]

    def _listen(
        self, application: Callable[..., Any], listener: socket.socket, settings: Any, threads: Any
    ) -> Any:
        kind = _Unix if listener.family == socket.AF_UNIX else _Tcp
        server = kind(
            application,
            self._map,
            _start=False,
            _sock=listener,
            dispatcher=threads,
            adj=settings,
            bind_socket=False,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
        )
        server.ceiling = self._ceiling
        server.accept_connections()
        return server
