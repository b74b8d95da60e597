"""What holds for every test, and how skipped ones are accounted for."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from sealstack.models.runtime import available_cores
from sealstack.models.runtime.backends import keep_silent

# Tests start hundreds of processes. Where what was compiled is not kept, each compiles the package anew, for
# a fifth of its start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A busy machine must not fail a test: no example has a deadline.
settings.register_profile("sealstack", deadline=None)
settings.load_profile("sealstack")

# Some tests import packages of others, and those import ONNX Runtime or OpenVINO by themselves.
keep_silent()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("skipped tests")
    group.addoption(
        "--may-skip",
        action="append",
        metavar="REASON",
        help="fail whatever is skipped, except for a reason with this text in it; may be given several times",
    )
    group.addoption("--skips-to", metavar="FILE", help="append the files with skipped tests, one a line")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """How many processes `-n auto` starts: more than there are cores, as many tests wait for a service."""
    cores = available_cores()
    return cores + max(1, cores // 2)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In several processes begin with the files that take long: none is left for the end."""
    if not hasattr(config, "workerinput"):
        return
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[Any]:
    return _accounted_for((yield), item)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[Any]:
    return _accounted_for((yield), collector)


def _accounted_for(report: Any, node: pytest.Item | pytest.Collector) -> Any:
    """Note a skipped test, and fail it where its reason is none of those that are allowed."""
    if report.outcome != "skipped" or hasattr(report, "wasxfail"):
        return report
    place, allowed = node.config.getoption("--skips-to"), node.config.getoption("--may-skip")
    if place:
        with Path(place).open("a", encoding="utf-8") as skipped:
            skipped.write(f"{node.path.relative_to(node.config.rootpath)}\n")
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
    if allowed is not None and not any(text in reason for text in allowed):
        report.outcome, report.longrepr = "failed", f"must not be skipped here: {reason}"
    return report
