"""Windows in a Redis that all machines count in, and what counts while it is lost."""

import os
import signal
import sys
from pathlib import Path

import pytest
from limits.errors import StorageError

from sealstack.service.accounts import Account
from sealstack.service.accounts.limits.machine_windows import MachineWindows
from sealstack.service.accounts.limits.redis_windows import RedisWindows
from sealstack.service.accounts.limits.throttle import (
    FALLBACK_SECONDS,
    Throttle,
    open_throttle,
)
from sealstack.service.settings.values import SettingsError
from tests import needs
from tests.service.accounts.limits.calls import (
    ACCOUNT,
    SECOND,
    Clock,
    assert_no_second_holds_more_than,
    call_from_two_workers,
)


def test_no_real_second_holds_more_than_5_on_two_workers_with_redis(redis_url: str) -> None:
    RedisWindows(redis_url).reset()
    spans = call_from_two_workers(RedisWindows, redis_url, attempts=400)
    assert len(spans) >= 5
    assert_no_second_holds_more_than(5, spans)


def test_machines_count_together_in_redis(redis_url: str, tmp_path: Path) -> None:
    RedisWindows(redis_url).reset()
    first, second = RedisWindows(redis_url), RedisWindows(redis_url)
    assert first.acquire_entry("a", 3, 3600, amount=2)
    assert not second.acquire_entry("a", 3, 3600, amount=2)
    assert second.acquire_entry("a", 3, 3600)
    assert second.get_moving_window("a", 3, 3600)[1] == 3
    assert not first.acquire_entry("a", 3, 3600)
    first.clear("a")
    assert second.get_moving_window("a", 3, 3600)[1] == 0


def test_redis_keeps_no_window_longer_than_it_matters(redis_url: str) -> None:
    windows = RedisWindows(redis_url)
    windows.reset()
    windows.acquire_entry("a", 3, 3600)
    assert 0 < windows.get_connection().pttl("LIMITS:a") <= 2 * 3600 * 1000


def test_without_its_redis_a_machine_counts_by_itself(tmp_path: Path, caplog) -> None:
    needs.extra("scale", "redis")
    throttle = open_throttle(tmp_path, 0, "redis://127.0.0.1:1")
    slow = Account(secret_id="AKIDone", secret_key="k", rates={"*": 1})
    throttle.check(slow, "SealOCR")
    assert "Redis is out of reach" in caplog.text
    assert (tmp_path / "rate_windows.db").exists()


class LostWindows(MachineWindows):
    """Windows on a server that may be lost; they count how often they are asked."""

    def __init__(self, uri: str) -> None:
        super().__init__(uri)
        self.asked, self.is_lost = 0, True

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        self.asked += 1
        if self.is_lost:
            raise StorageError(ConnectionError("lost"))
        return super().acquire_entry(key, limit, expiry, amount)


def test_a_lost_redis_is_asked_once_in_ten_seconds_and_told_once(tmp_path: Path, caplog) -> None:
    clock = Clock()
    lost = LostWindows(MachineWindows.uri_of(tmp_path / "redis.db"))
    machine = MachineWindows(MachineWindows.uri_of(tmp_path / "machine.db"))
    throttle = Throttle(lost, 100, machine, clock=lambda: clock.now / SECOND)
    for _ in range(20):
        throttle.check(ACCOUNT, "SealOCR")
    assert lost.asked == 1
    clock.forward(FALLBACK_SECONDS)
    for _ in range(20):
        throttle.check(ACCOUNT, "SealOCR")
    assert lost.asked == 2
    assert caplog.text.count("Redis is out of reach") == 1


def test_a_redis_that_is_back_counts_again_without_a_restart(tmp_path: Path) -> None:
    clock = Clock()
    lost = LostWindows(MachineWindows.uri_of(tmp_path / "redis.db"))
    machine = MachineWindows(MachineWindows.uri_of(tmp_path / "machine.db"))
    throttle = Throttle(lost, 100, machine, clock=lambda: clock.now / SECOND)
    throttle.check(ACCOUNT, "SealOCR")
    lost.is_lost = False
    clock.forward(FALLBACK_SECONDS)
    for _ in range(3):
        throttle.check(ACCOUNT, "SealOCR")
    assert lost.asked == 4


def test_a_redis_that_freezes_is_left_alone_and_asked_again(redis_url: str, tmp_path: Path, caplog) -> None:
    clock = Clock()
    windows = RedisWindows(redis_url, wrap_exceptions=True)
    windows.reset()
    machine = MachineWindows(MachineWindows.uri_of(tmp_path / "machine.db"))
    throttle = Throttle(windows, 100, machine, clock=lambda: clock.now / SECOND)
    throttle.check(ACCOUNT, "SealOCR")
    process = windows.get_connection().info("server")["process_id"]
    os.kill(process, signal.SIGSTOP)
    try:
        for _ in range(5):
            throttle.check(ACCOUNT, "SealOCR")
    finally:
        os.kill(process, signal.SIGCONT)
    assert caplog.text.count("Redis is out of reach") == 1
    assert machine.acquire_entry("calls/AKIDone/SealOCR", 6, 3600)
    assert not machine.acquire_entry("calls/AKIDone/SealOCR", 6, 3600)  # all five were counted here
    clock.forward(FALLBACK_SECONDS)
    throttle.check(ACCOUNT, "SealOCR")
    assert windows.get_connection().exists("LIMITS:calls/AKIDone/SealOCR")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "redis://127.0.0.1:port"])
def test_a_url_that_is_no_redis_is_refused(tmp_path: Path, url: str) -> None:
    needs.extra("scale", "redis")
    with pytest.raises(SettingsError, match=r"^OCR_REDIS_URL: "):
        open_throttle(tmp_path, 5, url)


def test_redis_without_its_package_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(SettingsError, match="needs the redis package"):
        open_throttle(tmp_path, 5, "redis://127.0.0.1:1")
