"""Running the driver of a batch in a process of its own, and looking at what it wrote."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bench.batch.readers import LOG, PAUSE

ROOT = Path(__file__).parents[2]

_STARTS = 3


def start_driver(
    inputs: Path, output: Path, *options: str, pause: float = 0.0, log: Path | None = None
) -> subprocess.Popen[str]:
    """Start a driver; what it finishes can be read from its standard output."""
    environment = {**os.environ, PAUSE: str(pause), LOG: str(log or ""), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bench.batch.driver", str(inputs), str(output), *options]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def resident(process: int) -> int:
    """The memory of a process in bytes, as it is resident now; 0 when it has ended."""
    with suppress(OSError, ValueError):
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


def children(process: int) -> list[int]:
    """The processes that a process has started, and those that these have started."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                found += [int(child), *children(int(child))]
    return found


def processor_seconds(process: int) -> float:
    """The processor time that all descendants of a process have taken so far, those that ended included."""
    ticks = 0
    for each in [process, *children(process)]:
        with suppress(OSError, IndexError):
            values = Path(f"/proc/{each}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            ticks += sum(map(int, values[11:15] if each != process else values[13:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def rows_of(output: Path) -> Counter[str]:
    """How many rows each source has, in the JSON lines."""
    counted: Counter[str] = Counter()
    for part in (output / "jsonl").rglob("*.jsonl"):
        with part.open(encoding="utf-8") as lines:
            counted.update(json.loads(line)["source"] for line in lines)
    return counted


def parquet_rows_of(output: Path) -> Counter[str]:
    """How many rows each source has, in the Parquet files; empty where there are none."""
    if not (output / "parquet").is_dir():
        return Counter()
    from pyarrow import parquet

    counted: Counter[str] = Counter()
    for part in (output / "parquet").rglob("*.parquet"):
        counted.update(parquet.read_table(part, columns=["source"]).column(0).to_pylist())
    return counted


def faults(inputs: Path, output: Path) -> list[str]:
    """What is wrong with a finished run: rows that are missing, or that are there twice."""
    expected = {str(path) for path in inputs.rglob("*.png")}
    found = []
    for kind, rows in (("JSON lines", rows_of(output)), ("Parquet", parquet_rows_of(output))):
        if kind == "Parquet" and not rows:
            continue
        lost, twice = expected - rows.keys(), [name for name, count in rows.items() if count > 1]
        found += [f"{kind}: {len(lost)} files have no row"] if lost else []
        found += [f"{kind}: {len(twice)} files have several rows"] if twice else []
    return found


@contextmanager
def ray_cluster(nodes: int) -> Iterator[tuple[str, list[object]]]:
    """Run a Ray cluster of nodes with one CPU each on this machine; gives its address and its nodes."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    cluster = Cluster()
    try:
        add_ray_node(cluster, include_dashboard=False)
        added = [add_ray_node(cluster) for _ in range(nodes - 1)]
        yield cluster.address, [cluster, *added]
    finally:
        cluster.shutdown()


def add_ray_node(cluster: Any, **options: object) -> Any:
    """Add a node with one CPU; a raylet ends when its agents take over 15 seconds, as on a busy machine."""
    node = {"num_cpus": 1, "object_store_memory": 200_000_000, "include_log_monitor": False, **options}
    for _ in range(_STARTS - 1):
        with suppress(Exception):  # Ray raises plain ones
            return cluster.add_node(**node)
    return cluster.add_node(**node)
