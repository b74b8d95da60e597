"""How much a fleet takes: readings at a time, memory, and what PostgreSQL, Redis and the network carry.

    python -m bench.fleet.capacity --rate 100 --p95 2

The readings needed come from the queueing model, what a request costs from `bench.fleet --only operations`.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass

from bench.fleet.queueing import Queue

MOST_LOADED = 0.85
"""No more of the readings shall be busy on average: beyond, small errors of a forecast make long queues."""


@dataclass(frozen=True)
class Costs:
    """What one call costs.

    Attributes:
        reading: seconds of one core, or of one reading on a GPU.
        variation: the coefficient of variation of these seconds.
        statements: of PostgreSQL.
        writes: of PostgreSQL, with a package.
        redis: commands of Redis.
        picture: bytes of a picture's file.
        memory: bytes of a worker with two readings, its decoders included.
    """

    reading: float = 0.7
    variation: float = 0.7
    statements: float = 12.0
    writes: float = 1.0
    redis: float = 8.5
    picture: float = 400e3
    memory: float = 0.75e9


@dataclass(frozen=True)
class Fleet:
    """What a rate of calls takes.

    Attributes:
        readings: at the same time, of all replicas: cores, on CPUs.
        load: the share of them that is busy on average.
        p95: seconds of a call.
        memory: bytes, of all replicas.
        statements: of PostgreSQL a second.
        writes: of PostgreSQL a second.
        redis: commands of Redis a second.
        network: bytes a second into the replicas, base64.
    """

    readings: int
    load: float
    p95: float
    memory: float
    statements: float
    writes: float
    redis: float
    network: float


def fleet_for(rate: float, p95: float, costs: Costs) -> Fleet:
    """Find the smallest fleet that answers so many calls a second.

    Args:
        rate: calls a second.
        p95: the seconds within which 95 percent shall be answered; less than a reading takes by itself is
            not to be had.
        costs: of a call.

    Raises:
        ValueError: readings alone take longer than `p95`.
    """
    alone = Queue(rate, 10**6, costs.reading, costs.variation).response_percentile(95)
    if alone > p95:
        raise ValueError(f"95 percent of the readings alone take {alone:.2f} s")
    offered = rate * costs.reading
    readings = max(1, math.ceil(offered / MOST_LOADED))
    while Queue(rate, readings, costs.reading, costs.variation).response_percentile(95) > p95:
        readings += max(1, readings // 200)
    queue = Queue(rate, readings, costs.reading, costs.variation)
    return Fleet(
        readings,
        queue.load,
        queue.response_percentile(95),
        math.ceil(readings / 2) * costs.memory,
        rate * costs.statements,
        rate * costs.writes,
        rate * costs.redis,
        rate * costs.picture * 4 / 3,
    )


def main() -> None:
    """Print a row for each rate."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rate", default="1,10,100,1000", help="calls a second, comma separated")
    parser.add_argument("--p95", type=float, default=4.0, help="seconds within which 95 percent are answered")
    parser.add_argument("--reading", type=float, default=Costs.reading, help="seconds of a reading")
    parser.add_argument("--variation", type=float, default=Costs.variation, help="their variation")
    options = parser.parse_args()
    costs = Costs(options.reading, options.variation)
    print(
        "| calls a second | readings (cores) | busy | p95, s | memory, GB "
        "| PostgreSQL: statements, writes a second | Redis: commands a second | network, MB a second |"
    )
    print("|---" * 8 + "|")
    for text in options.rate.split(","):
        fleet = fleet_for(float(text), options.p95, costs)
        stores = f"{fleet.statements:,.0f}, {fleet.writes:,.0f} | {fleet.redis:,.0f}"
        print(
            f"| {text} | {fleet.readings:,} | {fleet.load:.0%} | {fleet.p95:.1f} | {fleet.memory / 1e9:,.1f} "
            f"| {stores} | {fleet.network / 1e6:,.1f} |"
        )


if __name__ == "__main__":
    main()
