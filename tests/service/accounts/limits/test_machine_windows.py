"""The windows of one machine: a file that all its workers count in."""

import multiprocessing
import time
from pathlib import Path

import pytest
from limits.errors import StorageError
from limits.storage import Storage, storage_from_string

from sealstack.service.accounts.limits.machine_windows import MachineWindows
from sealstack.service.accounts.limits.throttle import (
    Throttle,
    open_throttle,
)
from sealstack.templates_store.trouble import DatabaseTroubleError, Trouble
from tests.processes import run_apart
from tests.service.accounts.limits.calls import (
    ACCOUNT,
    FREE,
    SECOND,
    Clock,
    assert_no_second_holds_more_than,
    call_from_two_workers,
    passed,
    passes,
)


def at_a_standstill(place: str) -> Storage:
    return MachineWindows(place, clock=lambda: 100 * SECOND)


def test_a_burst_of_30_on_two_workers_lets_5_pass(tmp_path: Path) -> None:
    place = MachineWindows.uri_of(tmp_path / "windows.db")
    assert len(call_from_two_workers(at_a_standstill, place, attempts=1)) == 5


def test_no_real_second_holds_more_than_5_on_two_workers(tmp_path: Path) -> None:
    place = MachineWindows.uri_of(tmp_path / "windows.db")
    spans = call_from_two_workers(MachineWindows, place, attempts=1000)
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
