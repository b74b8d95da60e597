"""Connections: whole requests, deadlines and room, over real sockets."""

import socket
import threading
from contextlib import contextmanager

import pytest

from sealstack.service.http.body import FAILURE
from sealstack.service.process import front as front_module
from sealstack.service.process.arriving import Ceiling
from sealstack.service.process.front import Front

LARGE = b"x" * (32 * 1024 * 1024)
"""More than the buffers of any socket hold."""


def application(environ, start_response):
    """Answers with what came, with something large, or with why nothing came."""
    failure = environ.get(FAILURE)
    answer = LARGE if environ["PATH_INFO"] == "/large" else environ["wsgi.input"].read()
    if failure is not None:
        answer = type(failure).__name__.encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(answer)))])
    return [answer]


class Running:
    """A front in a thread of its own, with a port."""

    def __init__(self, front, port):
        self.front = front
        self.port = port

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def ask(self, request):
        """Send something, and return all that comes back until the connection is closed."""
        with self.connect() as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65536), b""))


@contextmanager
def running(ceiling=None, **changes):
    options = {"threads": 2, "connections": 1000, "idle_seconds": 30, "longest_head": 4096, **changes}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        front = Front(application, [listener], ceiling or Ceiling(1 << 20, 1 << 20), **options)
        ended = threading.Event()

        def turn():
            while not ended.is_set():
                front.turn(0.05)

        turning = threading.Thread(target=turn)
        turning.start()
        try:
            yield Running(front, port)
        finally:
            ended.set()
            turning.join()
            front.stop_listening()
            front.turn(0)
            for server in front._servers:
                server.trigger.close()  # a process that ends needs not


def get(path="/", *headers):
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: x", *headers, "", ""]).encode()


def post(body, *headers, length=None):
    head = [f"Content-Length: {len(body) if length is None else length}", "Connection: close", *headers]
    return "\r\n".join(["POST / HTTP/1.1", "Host: x", *head, "", ""]).encode() + body


def answered(server):
    """Whether a call is answered now."""
    return server.ask(post(b"a call")).endswith(b"\r\n\r\na call")


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: loc", id="half the headers"),
        pytest.param(post(b"{", length=1000), id="half a body"),
        pytest.param(get("/large"), id="a large answer that is not read"),
    ],
)
def test_slow_clients_hold_no_thread(sent):
    with running(threads=2) as server:
        slow = [server.connect() for _ in range(4)]
        for connection in slow:
            connection.sendall(sent)
        assert answered(server)
        for connection in slow:
            connection.close()


def test_headers_that_do_not_come_in_time_are_told_so(monkeypatch):
    monkeypatch.setattr(front_module, "HEADER_SECONDS", 0.0)
    with running() as server:
        assert server.ask(b"GET / HTTP/1.1\r\nHost: loc").startswith(b"HTTP/1.0 408 Request Timeout\r\n")


def test_a_body_that_does_not_come_in_time_is_told_so(monkeypatch):
    monkeypatch.setattr(front_module, "PATIENT_SECONDS", 0.0)
    with running() as server:
        assert server.ask(post(b"{", length=1000)).startswith(b"HTTP/1.1 408 Request Timeout\r\n")


def test_a_body_that_comes_at_a_good_pace_may_take_longer(monkeypatch):
    monkeypatch.setattr(front_module, "PATIENT_SECONDS", 0.0)
    monkeypatch.setattr(front_module, "SLOWEST_PACE", 1)
    with running() as server, server.connect() as connection:
        connection.sendall(post(b"y" * 50_000, length=50_010))
        assert answered(server)
        connection.sendall(b"y" * 10)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")


def test_a_client_that_does_not_read_its_answer_is_hung_up_on(monkeypatch):
    monkeypatch.setattr(front_module, "PATIENT_SECONDS", 0.0)
    with running() as server, server.connect() as connection:
        connection.sendall(get("/large"))
        wait_until(lambda: server.front.is_busy)
        wait_until(lambda: not server.front.is_busy)
        assert len(b"".join(iter(lambda: received(connection), b""))) < len(LARGE)


def received(connection):
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""


def test_an_idle_connection_is_closed_after_a_while():
    with running(idle_seconds=0) as server:
        assert server.ask(b"") == b""


def test_the_connection_that_is_waited_for_longest_makes_room():
    with running(connections=6) as server:
        slow = [server.connect() for _ in range(12)]
        for connection in slow:
            connection.sendall(b"GET / HT")
        assert answered(server)
        for connection in slow:
            connection.close()


def test_several_requests_on_one_connection():
    with running() as server:
        answers = server.ask(get("/") + get("/") + post(b"the last"))
    assert answers.count(b"200 OK") == 3
    assert answers.endswith(b"the last")


def test_a_body_larger_than_any_is_swallowed_and_refused():
    with running(Ceiling(longest=1000, in_all=1 << 20)) as server:
        assert server.ask(post(b"y" * 100_000)).endswith(b"RequestEntityTooLarge")


def test_so_is_one_in_chunks():
    with running(Ceiling(longest=1000, in_all=1 << 20)) as server:
        request = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        chunks = (b"400\r\n" + b"y" * 1024 + b"\r\n") * 50 + b"0\r\n\r\n"
        assert server.ask(request + chunks).endswith(b"RequestEntityTooLarge")


def test_garbled_chunks_are_the_application_s_to_refuse():
    with running() as server:
        head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        answer = server.ask(head + b"zz\r\nabc")
    assert b"Connection: close" in answer
    assert answer.endswith(b"MalformedBodyError")


def test_bodies_beyond_the_ceiling_are_refused_and_what_is_smaller_is_answered():
    ceiling = Ceiling(longest=100_000, in_all=100_000)
    with running(ceiling) as server:
        slow = [server.connect() for _ in range(4)]
        for connection in slow:
            connection.sendall(post(b"y" * 40_000, length=40_001))
        assert answered(server)
        assert ceiling.held <= 100_000
        refused = [connection for connection in slow if refused_at_the_end(connection)]
        assert len(refused) == 2


def refused_at_the_end(connection):
    with connection:
        connection.sendall(b"y")
        return b"".join(iter(lambda: connection.recv(65536), b"")).endswith(b"Overloaded")


def test_what_clients_leave_behind_is_forgotten():
    ceiling = Ceiling(longest=100_000, in_all=100_000)
    with running(ceiling) as server:
        for _ in range(4):
            with server.connect() as connection:
                connection.sendall(post(b"y" * 40_000, length=40_001))
        assert answered(server)
        wait_until(lambda: ceiling.held == 0)


def test_continue_is_said_to_those_who_ask():
    with running() as server, server.connect() as connection:
        connection.sendall(post(b"", "Expect: 100-continue", length=4))
        assert connection.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"body")
        assert b"".join(iter(lambda: connection.recv(65536), b"")).endswith(b"body")


def wait_until(condition):
    for _ in range(3000):
        if condition():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it never came about")
