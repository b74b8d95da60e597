"""A clock, windows and a throttle that stand still until they are moved, and a Redis."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sealstack.service.accounts.limits.machine_windows import MachineWindows
from sealstack.service.accounts.limits.throttle import (
    Throttle,
)
from tests import needs, redis_server
from tests.service.accounts.limits.calls import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def windows(tmp_path: Path, clock: Clock) -> MachineWindows:
    return MachineWindows(MachineWindows.uri_of(tmp_path / "windows.db"), clock=clock)


@pytest.fixture
def throttle(windows: MachineWindows) -> Throttle:
    return Throttle(windows, default_rate=5)


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    needs.a_redis_server()
    with redis_server.server() as url:
        yield url
