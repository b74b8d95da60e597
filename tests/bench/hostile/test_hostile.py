"""What the bench measures, on a service that reads nothing and a few of the files.

`python -m bench.hostile` sends a hundred, and does the rest of it too.
"""

import socket
import threading
import time

import pytest

from bench.hostile.amount import Amount
from bench.hostile.report import Report
from bench.hostile.sections import files
from bench.hostile.slow_clients import KINDS, slow_clients
from bench.hostile.watching import Watch
from bench.service_process import running_process

pytestmark = pytest.mark.slow

BLANK = "bench.blank_service:app"


@pytest.fixture(scope="module")
def service():
    with running_process(BLANK, {"OCR_WORKERS": "1"}) as running:
        yield running


def test_a_watch_sees_memory_time_and_restarts(service):
    with Watch(service, ceiling=5000) as watch:
        assert 30 < watch.begin().worker < 2000
        assert watch.processor_seconds() > 0
        before = watch.restarts()
        watch.kill_workers()
        deadline = time.monotonic() + 60
        while watch.restarts() == before and time.monotonic() < deadline:
            time.sleep(0.1)
        assert watch.restarts() == before + 1
        assert watch.killed == 1


def test_a_service_that_grows_beyond_the_ceiling_is_stopped(service):
    with Watch(service, ceiling=1) as watch:
        deadline = time.monotonic() + 60
        while not watch.killed and time.monotonic() < deadline:
            time.sleep(0.1)
    assert watch.killed


def test_hostile_files_are_answered_and_their_figures_told(capsys):
    kinds = ("TIFF of 500 frames", "PDF with 900 MP of one bit", "1x20000")
    report = Report()
    files(report, Amount(seeds=1, app=BLANK, kinds=kinds))
    told = capsys.readouterr().out
    assert all(f"| {kind} | 0 |" in told for kind in kinds)
    assert "of 3 hostile files, answered wrongly or not at all: 0 files" in told
    assert "restarts of the worker: 0" in told


@pytest.mark.parametrize("kind", KINDS)
def test_slow_clients_stay_connected_and_send_next_to_nothing(kind):
    received = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept():
            for _ in range(3):
                connection, _ = listener.accept()
                received.append(connection)

        accepting = threading.Thread(target=accept)
        accepting.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with slow_clients(url, kind, 3, "0" * 40):
            accepting.join(30)
            assert len(received) == 3
            for connection in received:
                connection.setblocking(False)
                try:
                    assert len(connection.recv(100_000)) < 400
                except BlockingIOError:
                    assert kind == "silent connections"
    for connection in received:
        connection.close()
