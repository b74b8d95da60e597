"""The cores a process may use: affinity, and control groups of both versions."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sealstack.models.runtime import available_cores


@pytest.fixture(autouse=True)
def machine_of_eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: set(range(8)), raising=False)


def cores(tmp_path: Path, membership: str, files: dict[str, str]) -> int:
    for name, content in files.items():
        path = tmp_path / "cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (tmp_path / "membership").write_text(membership, encoding="utf-8")
    return available_cores(mount=tmp_path / "cgroup", membership=tmp_path / "membership")


def test_without_control_groups_the_affinity_counts(tmp_path: Path) -> None:
    assert available_cores(mount=tmp_path / "none", membership=tmp_path / "none") == 8


def test_version_2_quota_at_the_root_of_a_container(tmp_path: Path) -> None:
    assert cores(tmp_path, "0::/\n", {"cpu.max": "300000 100000\n"}) == 3


def test_version_2_without_a_limit(tmp_path: Path) -> None:
    assert cores(tmp_path, "0::/\n", {"cpu.max": "max 100000\n"}) == 8


def test_the_tightest_of_the_enclosing_groups_counts(tmp_path: Path) -> None:
    files = {"a/cpu.max": "200000 100000\n", "a/b/cpu.max": "600000 100000\n"}
    assert cores(tmp_path, "0::/a/b\n", files) == 2


def test_version_1_quota(tmp_path: Path) -> None:
    files = {"cpu/docker/x/cpu.cfs_quota_us": "400000\n", "cpu/docker/x/cpu.cfs_period_us": "100000\n"}
    assert cores(tmp_path, "5:cpu,cpuacct:/docker/x\n3:memory:/other\n", files) == 4


def test_version_1_without_a_limit(tmp_path: Path) -> None:
    files = {"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}
    assert cores(tmp_path, "5:cpu,cpuacct:/\n", files) == 8


@pytest.mark.parametrize(("quota", "expected"), [("250000", 2), ("50000", 1), ("1600000", 8)])
def test_parts_of_cores_round_down_but_one_remains(tmp_path: Path, quota: str, expected: int) -> None:
    assert cores(tmp_path, "0::/\n", {"cpu.max": f"{quota} 100000\n"}) == expected


def test_a_garbled_file_is_no_limit(tmp_path: Path) -> None:
    assert cores(tmp_path, "garbage", {"cpu.max": "plenty 0\n"}) == 8
