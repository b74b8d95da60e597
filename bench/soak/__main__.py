"""Calls of every dialect from many clients at once, each answer compared with the one it has alone.

    python -m bench.soak                         # 10,000 calls from 32 clients
    python -m bench.soak --count 400

The calls are on small drawn pictures, so that thousands end on two cores. Memory is looked at when the
service has been quiet for some seconds: after a twentieth of the calls, after half and at the end. The
exit status is 1 when an answer is wrong, lost or a 5xx, or when memory has grown by more than a twentieth.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from collections import Counter
from itertools import count
from typing import Any

import requests

from bench.service_process import RunningService, running_process
from bench.soak.calls import Call, mixed_calls
from bench.speed.memory import children, megabytes

_QUIET_SECONDS = 7.0  # freed memory is kept for five
_MOST_GROWTH = 0.05


class Soak:
    """Clients that call, and what was wrong with their answers.

    Attributes:
        wrong: answers that differ from the one that the call has alone, by the call's name.
        lost: calls without an answer, by the call's name.
        broken: answers with a status of 500 or more, by the call's name.
    """

    def __init__(self, url: str, calls: list[Call]) -> None:
        """Make every call once by itself; what it is answered then is right."""
        self.wrong: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()
        self._url = url
        self._calls = calls
        with requests.Session() as session:
            session.trust_env = False
            self._right = [call.answer(session, url) for call in calls]
        self._numbers = count()
        self._lock = threading.Lock()

    def run(self, until: int, clients: int) -> None:
        """Go on until so many calls have been made in all."""
        threads = [threading.Thread(target=self._work, args=(until,)) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _work(self, until: int) -> None:
        with requests.Session() as session:
            session.trust_env = False
            while (number := self._next(until)) is not None:
                place = number % len(self._calls)
                self._judge(session, self._calls[place], self._right[place])

    def _next(self, until: int) -> int | None:
        with self._lock:
            number = next(self._numbers)
            if number < until:
                return number
            self._numbers = count(until)
            return None

    def _judge(self, session: requests.Session, call: Call, right: tuple[int, Any]) -> None:
        try:
            answer = call.answer(session, self._url)
        except requests.RequestException:
            self.lost[call.name] += 1
            return
        if answer[0] >= 500:
            self.broken[call.name] += 1
        elif answer != right:
            self.wrong[call.name] += 1


def main() -> int:
    """Soak, and print what came of it."""
    options = _options()
    # whoever ends the bench ends the service with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    settings = {"OCR_WORKERS": "1", "OCR_QUEUE": str(2 * options.clients)}
    with running_process(settings=settings) as service:
        calls = mixed_calls(service.url)
        soak = Soak(service.url, calls)
        print(f"{len(calls)} different calls, {options.clients} clients\n")
        print("| calls | seconds | RSS, MB |\n|---|---|---|", flush=True)
        started, held = time.monotonic(), []
        for until in (options.count // 20, options.count // 2, options.count):
            soak.run(until, options.clients)
            seconds = time.monotonic() - started
            held.append(_quiet_megabytes(service))
            print(f"| {until} | {seconds:.0f} | {held[-1]:.0f} |", flush=True)
        restarts = service.log.read_text(encoding="utf-8", errors="replace").count("Booting worker") - 1
    growth = held[1] / held[0] - 1
    counts = [sum(kind.values()) for kind in (soak.wrong, soak.lost, soak.broken)]
    print("\n{} wrong, {} lost, {} 5xx, {} restarts; RSS grew by {:.1%}".format(*counts, restarts, growth))
    for kind, names in (("wrong", soak.wrong), ("lost", soak.lost), ("5xx", soak.broken)):
        for name, times in names.most_common():
            print(f"- {kind}: {name}, {times} times")
    return 1 if any(counts) or restarts or growth > _MOST_GROWTH else 0


def _quiet_megabytes(service: RunningService) -> float:
    time.sleep(_QUIET_SECONDS)
    return max(map(megabytes, children(service.process)), default=0.0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=10_000, help="calls in all")
    parser.add_argument("--clients", type=int, default=32, help="clients at once")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
