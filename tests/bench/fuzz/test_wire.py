"""Requests go over the wire as they were made, mended in nothing."""

import socket
import threading

from bench.fuzz.wire import Request, send

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


def received(request: Request) -> tuple[bytes, bool]:
    """What a server gets of a request, and whether the client closes its side before it is answered."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        got: list[tuple[bytes, bool]] = []

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                content = b""
                while not content.endswith(request.body):
                    content += connection.recv(65536)
                connection.settimeout(0.5)
                try:
                    closed = connection.recv(1) == b""
                except TimeoutError:
                    closed = False
                connection.sendall(ANSWER)
                got.append((content, closed))

        thread = threading.Thread(target=serve)
        thread.start()
        assert send(f"http://127.0.0.1:{server.getsockname()[1]}", request).status == 200
        thread.join()
        return got[0]


def test_a_whole_request_is_answered_to_a_client_that_is_still_there() -> None:
    content, closed = received(Request("json", "/", b'{"a": 1}'))
    assert content == b'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\n{"a": 1}'
    assert not closed


def test_a_body_that_may_be_shorter_than_it_says_ends_with_the_client() -> None:
    content, closed = received(Request("headers", "/", b"{}", [("content-length", b"90")]))
    assert content == b"POST / HTTP/1.1\r\nHost: localhost\r\ncontent-length: 90\r\n\r\n{}"
    assert closed
