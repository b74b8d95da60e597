"""Where a download may go: to public addresses, looked up once and checked at every hop."""

import socket
import threading

import pytest

from sealstack.service.intake.errors import DownloadError
from sealstack.service.intake.remote import connection
from sealstack.service.intake.remote.download import DownloadLimits, download
from tests.service.intake.remote.servers import LOCAL, PICTURE


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


def test_a_slow_name_look_up_counts_too(monkeypatch):
    release = threading.Event()
    monkeypatch.setattr(connection.socket, "getaddrinfo", lambda *_, **__: release.wait(30) and [])
    limits = DownloadLimits(max_bytes=10, max_seconds=0.2)
    with pytest.raises(DownloadError, match=r"longer than 0\.2 seconds"):
        download("http://slow.example/", limits)
    release.set()
