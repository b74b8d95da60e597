"""Many connections, slow clients, clients that go away, and stopping: over real sockets."""

import http.client
import json
import signal
import threading
import time

import pytest

from tests.conformance.servers import serving
from tests.service.pictures import as_base64

HEADERS = {"X-TC-Action": "SealOCR", "X-TC-Version": "2018-11-19", "Content-Type": "application/json"}
HALF = b"POST / HTTP/1.1\r\nHost: localhost\r\nX-TC-Action: SealOCR\r\nContent-Length: 1000\r\n\r\n{"


def call(server, **more):
    """Call SealOCR and return what is inside the envelope."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    body = json.dumps({"ImageBase64": as_base64(), **more})
    connection.request("POST", "/", body, HEADERS)
    response = connection.getresponse()
    assert response.status == 200
    assert response.headers["Content-Type"] == "application/json"
    inside = json.loads(response.read())["Response"]
    connection.close()
    return inside


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="idle"),
        pytest.param(b"POST / HT", id="half a first line"),
        pytest.param(b"POST / HTTP/1.1\r\nHost: local", id="half a header"),
        pytest.param(HALF, id="half a body"),
    ],
)
def test_sixty_four_slow_connections_keep_nobody_waiting(open_server, sent):
    slow = [open_server.connect() for _ in range(64)]
    try:
        for connection in slow:
            connection.sendall(sent)
        assert call(open_server)["SealBody"]
        for connection in slow:
            connection.sendall(b" ")
        assert call(open_server)["SealBody"]
    finally:
        for connection in slow:
            connection.close()


def test_a_client_that_goes_away_in_the_middle_harms_nobody(open_server):
    for _ in range(20):
        with open_server.connect() as connection:
            connection.sendall(HALF)
    assert call(open_server)["SealBody"]


def test_a_client_that_goes_away_before_the_answer_harms_nobody(open_server):
    body = json.dumps({"ImageBase64": as_base64()}).encode()
    head = b"POST / HTTP/1.1\r\nHost: x\r\nX-TC-Action: SealOCR\r\nX-TC-Version: 2018-11-19\r\n"
    for _ in range(20):
        with open_server.connect() as connection:
            connection.sendall(head + b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    assert call(open_server)["SealBody"]


def test_a_client_that_sends_too_much_still_hears_why(open_server):
    connection = http.client.HTTPConnection("127.0.0.1", open_server.port, timeout=120)
    connection.request("POST", "/", b" " * (12 * 1024 * 1024), HEADERS)
    response = connection.getresponse()
    assert response.status == 200
    assert json.loads(response.read())["Response"]["Error"]["Code"] == "RequestSizeLimitExceeded"
    connection.close()


def test_a_picture_in_the_query_string_of_a_get_may_have_thirty_kilobytes(open_server):
    connection = http.client.HTTPConnection("127.0.0.1", open_server.port, timeout=120)
    picture = as_base64().rstrip("=") + "%0A" * 9000
    connection.request("GET", f"/?Action=SealOCR&Version=2018-11-19&ImageBase64={picture}")
    assert json.loads(connection.getresponse().read())["Response"]["SealBody"]
    connection.close()


def test_a_body_sent_in_chunks(open_server):
    connection = http.client.HTTPConnection("127.0.0.1", open_server.port, timeout=120)
    body = json.dumps({"ImageBase64": as_base64()}).encode()
    pieces = (body[start : start + 50] for start in range(0, len(body), 50))
    connection.request("POST", "/", pieces, HEADERS, encode_chunked=True)
    assert json.loads(connection.getresponse().read())["Response"]["SealBody"]
    connection.close()


def test_an_endpoint_with_its_scheme_in_the_host_header_is_served(open_server):
    connection = http.client.HTTPConnection("127.0.0.1", open_server.port, timeout=120)
    body = json.dumps({"ImageBase64": as_base64()})
    connection.request("POST", "/", body, {**HEADERS, "Host": f"http://{open_server.host}"})
    assert json.loads(connection.getresponse().read())["Response"]["SealBody"]
    connection.close()


def test_stopping_finishes_the_requests_in_flight(tmp_path):
    with serving(TEST_GATE=str(tmp_path), OCR_READINGS="2") as server:
        answers = []
        callers = [threading.Thread(target=lambda: answers.append(call(server))) for _ in range(2)]
        for caller in callers:
            caller.start()
        wait_for(lambda: len(list(tmp_path.glob("started-*"))) == 2)
        server.process.send_signal(signal.SIGTERM)
        server.wait_for_log("Handling signal: term")
        (tmp_path / "open").touch()
        for caller in callers:
            caller.join(120)
        assert [answer["SealBody"] for answer in answers] == ["上海宝山测试有限公司"] * 2
        assert server.wait() == 0


def wait_for(condition):
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
