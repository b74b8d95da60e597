"""Many connections, slow clients, clients that go away, and stopping: over real sockets."""

import http.client
import json
import os
import signal
import threading
import time

import pytest

from tests.conformance.servers import serving
from tests.service.pictures import as_base64

pytestmark = pytest.mark.slow

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


def test_a_client_that_leaves_frees_its_place(tmp_path):
    with serving(TEST_GATE=str(tmp_path), OCR_READINGS="1", OCR_QUEUE="0") as server:
        body = json.dumps({"ImageBase64": as_base64()}).encode()
        head = b"POST / HTTP/1.1\r\nHost: x\r\nX-TC-Action: SealOCR\r\nX-TC-Version: 2018-11-19\r\n"
        with server.connect() as connection:
            connection.sendall(head + b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            wait_for(lambda: list(tmp_path.glob("started-*")))
        answers = []
        caller = threading.Thread(target=lambda: answers.append(call_until_let_in(server)))
        caller.start()
        wait_for(lambda: len(list(tmp_path.glob("started-*"))) == 2)
        (tmp_path / "open").touch()
        caller.join(120)
        assert answers[-1]["SealBody"]


def call_until_let_in(server):
    while True:
        inside = call(server)
        if inside.get("Error", {}).get("Code") != "RequestLimitExceeded":
            return inside


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


def test_a_body_that_there_is_no_room_for_is_refused_in_the_way_on_which_clients_try_again():
    with serving(OCR_MAX_BODIES=str(1024 * 1024)) as server:
        answered = []
        for path in ("/", "/seal-recognition", "/ocr", "/custom_ocr"):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
            connection.request("POST", path, b" " * (2 * 1024 * 1024), HEADERS)
            response = connection.getresponse()
            answered.append((response.status, json.loads(response.read())))
            connection.close()
        assert [status for status, _ in answered] == [200, 503, 503, 429]
        assert answered[0][1]["Response"]["Error"]["Code"] == "RequestLimitExceeded"


def test_a_body_sent_in_chunks(open_server):
    connection = http.client.HTTPConnection("127.0.0.1", open_server.port, timeout=120)
    body = json.dumps({"ImageBase64": as_base64()}).encode()
    pieces = (body[start : start + 50] for start in range(0, len(body), 50))
    connection.request("POST", "/", pieces, HEADERS, encode_chunked=True)
    assert json.loads(connection.getresponse().read())["Response"]["SealBody"]
    connection.close()


def chunked(server, path, body):
    """Send a body in chunks as they stand, and return all that comes back until the connection is closed."""
    with server.connect() as connection:
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nX-TC-Action: SealOCR\r\n"
        connection.sendall(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + body)
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, content = received.partition(b"\r\n\r\n")
    assert b"Connection: close" in head
    return int(head.split()[1]), json.loads(content)


GARBLED = [
    b"zz\r\nabc",
    b"-1\r\nabc\r\n0\r\n\r\n",
    b"3\r\nabcdef\r\n0\r\n\r\n",
    b"3;\x00=\r\nabc\r\n0\r\n\r\n",
]


@pytest.mark.parametrize("body", GARBLED)
def test_garbled_chunks_are_told_in_the_envelope_at_the_root(open_server, body):
    status, answer = chunked(open_server, "/", body)
    assert status == 200
    assert answer["Response"]["Error"]["Code"] == "InvalidParameter"


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/seal-recognition", {"logId", "errorCode", "errorMsg"}),
        ("/document-preprocessing", {"logId", "errorCode", "errorMsg"}),
        ("/ocr", {"detail"}),
        ("/custom_ocr", {"error"}),
    ],
)
def test_garbled_chunks_are_a_bad_request_in_the_shape_of_the_dialect(open_server, path, shape):
    status, answer = chunked(open_server, path, b"zz\r\nabc")
    assert status == 400
    assert answer.keys() == shape


def test_an_endpoint_with_its_scheme_in_the_host_header_is_served(open_server):
    connection = http.client.HTTPConnection("127.0.0.1", open_server.port, timeout=120)
    body = json.dumps({"ImageBase64": as_base64()})
    connection.request("POST", "/", body, {**HEADERS, "Host": f"http://{open_server.host}"})
    assert json.loads(connection.getresponse().read())["Response"]["SealBody"]
    connection.close()


def ask(server, path):
    """Ask for a page over a new connection; None when that is refused or cut off."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except ConnectionError:
        return None
    finally:
        connection.close()


def test_a_stopping_service_is_not_ready_still_answers_and_finishes_the_requests_in_flight(tmp_path):
    with serving(TEST_GATE=str(tmp_path), OCR_READINGS="2") as server:
        answers = []
        callers = [threading.Thread(target=lambda: answers.append(call(server))) for _ in range(2)]
        for caller in callers:
            caller.start()
        wait_for(lambda: len(list(tmp_path.glob("started-*"))) == 2)
        assert ask(server, "/readyz") == 200
        server.process.send_signal(signal.SIGTERM)
        wait_for(lambda: ask(server, "/readyz") == 503)
        assert ask(server, "/healthz") == 200
        assert answers == []
        (tmp_path / "open").touch()
        for caller in callers:
            caller.join(120)
        assert [answer["SealBody"] for answer in answers] == ["上海宝山测试有限公司"] * 2
        assert server.wait() == 0
        assert ask(server, "/healthz") is None


def test_no_connection_is_left_waiting_while_the_last_calls_end(tmp_path):
    with serving(TEST_GATE=str(tmp_path)) as server:
        caller = threading.Thread(target=call, args=(server,))
        caller.start()
        wait_for(lambda: list(tmp_path.glob("started-*")))
        server.process.send_signal(signal.SIGTERM)
        server.wait_for_log("Handling signal: term")
        os.kill(server.workers[0], signal.SIGTERM)  # ends the time in which new calls are taken
        wait_for(lambda: ask(server, "/healthz") is None)
        assert caller.is_alive()
        (tmp_path / "open").touch()
        caller.join(120)
        assert server.wait() == 0


def test_a_worker_whose_readings_do_not_end_is_replaced(tmp_path):
    settings = {"OCR_READINGS": "1", "OCR_READING_SECONDS": "1"}
    with serving(TEST_GATE=str(tmp_path), TEST_STUCK="1", **settings) as server:
        assert call(server)["Error"]["Code"] == "FailedOperation.EngineRecognizeTimeout"
        server.wait_for_log("no reading ends any more, so this worker is replaced")
        server.wait_for_log("the networks are loaded", times=2)
        (tmp_path / "open").touch()
        assert call(server)["SealBody"]


def test_ctrl_c_waits_for_no_call(tmp_path):
    with serving(TEST_GATE=str(tmp_path)) as server:
        with server.connect() as connection:
            body = json.dumps({"ImageBase64": as_base64()}).encode()
            head = "POST / HTTP/1.1\r\nHost: x\r\nX-TC-Action: SealOCR\r\nX-TC-Version: 2018-11-19\r\n"
            connection.sendall(head.encode() + b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            wait_for(lambda: list(tmp_path.glob("started-*")))
            os.killpg(server.process.pid, signal.SIGINT)  # as a terminal does
            assert server.wait() == 0
        assert "was sent SIG" not in server.log


def wait_for(condition):
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
