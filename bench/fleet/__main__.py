"""Runs a fleet of three replicas behind nginx and measures what it counts, survives and costs.

    python -m bench.fleet                       # all of it, ten minutes on two cores
    python -m bench.fleet --only exact,failures
    python -m bench.fleet --only queue --calls 2000

It needs Linux, nginx, PostgreSQL, Redis and the extra `scale`. The replicas are whole but for their networks,
whose readings are scripted. The exit status is 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from bench.fleet.application import SECONDS
from bench.fleet.exact import add_at_one_and_read_at_all, exhaust_a_rate, use_up_a_package
from bench.fleet.failures import kill_and_restart, restart_the_database, survive, upgrade
from bench.fleet.fleet import Fleet, running_fleet
from bench.fleet.losses import lose_redis, lose_the_database
from bench.fleet.operations import count_operations
from bench.fleet.queueing import Queue, run_load

SECTIONS = ("exact", "failures", "losses", "operations", "queue")


def main() -> int:
    """Measure what is asked for and print it."""
    options = _options()
    found: list[str] = []
    together = [section for section in options.only if section in ("exact", "failures", "losses")]
    if together:
        with running_fleet(3) as fleet:
            for section in together:
                found += {"exact": _exact, "failures": _failures, "losses": _losses}[section](fleet, options)
    if "operations" in options.only:
        _operations()
    if "queue" in options.only:
        _queue(options)
    for fault in found:
        print(fault)
    return 1 if found else 0


def _exact(fleet: Fleet, options: argparse.Namespace) -> list[str]:
    found: list[str] = []
    print("| of 3 replicas, 8 clients | asked | measured |\n|---|---|---|", flush=True)
    for size in (100, 7):
        used = use_up_a_package(fleet, size)
        print(f"| calls of a package of {size} that succeeded | {size} | {used.codes['OK']} |", flush=True)
        if (used.codes["OK"], used.left) != (size, 0):
            found.append(
                f"a package of {size} let {used.codes['OK']} calls succeed, and has {used.left} left"
            )
    for rate in (5, 20):
        passed = exhaust_a_rate(fleet, rate, options.seconds)
        print(f"| most calls in one second at {rate} a second | {rate} | {passed.most} |", flush=True)
        if passed.most > rate:
            found.append(f"{passed.most} calls passed within a second, not {rate}")
    wrong = add_at_one_and_read_at_all(fleet, options.templates)
    print(f"| {options.templates} templates added at one, not readable at all at once | 0 | {len(wrong)} |")
    return found + wrong


def _failures(fleet: Fleet, options: argparse.Namespace) -> list[str]:
    found: list[str] = []
    print("\n| under load | readings | tried again | failed | acknowledged writes | lost or torn |")
    print("|---" * 6 + "|", flush=True)
    happenings: dict[str, Callable[[Fleet], None]] = {
        "kill and restart, one after the other": kill_and_restart,
        "rolling upgrade": upgrade,
        "PostgreSQL stopped and started": restart_the_database,
    }
    for name, happening in happenings.items():
        for round_number in range(options.rounds):
            past = survive(fleet, happening, seed=round_number)
            seen = f"{past.answered} | {past.tried_again} | {past.failed} | {past.acknowledged}"
            print(f"| {name} | {seen} | {len(past.faults)} |", flush=True)
            found += past.faults + ([f"{name}: {past.failed} readings failed"] if past.failed else [])
    return found


def _losses(fleet: Fleet, _: argparse.Namespace) -> list[str]:
    found: list[str] = []
    print("\n| lost and found again | broken promises |\n|---|---|", flush=True)
    for name, lose in (("PostgreSQL", lose_the_database), ("Redis", lose_redis)):
        wrong = lose(fleet)
        print(f"| {name} | {len(wrong)} |", flush=True)
        found += wrong
    return found


def _operations() -> None:
    print("\n| request | statements of PostgreSQL | of these write | commands of Redis |")
    print("|---" * 4 + "|", flush=True)
    with running_fleet(2, log_statements=True) as fleet:
        for cost in count_operations(fleet):
            print(f"| {cost.request} | {cost.statements:g} | {cost.writes:g} | {cost.redis:g} |", flush=True)


def _queue(options: argparse.Namespace) -> None:
    """Compare the model with load runs, on three replicas of two readings each that only sleep."""
    print(
        "\n| load | c | mean: model, measured | error | p95: model, measured | error |\n" + "|---" * 6 + "|"
    )
    queues = {"OCR_READINGS": "2", "OCR_QUEUE": "1000"}
    with running_fleet(3, {SECONDS: f"{options.reading},0", **queues}) as fleet:
        # what is not reading: HTTP, decoding, and the way through nginx
        base = run_load(fleet.url, 0.5 / options.reading, 60, seed=9).mean - options.reading
    for variation in (0.5, 1.0):
        with running_fleet(3, {SECONDS: f"{options.reading},{variation}", **queues}) as fleet:
            for load in (0.5, 0.7, 0.85):
                rate = load * 6 / options.reading
                run = run_load(fleet.url, rate, options.calls)
                queue = Queue(run.sent, 6, options.reading, variation)
                mean, late = queue.mean + queue.mean_wait + base, queue.response_percentile(95) + base
                seen = run.percentile(95)
                means = f"{mean:.3f}, {run.mean:.3f} | {run.mean / mean - 1:+.0%}"
                tails = f"{late:.3f}, {seen:.3f} | {seen / late - 1:+.0%}"
                print(f"| {queue.load:.2f} | {variation} | {means} | {tails} |", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, comma separated")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long a rate is exhausted")
    parser.add_argument("--templates", type=int, default=9, help="how many are added at one and read at all")
    parser.add_argument("--rounds", type=int, default=2, help="how often each failure is brought about")
    parser.add_argument("--calls", type=int, default=1500, help="calls of each load run")
    parser.add_argument("--reading", type=float, default=0.5, help="mean seconds of a reading in load runs")
    options = parser.parse_args()
    options.only = options.only.split(",")
    return options


if __name__ == "__main__":
    sys.exit(main())
