"""Fetching by URL, from servers of the test's own."""

import http.server
import socket
import threading
from contextlib import contextmanager

import pytest

from sealstack.service.intake.errors import DownloadError, TooLargeError
from sealstack.service.intake.remote import connection
from sealstack.service.intake.remote.download import DownloadLimits, download

PICTURE = bytes(range(256)) * 64


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by path; the server remembers the Host header and path of every request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.headers["Host"], self.path))
        name = self.path.partition("?")[0].strip("/").split("/")
        if name[0] == "redirect":
            left = int(name[1])
            target = f"/redirect/{left - 1}" if left else "/picture"
            self._answer(302, b"", Location=target)
        elif name[0] == "elsewhere":
            self._answer(301, b"", Location=self.path.partition("?")[2])
        elif name[0] == "bare":
            self._answer(302, b"", Location="/picture/章 一.png".encode().decode("latin-1"))
        elif name[0] == "picture":
            self._answer(200, PICTURE)
        elif name[0] == "chunked":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for start in range(0, len(PICTURE), 1000):
                part = PICTURE[start : start + 1000]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
        elif name[0] == "until-close":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(PICTURE)
            self.close_connection = True
        elif name[0] == "short":
            self.send_response(200)
            self.send_header("Content-Length", str(len(PICTURE)))
            self.end_headers()
            self.wfile.write(PICTURE[:100])
            self.close_connection = True
        else:
            self._answer(404, b"nothing here")

    def _answer(self, status, content, **headers):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    """A web server; `seen` has the Host header and path of every request."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen = []

    def handle_error(self, request, client_address):
        """Say nothing: clients that hang up are meant to."""


@pytest.fixture
def server():
    running = Server()
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def url_of(server, path):
    return f"http://127.0.0.1:{server.server_address[1]}{path}"


LOCAL = DownloadLimits(max_bytes=len(PICTURE), allow_private=True, max_seconds=30)


@pytest.mark.parametrize(
    "path", ["/picture", "/picture?size=1&x=%20", "/chunked", "/until-close", "/redirect/2"]
)
def test_a_picture_is_fetched(server, path):
    assert download(url_of(server, path), LOCAL) == PICTURE


@pytest.mark.parametrize(
    ("pasted", "asked"),
    [
        ("/picture/合同 扫描件.png", "/picture/%E5%90%88%E5%90%8C%20%E6%89%AB%E6%8F%8F%E4%BB%B6.png"),
        ("/picture/%E5%90%88%20同.png", "/picture/%E5%90%88%20%E5%90%8C.png"),
        ("/picture/100%.png?q=a b&名=章&r=5%", "/picture/100%25.png?q=a%20b&%E5%90%8D=%E7%AB%A0&r=5%25"),
        ("/elsewhere?/picture/图 1.png", "/picture/%E5%9B%BE%201.png"),
    ],
)
def test_a_url_may_be_pasted_with_chinese_and_blanks(server, pasted, asked):
    assert download(f" {url_of(server, pasted)}\n", LOCAL) == PICTURE
    assert server.seen[-1][1] == asked


def test_a_redirect_may_be_sent_in_bare_utf_8(server):
    assert download(url_of(server, "/bare"), LOCAL) == PICTURE
    assert server.seen[-1][1] == "/picture/%E7%AB%A0%20%E4%B8%80.png"


def test_three_redirects_are_followed_and_a_fourth_is_not(server):
    assert download(url_of(server, "/redirect/2"), LOCAL) == PICTURE
    with pytest.raises(DownloadError, match="more than 3 redirects"):
        download(url_of(server, "/redirect/3"), LOCAL)


@pytest.mark.parametrize("path", ["/picture", "/chunked", "/until-close"])
def test_one_byte_too_many_is_refused(server, path):
    limits = DownloadLimits(max_bytes=len(PICTURE) - 1, allow_private=True, max_seconds=30)
    with pytest.raises(TooLargeError, match=f"at most {len(PICTURE) - 1} bytes"):
        download(url_of(server, path), limits)


def test_a_file_that_ends_early_is_refused(server):
    with pytest.raises(DownloadError):
        download(url_of(server, "/short"), LOCAL)


def test_a_status_that_is_not_ok_is_told(server):
    with pytest.raises(DownloadError, match="status 404"):
        download(url_of(server, "/nothing"), LOCAL)


def test_a_port_where_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(DownloadError, match="could not be fetched"):
            download(f"http://127.0.0.1:{free.getsockname()[1]}/", LOCAL)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/a",
        "gopher://example.com",
        "s3://bucket/key",
        "//x/y",
        "seal.png",
    ],
)
def test_other_schemes_are_refused(url):
    with pytest.raises(DownloadError, match="Only http and https"):
        download(url, LOCAL)


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http://:80/",
        "http://[::1/",
        "http://example.com:99999/",
        "http://user:password@example.com/",
        "http://example.com/a b\r\nX-Header: 1",
        "http://example.com/" + "a" * 9000,
    ],
)
def test_what_is_no_url_is_refused(url):
    with pytest.raises(DownloadError, match="not valid"):
        download(url, LOCAL)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0", "[::1]"])
def test_addresses_that_are_not_public_are_refused_however_they_are_written(server, host):
    with pytest.raises(DownloadError, match=r"not public|could not be resolved"):
        download(f"http://{host}:{server.server_address[1]}/picture", DownloadLimits(max_bytes=1 << 20))
    assert server.seen == []


def name_service(monkeypatch, table):
    """Answer name look-ups from a table; addresses stand for themselves."""
    real = socket.getaddrinfo

    def look_up(host, port, *arguments, **keywords):
        if host in table:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in table[host]]
        return real(host, port, *arguments, **keywords)

    monkeypatch.setattr(connection.socket, "getaddrinfo", look_up)


def test_a_name_that_has_a_private_address_among_public_ones_is_refused(monkeypatch):
    name_service(monkeypatch, {"mixed.example": ["93.184.216.34", "10.0.0.1"]})
    with pytest.raises(DownloadError, match=r"`mixed\.example` has an address that is not public"):
        download("http://mixed.example/", DownloadLimits(max_bytes=10))


def test_every_hop_of_a_redirect_is_checked(server, monkeypatch):
    # the first hop counts as public here, the second is what it points to
    name_service(monkeypatch, {"public.example": ["127.0.0.1"], "inner.example": ["10.0.0.1"]})
    monkeypatch.setattr(connection, "is_public", lambda address: address == "127.0.0.1")
    port = server.server_address[1]
    with pytest.raises(DownloadError, match=r"`inner.example` has an address that is not public"):
        download(
            f"http://public.example:{port}/elsewhere?http://inner.example/", DownloadLimits(max_bytes=10)
        )


def test_the_connection_is_made_to_the_address_that_was_checked(server, monkeypatch):
    """A name that points elsewhere at the second look-up gains nothing: there is no second look-up."""
    asked = []

    def look_up(host, port, *_, **__):
        asked.append(host)
        address = "127.0.0.1" if host == "127.0.0.1" or asked.count(host) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(connection.socket, "getaddrinfo", look_up)
    port = server.server_address[1]
    assert download(f"http://rebinding.example:{port}/picture", LOCAL) == PICTURE
    assert asked.count("rebinding.example") == 1
    assert server.seen == [(f"rebinding.example:{port}", "/picture")]


def test_what_is_not_ascii_in_a_url_is_encoded(server, monkeypatch):
    name_service(monkeypatch, {"xn--fiq228c.example": ["127.0.0.1"]})
    port = server.server_address[1]
    assert download(f"http://中文.example:{port}/picture/印章.png?q=章", LOCAL) == PICTURE
    assert server.seen == [(f"xn--fiq228c.example:{port}", "/picture/%E5%8D%B0%E7%AB%A0.png?q=%E7%AB%A0")]


def test_a_name_that_cannot_be_resolved(monkeypatch):
    def fail(*_, **__):
        raise socket.gaierror("no such name")

    monkeypatch.setattr(connection.socket, "getaddrinfo", fail)
    with pytest.raises(DownloadError, match=r"`nowhere\.example` could not be resolved"):
        download("http://nowhere.example/", LOCAL)


@contextmanager
def dripping_server(before, drop):
    """A server that sends `before`, then one byte after the other until nobody listens."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve():
        conversation, _ = listener.accept()
        with conversation:
            conversation.recv(65536)
            conversation.sendall(before)
            while not stop.wait(0.02):
                try:
                    conversation.sendall(drop)
                except OSError:
                    return

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    stop.set()
    thread.join()
    listener.close()


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(b"", id="nothing but drops"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX-Header: ", id="drops in a header"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n", id="drops in the content"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n", id="drops in a chunk"),
    ],
)
def test_the_time_counts_over_the_whole_download_however_steadily_it_drips(before):
    limits = DownloadLimits(max_bytes=1 << 20, max_seconds=0.3, allow_private=True)
    with (
        dripping_server(before, b"x") as url,
        pytest.raises(DownloadError, match=r"longer than 0\.3 seconds"),
    ):
        download(url, limits)


def test_a_slow_name_look_up_counts_too(monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(connection.socket, "getaddrinfo", lambda *_, **__: release.wait(30) and [])
    limits = DownloadLimits(max_bytes=10, max_seconds=0.2)
    with pytest.raises(DownloadError, match=r"longer than 0\.2 seconds"):
        download("http://slow.example/", limits)
    release.set()
