"""The processes that decode, each replaced when it is gone."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque

from sealstack.service.intake.isolation.messages import HungUpError
from sealstack.service.intake.isolation.process import DecoderProcess

_LOG = logging.getLogger(__name__)

_STARTING_SECONDS = 30.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 2.0
"""How long nobody is started when one after the other was lost and none had answered: in seconds, doubled."""


class Staff:
    """Processes that decode, lent to one caller at a time.

    A thread of its own starts them, as they live no longer than the thread that did: the first when asked to,
    the others once that is ready and waited for, so as to be in nobody's way while a service starts.
    """

    def __init__(self, count: int, address_space: int) -> None:
        """Say how many there shall be; nothing is started yet.

        Args:
            count: how many.
            address_space: how many bytes each may map.
        """
        self._count = count
        self._wanted = 1
        self._address_space = address_space
        self._changed = threading.Condition()
        self._idle = deque[DecoderProcess]()
        self._running = set[DecoderProcess]()
        self._lost = 0  # one after the other, since the last that answered
        self._problem: Exception | None = None
        self._closed = False
        self._keeper: threading.Thread | None = None

    @property
    def numbers(self) -> list[int]:
        """The process numbers of those that run."""
        with self._changed:
            return sorted(process.number for process in self._running)

    def start(self) -> None:
        """Begin to start the first, if that has not been done."""
        with self._changed:
            if self._keeper is None and not self._closed:
                self._keeper = threading.Thread(target=self._keep, name="decoders", daemon=True)
                self._keeper.start()

    def wait_until_ready(self, until: float) -> None:
        """Wait until there is one; the others are started then.

        Raises:
            OSError, HungUpError, TimeoutError: it cannot be started.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._running or self._problem, until - time.monotonic())
            if not self._running:
                raise self._problem or TimeoutError("no process that decodes was ready in time")
            self._want_all()

    def take(self, until: float) -> DecoderProcess:
        """Take one that is idle; it is given back or dismissed afterwards.

        Raises:
            TimeoutError: there was none until then, in seconds of `time.monotonic`.
        """
        while True:
            with self._changed:
                if not self._changed.wait_for(lambda: self._idle or self._closed, until - time.monotonic()):
                    raise TimeoutError
                if self._closed:
                    raise TimeoutError("the decoders are closed")
                process = self._idle.popleft()
                self._want_all()
            if process.is_alive:
                return process
            self.dismiss(process, "was found dead")

    def give_back(self, process: DecoderProcess) -> None:
        """Give back one that has answered."""
        with self._changed:
            self._lost = 0
            if process in self._running:
                self._idle.append(process)
                self._changed.notify_all()

    def dismiss(self, process: DecoderProcess, why: str) -> None:
        """End one that was taken; another is started in its place."""
        with self._changed:
            self._running.discard(process)
            self._lost += 1
        status = process.end(at_once=True)
        _LOG.warning("process %d, which decodes pictures, %s and ended with %d", process.number, why, status)
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """End all of them, and start no more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._keeper is not None:
            self._keeper.join(_STARTING_SECONDS)

    def _want_all(self) -> None:
        if self._wanted != self._count:
            self._wanted = self._count
            self._changed.notify_all()

    def _keep(self) -> None:
        while self._wait_for_a_vacancy():
            try:
                process = self._started()
            except (OSError, HungUpError) as error:  # TimeoutError is an OSError
                _LOG.error("no process that decodes pictures can be started: %s", error or type(error))
                with self._changed:
                    self._lost += 1
                    self._problem = error
                    self._changed.notify_all()
                continue
            with self._changed:
                self._problem = None
                self._running.add(process)
                self._idle.append(process)
                self._changed.notify_all()
        with self._changed:
            leaving = list(self._running)
            self._running.clear()
            self._idle.clear()
        for process in leaving:
            process.end(at_once=False)

    def _started(self) -> DecoderProcess:
        process = DecoderProcess(self._address_space)
        try:
            process.wait_until_ready(time.monotonic() + _STARTING_SECONDS)
        except BaseException:
            process.end(at_once=True)
            raise
        return process

    def _wait_for_a_vacancy(self) -> bool:
        """Wait until one is missing, and no longer held back; False when there shall be no more."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._running) < self._wanted)
            if self._lost > 1:
                pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(self._lost - 2, 10))
                self._changed.wait_for(lambda: self._closed, pause)
            return not self._closed
