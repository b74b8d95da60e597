"""The processes that decode, beside a worker of the running service."""

import base64
import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conformance.servers import serving
from tests.conformance.test_connections import call
from tests.service.intake.hostile import endless_pdf, jpeg_of_scans

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")]

READY = "the networks are loaded"

MODULE = "sealstack.service.intake.isolation.child"


def decoders_of(worker: int) -> list[int]:
    """The numbers of the processes that decode for a worker."""
    return [
        number for number in map(int, filter(str.isdigit, os.listdir("/proc"))) if _serves(number, worker)
    ]


def _serves(number: int, worker: int) -> bool:
    try:
        command = Path(f"/proc/{number}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        return False  # it has ended
    return MODULE in command and command[command.index(MODULE) + 2] == str(worker)


def wait_until_none_serves(worker: int) -> None:
    deadline = time.monotonic() + 60
    while decoders_of(worker):
        assert time.monotonic() < deadline, "a process that decodes is left"
        time.sleep(0.02)


def wait_for_two(worker: int) -> list[int]:
    deadline = time.monotonic() + 60
    while len(found := decoders_of(worker)) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found


@pytest.fixture(scope="module")
def server():
    """One worker with two processes that decode; another takes the place of one that ended."""
    with serving(OCR_DECODERS="2", TEST_DECODING_SECONDS="2") as server:
        yield server


@pytest.fixture
def worker(server):
    """The number of the worker that serves; the next one is ready before the next test."""
    worker, ready = server.workers[-1], server.log.count(READY)
    wait_for_two(worker)
    yield worker
    if not decoders_of(worker):
        server.wait_for_log(READY, times=ready + 1)


def test_a_pdf_that_never_ends_is_refused_in_time_and_the_worker_lives_on(server, worker):
    with ThreadPoolExecutor(1) as thread:
        stuck = thread.submit(call, server, **_a_page_of(endless_pdf()))
        _wait_until_one_computes(worker)
        assert call(server)["SealBody"] == "上海宝山测试有限公司"
        assert stuck.result(60)["Error"]["Code"] == "LimitExceeded.TooLargeFileError"
        assert call(server)["SealBody"] == "上海宝山测试有限公司"
    assert server.workers[-1] == worker


def test_a_jpeg_of_thousands_of_scans_is_refused_without_a_process_ending(server, worker):
    before = wait_for_two(worker)
    content = base64.b64encode(jpeg_of_scans(5000)).decode()
    assert call(server, ImageBase64=content)["Error"]["Code"] == "LimitExceeded.TooLargeFileError"
    assert decoders_of(worker) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_however_a_worker_ends_they_end_with_it(server, worker, number, busy):
    with ThreadPoolExecutor(1) as thread:
        if busy:
            stuck = thread.submit(call, server, **_a_page_of(endless_pdf()))
            _wait_until_one_computes(worker)
        os.kill(worker, number)
        wait_until_none_serves(worker)
        if busy:
            assert stuck.exception(60) or stuck.result()["Error"]


def _a_page_of(content: bytes) -> dict[str, object]:
    return {"ImageBase64": base64.b64encode(content).decode(), "EnablePdf": True, "PdfPageNumber": 1}


def _wait_until_one_computes(worker: int) -> None:
    """Wait until a process has decoded for a fifth of a second, more than it takes to start, or was ended."""
    started = {number: _ticks(number) for number in wait_for_two(worker)}
    deadline = time.monotonic() + 60
    while all(0 <= _ticks(number) < ticks + 20 for number, ticks in started.items()):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _ticks(number: int) -> int:
    """The hundredths of a second that a process has computed; -1 when it has ended."""
    try:
        line = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return -1
    return int(line.rpartition(")")[2].split()[11])
