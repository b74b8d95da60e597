"""The service with its networks stops cleanly, however often and whatever it does at that moment."""

import contextlib
import http.client
import os
import signal
import threading
from collections.abc import Iterator

import pytest

from tests.conformance.servers import REAL, serving
from tests.conformance.test_connections import call

pytestmark = pytest.mark.slow

WORKERS = 2


@contextlib.contextmanager
def busy_clients(server) -> Iterator[None]:
    """Keep all workers reading until the end of the block; an answer has come before it begins."""
    answered, enough = threading.Event(), threading.Event()

    def ask() -> None:
        # those who come too late are refused, or cut off
        with contextlib.suppress(OSError, http.client.HTTPException):
            while not enough.is_set():
                call(server)
                answered.set()

    callers = [threading.Thread(target=ask) for _ in range(2 * WORKERS)]
    for caller in callers:
        caller.start()
    assert answered.wait(120)
    try:
        yield
    finally:
        enough.set()
        for caller in callers:
            caller.join(120)


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_all_workers_end_with_status_0_and_without_a_signal(number, busy):
    with serving(REAL, OCR_WORKERS=str(WORKERS)) as server:
        with busy_clients(server) if busy else contextlib.nullcontext():
            if number == signal.SIGINT:
                os.killpg(server.process.pid, number)  # as a terminal does with Ctrl-C
            else:
                server.process.send_signal(number)
        assert server.wait() == 0
    assert len(server.workers) == WORKERS
    for sign in ("was sent SIG", "exited with code", "Traceback", "terminate called", "Exception ignored"):
        assert sign not in server.log
