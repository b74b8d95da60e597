"""A bounded load: so many clients, each sending its next request when the last one is answered."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

import numpy as np
import requests

Send: TypeAlias = Callable[[requests.Session, int], None]
"""Sends the request of a number and waits for the answer; raises when it is none."""


@dataclass(frozen=True)
class Load:
    """What came of a load.

    Attributes:
        seconds: how long each request took.
        wall: how long all of them took together, seconds.
    """

    seconds: Sequence[float]
    wall: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.seconds) / self.wall

    def percentile(self, percent: float) -> float:
        """The seconds within which so many percent were answered."""
        return float(np.percentile(self.seconds, percent))


def apply_load(send: Send, *, clients: int, requests_in_all: int) -> Load:
    """Send requests from several clients at once.

    Args:
        send: sends one.
        clients: how many send at the same time.
        requests_in_all: how many are sent.

    Raises:
        requests.RequestException: one was not answered as it should be.
    """
    numbers, lock = count(), threading.Lock()
    seconds: list[float] = []
    failures: list[BaseException] = []

    def work() -> None:
        with requests.Session() as session:
            session.trust_env = False
            while not failures:
                with lock:
                    number = next(numbers)
                if number >= requests_in_all:
                    return
                started = time.perf_counter()
                try:
                    send(session, number)
                except BaseException as error:
                    failures.append(error)
                    return
                seconds.append(time.perf_counter() - started)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return Load(seconds, time.perf_counter() - started)
