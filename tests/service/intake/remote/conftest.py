"""Servers to fetch from."""

import threading

import pytest

from tests.service.intake.remote.servers import Server


@pytest.fixture
def server():
    running = Server()
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()
