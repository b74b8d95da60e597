"""Never more calls pass in any one second than an account may make, however many workers count them."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits.errors import StorageError
from limits.storage import Storage, storage_from_string

from sealstack.service.accounts import Account
from sealstack.service.accounts.limits.machine_windows import MachineWindows
from sealstack.service.accounts.limits.redis_windows import RedisWindows
from sealstack.service.accounts.limits.throttle import (
    FALLBACK_SECONDS,
    RateExceededError,
    Throttle,
    open_throttle,
)
from sealstack.service.dialects.tencent.access import Access, Accounts
from sealstack.service.dialects.tencent.actions.registry import find_action
from sealstack.service.dialects.tencent.errors import ApiError
from sealstack.service.dialects.tencent.signatures import SignedRequest
from sealstack.service.settings.settings import Settings
from sealstack.service.settings.values import SettingsError
from sealstack.templates_store.trouble import DatabaseTroubleError, Trouble
from tests import needs, redis_server
from tests.processes import forked_elsewhere, run_apart

SECOND = 1_000_000_000
ACCOUNT = Account(secret_id="AKIDone", secret_key="k")
FAST = Account(secret_id="AKIDfast", secret_key="k", rates={"SealOCR": 20, "*": 2})
FREE = Account(secret_id="AKIDfree", secret_key="k", rates={"*": 0})


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100 * SECOND

    def __call__(self) -> int:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += round(seconds * SECOND)


class Known(Accounts):
    """Accounts that know who calls without looking."""

    def __init__(self) -> None:
        pass

    def authenticate(self, request: SignedRequest) -> Account:
        return ACCOUNT

    @contextmanager
    def charged(self, account: Account | None) -> Iterator[None]:
        yield


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


def passes(throttle: Throttle, account: Account | None = ACCOUNT, action: str = "SealOCR") -> bool:
    try:
        throttle.check(account, action)
    except RateExceededError:
        return False
    return True


def passed(throttle: Throttle, calls: int, account: Account = ACCOUNT) -> int:
    return sum(passes(throttle, account) for _ in range(calls))


def call_in_threads(storage: Storage, threads: int, attempts: int, spans: list[tuple[int, int]]) -> None:
    """Call from many threads at once, and note between which moments the calls that passed were counted."""
    throttle = Throttle(storage, default_rate=5)

    def work() -> None:
        for _ in range(attempts):
            before = time.monotonic_ns()
            if passes(throttle):
                spans.append((before, time.monotonic_ns()))

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def call_from_a_worker(make: Callable[[str], Storage], place: str, attempts: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    call_in_threads(make(place), threads=15, attempts=attempts, spans=spans)
    return spans


def call_from_two_workers(make: Callable[[str], Storage], place: str, attempts: int) -> list[tuple[int, int]]:
    with forked_elsewhere(__name__).Pool(2) as pool:
        both = pool.starmap(call_from_a_worker, [(make, place, attempts)] * 2, chunksize=1)
    return both[0] + both[1]


def at_a_standstill(place: str) -> Storage:
    return MachineWindows(place, clock=lambda: 100 * SECOND)


def test_calls_beyond_the_rate_are_refused(throttle: Throttle) -> None:
    assert [passes(throttle) for _ in range(7)] == [True] * 5 + [False] * 2


def test_the_refusal_names_the_rate(throttle: Throttle) -> None:
    assert passed(throttle, 20, FAST) == 20
    with pytest.raises(RateExceededError) as refusal:
        throttle.check(FAST, "SealOCR")
    assert refusal.value.rate == 20


def test_the_dialect_names_both_numbers_in_both_languages(windows: MachineWindows) -> None:
    access = Access(Known(), Throttle(windows, default_rate=1))
    with access.admitted(SignedRequest("POST"), find_action("SealOCR")):
        pass
    with pytest.raises(ApiError) as refusal, access.admitted(SignedRequest("POST"), find_action("SealOCR")):
        pass
    assert refusal.value.code == "RequestLimitExceeded"
    assert refusal.value.message("en-US") == (
        "Your current request times equals to `2` in a second, which exceeds the frequency limit `1` for a "
        "second. Please reduce the frequency of calls."
    )
    assert "`2`" in refusal.value.message("zh-CN")
    assert "`1`" in refusal.value.message("zh-CN")


def test_calls_pass_again_when_the_first_has_left_the_window(throttle: Throttle, clock: Clock) -> None:
    passes(throttle)
    clock.forward(0.5)
    assert passed(throttle, 10) == 4
    clock.forward(0.499)
    assert not passes(throttle)
    clock.forward(0.001)
    assert passed(throttle, 10) == 1
    clock.forward(0.5)
    assert passed(throttle, 10) == 4


def test_refused_calls_do_not_fill_the_window(throttle: Throttle, clock: Clock) -> None:
    assert passed(throttle, 50) == 5
    clock.forward(1)
    assert passed(throttle, 50) == 5


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.integers(1, 7))
def test_no_second_ever_holds_more_than_the_rate(tmp_path_factory, pauses: list[int], rate: int) -> None:
    clock = Clock()
    place = MachineWindows.uri_of(tmp_path_factory.mktemp("windows") / "windows.db")
    throttle = Throttle(MachineWindows(place, clock=clock), default_rate=rate)
    moments = []
    for pause in pauses:
        clock.forward(pause / 1000)
        if passes(throttle):
            moments.append(clock.now)
        else:  # none is refused without need
            assert sum(moment > clock.now - SECOND for moment in moments) == rate
    for later, earlier in zip(moments[rate:], moments, strict=False):
        assert later - earlier >= SECOND


def test_every_account_has_its_own_window(throttle: Throttle) -> None:
    passed(throttle, 10)
    assert passes(throttle, Account(secret_id="AKIDtwo", secret_key="k"))


def test_every_action_has_its_own_window(throttle: Throttle) -> None:
    passed(throttle, 10)
    assert passes(throttle, action="GeneralBasicOCR")


def test_an_account_s_own_rates_come_first(throttle: Throttle) -> None:
    assert passed(throttle, 30, FAST) == 20
    assert [passes(throttle, FAST, "GeneralBasicOCR") for _ in range(3)] == [True, True, False]


def test_a_rate_of_0_lets_all_pass(throttle: Throttle, windows: MachineWindows) -> None:
    assert passed(throttle, 50, FREE) == 50
    assert passed(Throttle(windows, default_rate=0), 50) == 50


@pytest.mark.parametrize(
    ("action", "rate"),
    [("SealOCR", 5), ("GeneralBasicOCR", 20), ("GeneralAccurateOCR", 10), ("GeneralFastOCR", 10)],
)
def test_by_default_every_action_has_its_documented_rate(windows, action: str, rate: int) -> None:
    access = Access(Known(), Throttle(windows, Settings().rate_limit))

    def is_let_in() -> bool:
        try:
            with access.admitted(SignedRequest("POST"), find_action(action)):
                return True
        except ApiError:
            return False

    assert [is_let_in() for _ in range(rate + 2)] == [True] * rate + [False] * 2


def test_one_setting_is_for_all_actions(windows: MachineWindows) -> None:
    throttle = Throttle(windows, default_rate=3)
    throttle.check(ACCOUNT, "GeneralBasicOCR", 20)
    assert [passes(throttle, action="GeneralBasicOCR") for _ in range(3)] == [True, True, False]


def test_nobody_is_counted_in_open_mode(throttle: Throttle) -> None:
    assert all(passes(throttle, None) for _ in range(50))


def test_a_changed_rate_holds_at_once_for_the_calls_already_made(throttle: Throttle) -> None:
    assert passed(throttle, 5) == 5
    assert passed(throttle, 10, Account(secret_id="AKIDone", secret_key="k", rates={"*": 8})) == 3
    assert passed(throttle, 10, Account(secret_id="AKIDone", secret_key="k", rates={"*": 2})) == 0


def test_a_burst_of_30_on_two_workers_lets_5_pass(tmp_path: Path) -> None:
    place = MachineWindows.uri_of(tmp_path / "windows.db")
    assert len(call_from_two_workers(at_a_standstill, place, attempts=1)) == 5


def assert_no_second_holds_more_than(rate: int, spans: list[tuple[int, int]]) -> None:
    spans.sort(key=lambda span: span[1])
    for at in range(len(spans) - rate):
        together = spans[at : at + rate + 1]
        assert together[-1][1] - min(before for before, _ in together) >= SECOND


def test_no_real_second_holds_more_than_5_on_two_workers(tmp_path: Path) -> None:
    place = MachineWindows.uri_of(tmp_path / "windows.db")
    spans = call_from_two_workers(MachineWindows, place, attempts=1000)
    assert len(spans) >= 5
    assert_no_second_holds_more_than(5, spans)


def test_no_real_second_holds_more_than_5_on_two_workers_with_redis(redis_url: str) -> None:
    RedisWindows(redis_url).reset()
    spans = call_from_two_workers(RedisWindows, redis_url, attempts=400)
    assert len(spans) >= 5
    assert_no_second_holds_more_than(5, spans)


def fork_a_worker_between_calls(place: str) -> None:
    throttle = Throttle(MachineWindows(place, clock=Clock()), default_rate=5)
    assert passed(throttle, 3) == 3
    worker = multiprocessing.get_context("fork").Process(target=passes, args=(throttle,))
    worker.start()
    worker.join()
    assert worker.exitcode == 0
    assert passed(throttle, 3) == 1


def test_a_forked_worker_counts_in_the_same_windows(tmp_path: Path) -> None:
    run_apart(fork_a_worker_between_calls, MachineWindows.uri_of(tmp_path / "windows.db"))


def test_a_machine_that_was_started_anew_forgets_its_old_clock(throttle: Throttle, clock: Clock) -> None:
    passed(throttle, 5)
    clock.now = 3 * SECOND
    assert passed(throttle, 10) == 5


def test_windows_can_be_looked_at_and_emptied(windows: MachineWindows, clock: Clock) -> None:
    before = time.time()
    assert windows.get_moving_window("a", 5, 1)[1] == 0
    windows.acquire_entry("a", 5, 1, amount=2)
    clock.forward(0.5)
    started, count = windows.get_moving_window("a", 5, 1)
    assert count == 2
    assert before - 0.5 <= started <= time.time() - 0.5
    windows.clear("a")
    assert windows.get_moving_window("a", 5, 1)[1] == 0
    windows.acquire_entry("b", 5, 1)
    assert windows.reset() == 1
    assert windows.check()


def test_entries_are_added_all_or_none(windows: MachineWindows) -> None:
    assert windows.acquire_entry("a", 5, 1, amount=3)
    assert not windows.acquire_entry("a", 5, 1, amount=3)
    assert windows.acquire_entry("a", 5, 1, amount=2)


def test_other_kinds_of_windows_are_refused(windows: MachineWindows) -> None:
    for use in (
        lambda: windows.incr("a", 1),
        lambda: windows.get("a"),
        lambda: windows.get_expiry("a"),
    ):
        with pytest.raises(NotImplementedError):
            use()


def test_the_library_finds_the_storage_by_its_scheme(tmp_path: Path) -> None:
    found = storage_from_string(MachineWindows.uri_of(tmp_path / "a folder" / "w#1.db"))
    assert isinstance(found, MachineWindows)
    assert found.acquire_entry("a", 1, 1)
    assert (tmp_path / "a folder" / "w#1.db").exists()


def test_a_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "windows.db").write_bytes(b"no database" * 100)
    windows = MachineWindows(MachineWindows.uri_of(tmp_path / "windows.db"), wrap_exceptions=True)
    assert not windows.check()
    with pytest.raises(StorageError):
        windows.acquire_entry("a", 1, 1)


def test_a_service_counts_in_its_data_folder(tmp_path: Path) -> None:
    first, second = open_throttle(tmp_path, 1), open_throttle(tmp_path, 1)
    first.check(FREE, "SealOCR")
    a_week = 7 * 86400  # no test hangs a second long between two calls
    storage = second._limiter.storage
    assert isinstance(storage, MachineWindows)
    assert storage.acquire_entry("calls/AKIDone/SealOCR", 1, a_week)
    assert not first._limiter.storage.acquire_entry("calls/AKIDone/SealOCR", 1, a_week)


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


def test_windows_whose_file_is_removed_go_on_in_the_one_that_others_make(tmp_path: Path) -> None:
    uri = MachineWindows.uri_of(tmp_path / "windows.db")
    first = MachineWindows(uri)
    assert first.acquire_entry("a", 1, 3600)
    for file in tmp_path.glob("windows.db*"):
        file.unlink()
    assert MachineWindows(uri).acquire_entry("a", 1, 3600)
    assert not first.acquire_entry("a", 1, 3600)


def test_calls_that_cannot_be_counted_are_refused_with_the_reason(tmp_path: Path) -> None:
    throttle = open_throttle(tmp_path, 5)
    throttle.check(ACCOUNT, "SealOCR")
    throttle._limiter.storage._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(DatabaseTroubleError) as refused:
        throttle.check(ACCOUNT, "SealOCR")
    assert refused.value.trouble is Trouble.READ_ONLY


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "redis://127.0.0.1:port"])
def test_a_url_that_is_no_redis_is_refused(tmp_path: Path, url: str) -> None:
    needs.extra("scale", "redis")
    with pytest.raises(SettingsError, match=r"^OCR_REDIS_URL: "):
        open_throttle(tmp_path, 5, url)


def test_redis_without_its_package_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(SettingsError, match="needs the redis package"):
        open_throttle(tmp_path, 5, "redis://127.0.0.1:1")
