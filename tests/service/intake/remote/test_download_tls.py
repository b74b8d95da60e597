"""Fetching over https: the certificate is checked against the name, not the address."""

import datetime
import http.server
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sealstack.service.intake.errors import DownloadError
from sealstack.service.intake.remote import connection
from sealstack.service.intake.remote.download import DownloadLimits, download

LIMITS = DownloadLimits(max_bytes=1000, max_seconds=30, allow_private=True)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"a picture")

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """Say nothing: clients that refuse the certificate are meant to."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for `secure.example`, signed by itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "secure.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("secure.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "secure.example.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return file


@pytest.fixture
def port(certificate, monkeypatch):
    running = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    running.socket = context.wrap_socket(running.socket, server_side=True)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    real = socket.getaddrinfo
    monkeypatch.setattr(
        connection.socket,
        "getaddrinfo",
        lambda host, *rest, **more: real("127.0.0.1" if host.endswith(".example") else host, *rest, **more),
    )
    yield running.server_address[1]
    running.shutdown()
    thread.join()
    running.server_close()


def test_a_trusted_certificate_for_the_name(port, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert download(f"https://secure.example:{port}/", LIMITS) == b"a picture"


def test_a_certificate_for_another_name(port, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(DownloadError):
        download(f"https://other.example:{port}/", LIMITS)


def test_a_certificate_that_nobody_trusts(port):
    with pytest.raises(DownloadError):
        download(f"https://secure.example:{port}/", LIMITS)
