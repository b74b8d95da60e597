"""A stopwatch for the stages of a request: each is charged with its own time, not that of those within."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch


class Stages:
    """Seconds of processor time by stage, over all threads.

    Attributes:
        seconds: what each stage took itself.
        calls: how often it was entered.
    """

    def __init__(self, clock: Callable[[], float] = time.thread_time) -> None:
        """Begin with nothing.

        Args:
            clock: tells seconds; the processor time of the calling thread unless given.
        """
        self.seconds: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self._clock = clock
        self._lock = threading.Lock()
        self._inside = threading.local()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Charge a block to a stage, but for the stages within it."""
        outer: list[float] | None = getattr(self._inside, "within", None)
        self._inside.within = within = [0.0]
        started = self._clock()
        try:
            yield
        finally:
            taken = self._clock() - started
            self._inside.within = outer
            if outer is not None:
                outer[0] += taken
            with self._lock:
                self.seconds[name] += taken - within[0]
                self.calls[name] += 1

    @contextmanager
    def watching(self, owner: Any, function: str, name: str | Callable[..., str]) -> Iterator[None]:
        """Charge every call of a function to a stage, for as long as the block runs.

        Args:
            owner: the module or class that the function is looked up in.
            function: its name there.
            name: of the stage; or what makes it of the call's arguments.
        """
        original = getattr(owner, function)

        def watched(*given: Any, **named: Any) -> Any:
            with self.stage(name if isinstance(name, str) else name(*given, **named)):
                return original(*given, **named)

        with patch.object(owner, function, watched):
            yield
