"""Fetching by URL, from servers of the test's own."""

import socket
import threading
from contextlib import contextmanager

import pytest

from sealstack.service.intake.errors import DownloadError, TooLargeError
from sealstack.service.intake.remote.download import DownloadLimits, download
from tests.service.intake.remote.servers import LOCAL, PICTURE, url_of


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
