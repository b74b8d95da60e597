"""Calls of an account, one after the other and from many threads of two workers at once."""

import threading
import time
from collections.abc import Callable

from limits.storage import Storage

from sealstack.service.accounts import Account
from sealstack.service.accounts.limits.throttle import (
    RateExceededError,
    Throttle,
)
from tests.processes import forked_elsewhere

SECOND = 1_000_000_000
ACCOUNT = Account(secret_id="AKIDone", secret_key="k")
FAST = Account(secret_id="AKIDfast", secret_key="k", rates={"SealOCR": 20, "*": 2})
FREE = Account(secret_id="AKIDfree", secret_key="k", rates={"*": 0})


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100 * SECOND

    def __call__(self) -> int:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += round(seconds * SECOND)


def passes(throttle: Throttle, account: Account | None = ACCOUNT, action: str = "SealOCR") -> bool:
    try:
        throttle.check(account, action)
    except RateExceededError:
        return False
    return True


def passed(throttle: Throttle, calls: int, account: Account = ACCOUNT) -> int:
    return sum(passes(throttle, account) for _ in range(calls))


def call_in_threads(storage: Storage, threads: int, attempts: int, spans: list[tuple[int, int]]) -> None:
    """Call from many threads at once, and note between which moments the calls that passed were counted."""
    throttle = Throttle(storage, default_rate=5)

    def work() -> None:
        for _ in range(attempts):
            before = time.monotonic_ns()
            if passes(throttle):
                spans.append((before, time.monotonic_ns()))

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def call_from_a_worker(make: Callable[[str], Storage], place: str, attempts: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    call_in_threads(make(place), threads=15, attempts=attempts, spans=spans)
    return spans


def call_from_two_workers(make: Callable[[str], Storage], place: str, attempts: int) -> list[tuple[int, int]]:
    with forked_elsewhere(__name__).Pool(2) as pool:
        both = pool.starmap(call_from_a_worker, [(make, place, attempts)] * 2, chunksize=1)
    return both[0] + both[1]


def assert_no_second_holds_more_than(rate: int, spans: list[tuple[int, int]]) -> None:
    spans.sort(key=lambda span: span[1])
    for at in range(len(spans) - rate):
        together = spans[at : at + rate + 1]
        assert together[-1][1] - min(before for before, _ in together) >= SECOND
