"""How many processor cores this process may use: its affinity, and the quota of its control group."""

from __future__ import annotations

import os
from pathlib import Path

_MOUNT = Path("/sys/fs/cgroup")
_MEMBERSHIP = Path("/proc/self/cgroup")


def available_cores(*, mount: Path = _MOUNT, membership: Path = _MEMBERSHIP) -> int:
    """Count the cores that this process may use.

    A container is usually limited by a quota of processor time (`docker run --cpus 2`), which
    `os.cpu_count()` does not see. Both versions of control groups are read, with every enclosing group.

    Args:
        mount: where control groups are mounted.
        membership: the file naming this process's groups (`man 7 cgroups`, /proc/[pid]/cgroup).

    Returns:
        At least 1; a quota of 2.5 cores counts as 2.
    """
    cores = float(_cores_by_affinity())
    for quota in _quotas(mount, membership):
        cores = min(cores, quota)
    return max(1, int(cores))


def _cores_by_affinity() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _quotas(mount: Path, membership: Path) -> list[float]:
    """Every quota above this process, in cores."""
    quotas = []
    for directory in _directories(mount, membership):
        for read in (_quota_of_version_2, _quota_of_version_1):
            quota = read(directory)
            if quota is not None:
                quotas.append(quota)
    return quotas


def _directories(mount: Path, membership: Path) -> list[Path]:
    """The directories of this process's groups and of those around them, under `mount`."""
    # inside a container the mount usually is the process's own group already, hence the roots themselves
    roots = [mount, mount / "cpu", mount / "cpu,cpuacct"]
    found = list(roots)
    for line in _lines(membership):
        _, _, rest = line.partition(":")
        controllers, _, group = rest.partition(":")
        if controllers and "cpu" not in controllers.split(","):
            continue
        parts = [part for part in group.split("/") if part not in ("", "..")]
        for depth in range(1, len(parts) + 1):
            found += [root.joinpath(*parts[:depth]) for root in roots]
    return found


def _quota_of_version_2(directory: Path) -> float | None:
    """Read `cpu.max`: `max 100000` or `<quota> <period>` in microseconds."""
    lines = _lines(directory / "cpu.max")
    words = lines[0].split() if lines else []
    return _ratio(words[0], words[1]) if len(words) == 2 else None


def _quota_of_version_1(directory: Path) -> float | None:
    """Read `cpu.cfs_quota_us` (-1: none) over `cpu.cfs_period_us`."""
    quota = _lines(directory / "cpu.cfs_quota_us")
    period = _lines(directory / "cpu.cfs_period_us")
    return _ratio(quota[0], period[0]) if quota and period else None


def _ratio(quota: str, period: str) -> float | None:
    """`quota / period`, or None when either is not a positive number (`max`, -1)."""
    try:
        numerator, denominator = int(quota), int(period)
    except ValueError:
        return None
    return numerator / denominator if numerator > 0 and denominator > 0 else None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
