"""Killing the driver, the readers and the nodes of a batch: is a row lost, or there twice?"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.batch.readers import LOG, PAUSE
from bench.batch.running import add_ray_node, children, faults, ray_cluster, start_driver

_PATIENCE = 300.0
_TARGETS = ("driver", "reader")
_RAY_TARGETS = ("driver", "reader", "node")


@dataclass
class Kills:
    """What came of kills.

    Attributes:
        kills: how many there were, by what was killed.
        resumed: how often the driver was started again.
        read: how many readings there were in all, of the files that there are.
        files: how many files there are.
        at_risk: how many files were being read, or waited to be written, when something was killed.
        faults: what is wrong in the end.
    """

    kills: Counter[str] = field(default_factory=Counter)
    resumed: int = 0
    read: int = 0
    files: int = 0
    at_risk: int = 0
    faults: list[str] = field(default_factory=list)


def kill_a_batch(inputs: Path, folder: Path, kills: int, seed: int, *, block: int, pause: float) -> Kills:
    """Run a batch on processes, kill as often as asked for, resume until it is done."""
    return _kill(
        inputs, folder, kills, seed, _TARGETS, ["--block", str(block), "--readers", "2"], block, pause
    )


def kill_a_ray_batch(inputs: Path, folder: Path, kills: int, seed: int, *, block: int, pause: float) -> Kills:
    """The same on a Ray cluster of two nodes, whose second node is killed too and comes back."""
    # actors have the environment of their node, not that of the driver
    os.environ.update({PAUSE: str(pause), LOG: str(folder / "log")})
    with ray_cluster(2) as (address, parts):
        options = ["--block", str(block), "--ray", address]
        return _kill(inputs, folder, kills, seed, _RAY_TARGETS, options, block, pause, parts)


def _kill(
    inputs: Path,
    folder: Path,
    kills: int,
    seed: int,
    targets: tuple[str, ...],
    options: list[str],
    block: int,
    pause: float,
    cluster: list[Any] | None = None,
) -> Kills:
    chance, result = random.Random(seed), Kills(files=sum(1 for _ in inputs.rglob("*.png")))
    output, log = folder / "output", folder / "log"
    shutil.rmtree(output, ignore_errors=True)
    log.write_text("", encoding="utf-8")
    waiting = [targets[number % len(targets)] for number in range(kills)]
    chance.shuffle(waiting)
    while True:
        driver = start_driver(inputs, output, *options, pause=pause, log=log)
        try:
            _kill_while_it_runs(driver, waiting, chance, result, cluster, block)
        finally:
            if driver.poll() is None and not waiting:
                with suppress(subprocess.TimeoutExpired):
                    driver.wait(_PATIENCE)
        status = driver.poll()
        if status == 0:
            break
        if status != -signal.SIGKILL:
            driver.kill()
            error = driver.stderr.read()[-2000:] if driver.stderr else ""
            result.faults.append(f"the driver ended with {status}: {error}")
            break
        result.resumed += 1
    result.faults += faults(inputs, output)
    result.read = len(log.read_text(encoding="utf-8").splitlines())
    return result


def _kill_while_it_runs(
    driver: subprocess.Popen[str],
    waiting: list[str],
    chance: random.Random,
    result: Kills,
    cluster: list[Any] | None,
    block: int,
) -> None:
    """Kill one thing after the other, each after some block was finished, until the driver is killed."""
    assert driver.stdout is not None
    while waiting:
        for _ in range(chance.randint(1, 3)):
            if not driver.stdout.readline():
                return
        time.sleep(chance.random() * 0.5)
        if driver.poll() is not None:
            return
        target = waiting.pop()
        result.at_risk += 2 * block
        result.kills[target] += 1
        if target == "driver":
            driver.send_signal(signal.SIGKILL)
            driver.wait()
            return
        if target == "node" and cluster is not None:
            _replace_node(cluster)
        elif not _kill_a_reader(driver.pid, chance):
            result.kills[target] -= 1  # there was none at that moment
            waiting.insert(0, target)
    driver.stdout.read()
    driver.wait(_PATIENCE)


def _kill_a_reader(driver: int, chance: random.Random) -> bool:
    """Kill one of the driver's processes that read, or one of Ray's; tells whether there was one."""
    readers = [each for each in children(driver) if "spawn_main" in _command(each)] or _ray_readers()
    if readers:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(readers), signal.SIGKILL)
            return True
    return False


def _ray_readers() -> list[int]:
    """The actors of the cluster that this process has started."""
    return [each for each in children(os.getpid()) if "MapWorker" in _command(each)]


def _command(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8", errors="replace")
    return ""


def _replace_node(cluster: list[Any]) -> None:
    """Kill the second node as a power cut would, and let another one join in its place."""
    cluster[0].remove_node(cluster.pop(), allow_graceful=False)
    cluster.append(add_ray_node(cluster[0]))
