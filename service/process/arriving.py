"""A request while it arrives, and the ceiling for all of them together."""

from __future__ import annotations

import io
import logging
import time
from typing import Any
from weakref import WeakSet

from waitress.parser import HTTPRequestParser  # type: ignore[import-untyped]
from waitress.utilities import BadRequest  # type: ignore[import-untyped]
from werkzeug.exceptions import RequestEntityTooLarge

from sealstack.service.http.body import BodyNotKeptError, MalformedBodyError
from sealstack.service.readers.inference import Overloaded

_LOG = logging.getLogger(__name__)

LONGEST_SWALLOWED = 256 * 1024 * 1024
"""Bytes of a body that is too long which are read and forgotten: clients hear why only once all is sent."""


class Arriving(HTTPRequestParser):  # type: ignore[misc]
    """One request, from its first byte until it has been answered.

    Attributes:
        begun: when its first byte came, on the clock of `time.monotonic`.
        held: how many bytes of its body are kept.
        failure: why the application shall refuse it, when its body is not kept.
        is_last: whether nobody knows where the next request of its connection would begin.
    """

    def __init__(self, adj: Any, ceiling: Ceiling) -> None:
        super().__init__(adj)
        self.error: Any = None
        self.begun = time.monotonic()
        self.held = 0
        self.failure: Exception | None = None
        self.is_last = False
        self._ceiling = ceiling

    @property
    def arrives(self) -> bool:
        """Whether more of it is to come."""
        return not self.completed

    def received(self, data: bytes) -> int:
        """Take some of what came; how many bytes of it belong to this request."""
        try:
            consumed: int = super().received(data)
        except OSError as error:  # no room for the file of a large body
            _LOG.error("a body cannot be kept: %s", error)
            return self._without_room(data)
        if self.body_rcv is None:
            return consumed
        if type(self.error) is BadRequest:
            # the headers are well, so the application can tell what is wrong in the way that its caller knows
            self.error, self.is_last = None, True
            self.refuse(MalformedBodyError())
        elif self.failure is None:
            self.held = len(self.body_rcv)
            if max(self.content_length, self.held) > self._ceiling.longest:
                self.refuse(RequestEntityTooLarge())
            else:
                self._ceiling.hold_to_limit()
        return consumed

    def _without_room(self, data: bytes) -> int:
        """Go on without the body; where chunks were cut, nobody knows where the next request begins."""
        self.refuse(BodyNotKeptError())
        if self.chunked:
            self.completed = self.is_last = True
            return len(data)
        consumed: int = super().received(data)
        return consumed

    def refuse(self, failure: Exception) -> None:
        """Keep nothing of its body, and forget what comes yet."""
        self.failure, self.held = failure, 0
        self.body_rcv.getbuf().close()
        self.body_rcv.buf = _Nothing()

    def give_up(self, error: Any) -> None:
        """Wait for no more of it, and answer with one of waitress's errors."""
        self.error, self.completed, self.held = error, True, 0

    def close(self) -> None:
        """Forget it: it has been answered, or never will be."""
        self.held = 0
        super().close()


class Ceiling:
    """How much is held of what arrives.

    Attributes:
        longest: the most bytes of one body.
        longest_swallowed: beyond so many, a body that is too long is cut off.
        is_stopping: whether connections end with the request that is under way.
    """

    def __init__(self, longest: int, in_all: int) -> None:
        """Set the ceiling.

        Args:
            longest: the most bytes of one body.
            in_all: the most bytes of all bodies that arrive, wait or are being answered.
        """
        self.longest = longest
        self.longest_swallowed = max(LONGEST_SWALLOWED, 2 * longest)
        self.is_stopping = False
        self._in_all = in_all
        self._requests: WeakSet[Arriving] = WeakSet()

    @property
    def held(self) -> int:
        """How many bytes of bodies are held."""
        return sum(request.held for request in self._requests)

    def arriving(self, adj: Any) -> Arriving:
        """Make what a new request is taken in with."""
        request = Arriving(adj, self)
        self._requests.add(request)
        return request

    def hold_to_limit(self) -> None:
        """Refuse what holds most of those that still arrive, until all fit.

        Who trickles a large body thus makes room for those who send theirs at once.
        """
        while self.held > self._in_all:
            largest = max(
                (request for request in self._requests if request.held and request.arrives),
                key=lambda request: request.held,
                default=None,
            )
            if largest is None:
                return
            largest.refuse(Overloaded(sum(request.held > 0 for request in self._requests)))


class _Nothing:
    """A buffer that keeps nothing."""

    def append(self, content: bytes) -> None:
        """Forget some bytes."""

    def getfile(self) -> io.BytesIO:
        """Give an empty file."""
        return io.BytesIO()

    def close(self) -> None:
        """Do nothing."""

    def __len__(self) -> int:
        return 0
