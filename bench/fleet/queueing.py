"""How long calls wait: the queue M/G/k, and a load run to check it with.

Calls arrive at random (Poisson), k readings run at a time, their durations have any distribution. The mean
wait is that of M/M/k (Erlang C) times (1 + c²) / 2, where c is the coefficient of variation of the durations:
the approximation of Lee and Longton (1959). The waits of those who wait are taken as exponential.
"""

from __future__ import annotations

import math
import random
import threading
import time
from dataclasses import dataclass

import numpy as np
import requests

from bench.fleet.calls import PICTURE


@dataclass(frozen=True)
class Queue:
    """A queue M/G/k.

    Attributes:
        rate: calls a second.
        servers: readings at the same time, of the whole fleet.
        mean: seconds of a reading.
        variation: the coefficient of variation of these seconds.
    """

    rate: float
    servers: int
    mean: float
    variation: float

    @property
    def load(self) -> float:
        """The share of the servers that is busy, 0..1; from 1 on the queue grows without end."""
        return self.rate * self.mean / self.servers

    @property
    def waiting_probability(self) -> float:
        """How many of the calls find no server free (Erlang C), 0..1."""
        offered = self.rate * self.mean
        blocked = 1.0  # Erlang B, by its recursion
        for servers in range(1, self.servers + 1):
            blocked = offered * blocked / (servers + offered * blocked)
        return blocked / (1 - self.load * (1 - blocked))

    @property
    def mean_wait(self) -> float:
        """Seconds that a call waits on average."""
        exponential = self.waiting_probability * self.mean / (self.servers * (1 - self.load))
        return exponential * (1 + self.variation**2) / 2

    def wait_percentile(self, percent: float) -> float:
        """Seconds within which so many percent of the calls have begun to be read."""
        late = 1 - percent / 100
        if late >= self.waiting_probability:
            return 0.0
        return math.log(self.waiting_probability / late) * self.mean_wait / self.waiting_probability

    def response_percentile(self, percent: float, samples: int = 200_000, seed: int = 1) -> float:
        """Seconds within which so many percent are answered, with lognormal readings."""
        chance = np.random.default_rng(seed)
        sigma = math.sqrt(math.log1p(self.variation**2))
        reading = self.mean * np.exp(sigma * chance.standard_normal(samples) - sigma**2 / 2)
        waits = chance.random(samples) < self.waiting_probability
        scale = self.mean_wait / self.waiting_probability if self.waiting_probability > 0 else 0.0
        return float(np.percentile(reading + waits * chance.exponential(scale, samples), percent))


@dataclass(frozen=True)
class LoadRun:
    """What a load run measured.

    Attributes:
        sent: calls a second, as they were really sent.
        seconds: how long each answered call took.
        refused: how many were refused, as the queue was full.
    """

    sent: float
    seconds: list[float]
    refused: int

    @property
    def mean(self) -> float:
        """Seconds of a call on average."""
        return float(np.mean(self.seconds))

    def percentile(self, percent: float) -> float:
        """Seconds within which so many percent were answered."""
        return float(np.percentile(self.seconds, percent))


def run_load(url: str, rate: float, calls: int, *, picture: str = PICTURE, seed: int = 1) -> LoadRun:
    """Send calls to `/seal-recognition` at random moments, whether the ones before are answered or not.

    Args:
        url: of the fleet.
        rate: calls a second.
        calls: how many.
        picture: base64 of what is read.
        seed: of the moments.
    """
    chance = random.Random(seed)
    seconds: list[float] = []
    refused = 0
    lock = threading.Lock()
    body = {"file": picture, "fileType": 1, "visualize": False}

    def call(due: float) -> None:
        nonlocal refused
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(f"{url}/seal-recognition", json=body, timeout=600)
        with lock:
            if answer.status_code == 200:
                seconds.append(time.perf_counter() - due)
            else:
                refused += 1

    threads = []
    started = due = time.perf_counter()
    for _ in range(calls):
        due += chance.expovariate(rate)
        time.sleep(max(0.0, due - time.perf_counter()))
        thread = threading.Thread(target=call, args=(due,), daemon=True)
        thread.start()
        threads.append(thread)
    sent = calls / (time.perf_counter() - started)
    for thread in threads:
        thread.join()
    return LoadRun(sent, seconds, refused)
