"""The log of a running service: every line is what the settings say."""

import http.client
import json

import pytest

from tests.conformance.servers import serving

pytestmark = pytest.mark.slow


def ask(server, method, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request(method, path, headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.fixture(scope="module")
def server():
    """A service that says all it can, as JSON."""
    with serving(OCR_LOG_FORMAT="json", OCR_LOG_LEVEL="debug", OCR_TRUSTED_PROXIES="1") as server:
        yield server


def test_as_json_every_line_is_an_object_and_every_request_has_one(server):
    assert ask(server, "GET", "/nothing%0A%1B", **{"X-Forwarded-For": "203.0.113.9"}) == 404
    assert ask(server, "GET", "/healthz") == 200
    assert ask(server, "PUT", "/") == 200
    server.wait_for_log("UnsupportedProtocol")
    lines = [json.loads(line) for line in server.log.splitlines()]
    first, probe, second = (line for line in lines if line["logger"] == "sealstack.service.calls")
    assert (first["caller"], first["path"], first["code"]) == ("203.0.113.9", "/nothing%0A%1B", "NotFound")
    assert (probe["level"], probe["path"]) == ("DEBUG", "/healthz")
    assert (second["dialect"], second["code"]) == ("tencent", "UnsupportedProtocol")


def test_the_level_says_what_is_left_out(open_server):
    """Probes are told at the level debug, as above, and nothing is that is below the level info here."""
    assert ask(open_server, "GET", "/healthz") == 200
    assert ask(open_server, "GET", "/nothing-of-the-level-info") == 404
    open_server.wait_for_log("/nothing-of-the-level-info")
    assert "path=/healthz" not in open_server.log
