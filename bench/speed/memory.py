"""How much memory processes hold."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PROCESSES = Path("/proc")


def megabytes_of_family(process: int) -> list[float]:
    """Tell the resident memory of a process and of all that it started, the largest first.

    Args:
        process: its number.

    Returns:
        Megabytes of each; empty where there is no /proc.
    """
    return sorted((megabytes(member) for member in family(process)), reverse=True)


@contextmanager
def watched_megabytes(process: int, every: float = 0.5) -> Iterator[list[float]]:
    """Look again and again at the largest of a process's family while the block runs.

    Args:
        process: its number.
        every: seconds between looks.

    Yields:
        Megabytes of resident memory, one for each look so far; the last when the block has ended.
    """
    seen: list[float] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(every):
            seen.extend(megabytes_of_family(process)[:1])

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield seen
    finally:
        over.set()
        watching.join()
        seen.extend(megabytes_of_family(process)[:1])


def family(process: int) -> list[int]:
    """Tell the numbers of a process and of all that it started, itself first."""
    members, waiting = [], [process]
    while waiting:
        member = waiting.pop()
        members.append(member)
        waiting += children(member)
    return members


def children(process: int) -> list[int]:
    """Tell the numbers of the processes that a process has started; empty when it is gone."""
    found = []
    for task in (_PROCESSES / str(process) / "task").glob("*/children"):
        with suppress(OSError):  # it has ended meanwhile
            found += [int(number) for number in task.read_text(encoding="ascii").split()]
    return found


def megabytes(process: int) -> float:
    """Tell the resident memory of one process, 0 when it is gone."""
    try:
        lines = (_PROCESSES / str(process) / "status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    for line in lines:
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
