"""How much memory processes hold."""

from __future__ import annotations

from pathlib import Path

_PROCESSES = Path("/proc")


def megabytes_of_family(process: int) -> list[float]:
    """Tell the resident memory of a process and of all that it started, the largest first.

    Args:
        process: its number.

    Returns:
        Megabytes of each; empty where there is no /proc.
    """
    members, waiting = [], [process]
    while waiting:
        member = waiting.pop()
        members.append(member)
        waiting += _children(member)
    return sorted((_megabytes(member) for member in members), reverse=True)


def _children(process: int) -> list[int]:
    found = []
    for task in (_PROCESSES / str(process) / "task").glob("*/children"):
        found += [int(number) for number in task.read_text(encoding="ascii").split()]
    return found


def _megabytes(process: int) -> float:
    try:
        lines = (_PROCESSES / str(process) / "status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    for line in lines:
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
