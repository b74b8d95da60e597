"""Measures batches: how much of the engine's speed they keep, their driver's memory, and what kills leave.

    python -m bench.batch                                # all of it, an hour on two cores
    python -m bench.batch --only memory --files 100000
    python -m bench.batch --only kills --kills 20

The readers are the real ones where speed is measured. For memory and kills they only look at the pixels:
it is the driver that is measured. The exit status is 1 when a row is lost or there twice.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bench.batch.drawing import draw_files
from bench.batch.kills import Kills, kill_a_batch, kill_a_ray_batch
from bench.batch.memory import measure_memory
from bench.batch.readers import LOG
from bench.batch.running import ray_cluster
from bench.batch.throughput import Rate, read_directly, read_in_batch
from sealstack.batch.job import Job, Pool
from sealstack.batch.pools.processes import ProcessPool
from sealstack.service.settings.environment import read_settings

SECTIONS = ("throughput", "memory", "kills")
_PICTURES = Path(__file__).parents[1] / "accuracy" / "fixed" / "images"
_HAS_RAY = importlib.util.find_spec("ray") is not None


def main() -> int:
    """Measure what is asked for and print it."""
    options = _options()
    found: list[str] = []
    with tempfile.TemporaryDirectory(prefix="sealstack-batch-") as scratch:
        folder = Path(scratch)
        for section in options.only:
            found += {"throughput": _throughput, "memory": _memory, "kills": _kills}[section](folder, options)
    for fault in found:
        print(fault)
    return 1 if found else 0


def _throughput(folder: Path, options: argparse.Namespace) -> list[str]:
    settings = replace(read_settings(), workers=1, threads=1)
    pictures = folder / "pictures"
    pictures.mkdir()
    drawn = sorted(_PICTURES.glob("seal_*"))
    for number in range(options.pictures):
        path = drawn[number % len(drawn)]
        shutil.copy(path, pictures / f"{number:05d}{path.suffix}")
    files = sorted(pictures.iterdir())
    os.environ[LOG] = str(folder / "moments")
    print(
        "| read by | pictures a second, each round | of the engine's | processor seconds a picture "
        "| of the engine's |\n" + "|---" * 5 + "|",
        flush=True,
    )
    rates: dict[str, list[Rate]] = {"the engine, 2 processes": [], "batch, 2 processes": []}
    if _HAS_RAY:
        rates["batch, Ray, 2 nodes"] = []

    def on_processes(job: Job) -> Pool:
        return ProcessPool(job, 2)

    for _ in range(options.rounds):
        rates["the engine, 2 processes"].append(read_directly(files, settings, 2))
        rates["batch, 2 processes"].append(read_in_batch(pictures, folder / "output", settings, on_processes))
        if _HAS_RAY:
            from sealstack.batch.pools.ray_data import RayPool

            with ray_cluster(2) as (address, _):
                rates["batch, Ray, 2 nodes"].append(
                    read_in_batch(
                        *(pictures, folder / "output", settings),
                        lambda job, at=address: RayPool(job, at, readers=2, threads=1),
                    )
                )
    engine = rates["the engine, 2 processes"]
    for name, measured in rates.items():
        each = ", ".join(f"{rate.a_second:.2f}" for rate in measured)
        spent = ", ".join(f"{rate.processor / rate.pictures:.2f}" for rate in measured)
        cheaper = _spent(engine) / _spent(measured)
        print(f"| {name} | {each} | {_mean(measured) / _mean(engine):.2f} | {spent} | {cheaper:.2f} |")
    return []


def _spent(rates: list[Rate]) -> float:
    return sum(rate.processor for rate in rates) / sum(rate.pictures for rate in rates)


def _mean(rates: list[Rate]) -> float:
    return sum(rate.pictures for rate in rates) / sum(rate.seconds for rate in rates)


def _memory(folder: Path, options: argparse.Namespace) -> list[str]:
    inputs = folder / "many"
    draw_files(inputs, options.files)
    print("\n| driver on | files | MB after a tenth | MB at the end | ratio | seconds |\n" + "|---" * 6 + "|")
    found = []
    for name, extra in (("processes", []), *((("Ray", ["--ray", "local"]),) if _HAS_RAY else ())):
        if name.lower() not in options.pools:
            continue
        seen = measure_memory(inputs, folder / f"memory-{name}", options.files, *extra)
        ratio = seen.late / seen.early if seen.early else 0.0
        took = f"{seen.early:.1f} | {seen.late:.1f} | {ratio:.3f} | {seen.seconds:.0f}"
        print(f"| {name} | {seen.files} | {took} |", flush=True)
        found += seen.faults
    return found


def _kills(folder: Path, options: argparse.Namespace) -> list[str]:
    inputs = folder / "some"
    draw_files(inputs, options.kill_files)
    print(
        "\n| on | kills | resumed | files | readings | lost or twice |\n|---|---|---|---|---|---|", flush=True
    )
    settings = {"block": 8, "pause": options.pause}
    found = []
    if "processes" in options.pools:
        found += _reported("processes", kill_a_batch(inputs, folder, options.kills, options.seed, **settings))
    if _HAS_RAY and "ray" in options.pools:
        found += _reported("Ray", kill_a_ray_batch(inputs, folder, options.kills, options.seed, **settings))
    return found


def _reported(name: str, result: Kills) -> list[str]:
    killed = ", ".join(f"{count} × {what}" for what, count in sorted(result.kills.items()))
    print(
        f"| {name} | {killed} | {result.resumed} | {result.files} | {result.read} | {len(result.faults)} |",
        flush=True,
    )
    if result.read > result.files + result.at_risk:
        result.faults.append(f"{result.read} readings of {result.files} files: finished ones were read again")
    return result.faults


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, comma separated")
    parser.add_argument("--pools", default="processes,ray", help="what runs readers: processes, ray")
    parser.add_argument("--pictures", type=int, default=160, help="pictures read for the speed")
    parser.add_argument("--rounds", type=int, default=2, help="how often the speed is measured")
    parser.add_argument("--files", type=int, default=100_000, help="files read for the memory")
    parser.add_argument("--kill-files", type=int, default=2000, help="files read between kills")
    parser.add_argument("--kills", type=int, default=20, help="how many kills")
    parser.add_argument("--pause", type=float, default=0.03, help="seconds of each reading between kills")
    parser.add_argument("--seed", type=int, default=1, help="of who is killed and when")
    options = parser.parse_args()
    options.only = options.only.split(",")
    options.pools = options.pools.split(",")
    return options


if __name__ == "__main__":
    sys.exit(main())
