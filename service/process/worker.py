"""The process that gunicorn runs the service in: how it starts, turns, and stops."""

from __future__ import annotations

import logging
import os
import resource
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from gunicorn.workers.base import Worker  # type: ignore[import-untyped]

from sealstack.service.process.starting import Start

if TYPE_CHECKING:
    from sealstack.service.process.front import Front

STOPPING = "stopping"
"""Under this name an application keeps the event that is set when it is about to end."""

ACCEPTING_SECONDS = 10.0
"""How long a stopping worker still takes new connections while calls are under way: load balancers ask every
few seconds whether it is ready, and send calls until they have heard that it is not."""

_TURN_SECONDS = 1.0

_LOG = logging.getLogger("service")


class ServiceWorker(Worker):  # type: ignore[misc]
    """gunicorn's worker; its connections are waitress's, and no client waits at its sockets for nobody.

    On `SIGTERM` it first says that it is not ready. While calls are under way it answers new ones too, for
    `ACCEPTING_SECONDS` at most; then it closes its listening sockets, so that connections are refused at
    once, and finishes. So it does by itself when no thread is left that reads: the master starts another.

    Attributes:
        start: how its start goes, for the master to see.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.start = Start()
        self._front: Front | None = None
        self._accepts_until: float | None = None
        self._quits = False

    def init_process(self) -> None:
        """Start, and serve until asked to stop.

        What keeps the application from being made is logged, and reported to the master by `start`: the
        status by which gunicorn's workers report it makes a master that is stopping already fail.
        """
        try:
            super().init_process()
        except Exception as error:
            if self.booted:
                raise
            _LOG.critical("the service cannot start: %s", error, exc_info=error)
            self.start.fail()
            sys.exit(1)

    def run(self) -> None:
        """Serve until asked to stop, then until the calls under way have ended."""
        front = self._front = self._open_front()
        while self.alive:
            self.notify()
            front.turn(_TURN_SECONDS)
            if os.getppid() != self.ppid:
                _LOG.warning("the master has gone, so this worker stops")
                break
            self._stop_when_it_is_time(front)
        front.stop_listening()
        latest = time.monotonic() + self.cfg.graceful_timeout
        while front.is_busy and time.monotonic() < latest:
            self.notify()
            front.turn(_TURN_SECONDS)
        if front.calls or self._inference.stuck:
            # Threads that still compute would keep the process, or make exit handlers of libraries fail.
            logging.shutdown()
            os._exit(0)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Begin to stop; at once when no call is under way or when asked again."""
        self._say_not_ready()
        if self._calls and self._accepts_until is None:
            self._accepts_until = time.monotonic() + ACCEPTING_SECONDS
        else:
            self.alive = False
        if self._front is not None:
            self._front.wake()

    def handle_quit(self, sig: int, frame: Any) -> None:
        """End at once, calls under way or not: this is Ctrl-C.

        Readings cannot be broken off at once, and may take longer than the master waits before it kills; exit
        handlers of libraries fail while threads still compute. Neither happens to a process that just ends.
        """
        if self._calls:
            os._exit(0)
        if not self._quits:  # Ctrl-C comes twice: from the terminal, and from the master
            self._quits = True
            super().handle_quit(sig, frame)

    @property
    def _calls(self) -> int:
        return self._front.calls if self._front is not None else 0

    @property
    def _inference(self) -> Any:
        return self.wsgi.extensions["inference"]

    def _stop_when_it_is_time(self, front: Front) -> None:
        if self._accepts_until is None:
            if self._inference.all_stuck:
                _LOG.critical("no reading ends any more, so this worker is replaced")
                self.handle_exit(0, None)
        elif not front.calls or time.monotonic() > self._accepts_until:
            self.alive = False

    def _open_front(self) -> Front:
        # imported here, where the application is there already: the master needs none of it
        from sealstack.service.process.answering import IN_HAND
        from sealstack.service.process.arriving import Ceiling
        from sealstack.service.process.front import Front

        _allow_all_files()
        settings = self.wsgi.extensions["settings"]
        return Front(
            self.wsgi,
            [listener.sock for listener in self.sockets],
            Ceiling(settings.longest_body, settings.max_bodies),
            threads=self.cfg.threads,
            in_hand=max(IN_HAND, settings.reading_count * settings.max_body),
            connections=self.cfg.worker_connections,
            idle_seconds=self.cfg.keepalive,
            longest_head=self.cfg.limit_request_line,
        )

    def _say_not_ready(self) -> None:
        # a worker that is still starting has no application yet
        stopping = getattr(getattr(self, "wsgi", None), "extensions", {}).get(STOPPING)
        if stopping is not None:
            stopping.set()


def _allow_all_files() -> None:
    """Let this process have as many connections and files as the system lets it: 1024 are soon used up."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
