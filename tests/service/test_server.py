"""How gunicorn is set up."""

import logging
import socket
import struct
import sys
from types import SimpleNamespace

import pytest

from service import server
from service.request_log import SilentClientFilter
from service.settings import Settings


def test_a_worker_has_threads_for_more_than_64_slow_connections():
    assert server.worker_class == "gthread"
    assert server.threads > 64
    assert server.worker_connections > server.threads


def test_connections_are_hung_up_on_when_the_client_falls_silent():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.when_ready(SimpleNamespace(LISTENERS=[SimpleNamespace(sock=listener)]))
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()
            with accepted:
                patience = accepted.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.calcsize("ll"))
                assert struct.unpack("ll", patience) == (server.SILENCE_SECONDS, 0)
                assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1


def test_query_strings_are_not_logged():
    assert server.logconfig_dict["loggers"]["gunicorn.access"]["level"] == "WARNING"


@pytest.mark.parametrize(("failure", "passes"), [(BlockingIOError, False), (RuntimeError, True)])
def test_silent_clients_leave_no_trace_in_the_log(failure, passes):
    try:
        raise failure
    except failure:
        record = logging.LogRecord("gunicorn.error", logging.ERROR, "", 0, "failed", (), sys.exc_info())
    assert SilentClientFilter().filter(record) is passes
    assert SilentClientFilter().filter(
        logging.LogRecord("gunicorn.error", logging.INFO, "", 0, "up", (), None)
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_open_mode_on_loopback_is_said_quietly(host):
    assert server.open_mode_warning(Settings(host=host)).startswith("open mode:")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "ocr.example.com"])
def test_open_mode_on_the_network_is_said_loudly(host):
    warning = server.open_mode_warning(Settings(host=host, port=9000))
    assert warning.startswith("OPEN TO THE NETWORK")
    assert host in warning
    assert "9000" in warning


def test_without_keys_the_other_dialects_are_said_to_be_open():
    level, said = server.open_dialects_notice(Settings(host="127.0.0.1"))
    assert level == logging.INFO
    assert "OCR_API_KEYS" in said
    level, said = server.open_dialects_notice(Settings(host="0.0.0.0", port=9000))
    assert level == logging.WARNING
    assert said.startswith("OPEN TO THE NETWORK")
    assert "9000" in said
