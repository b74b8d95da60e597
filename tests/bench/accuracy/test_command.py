"""`python -m bench.accuracy`, with a stand-in for the service, and once with the service itself."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
import numpy as np
import pytest

from bench.accuracy.__main__ import main
from bench.accuracy.calls import CallFailed, SealCaller

pytestmark = pytest.mark.slow

SEAL = {
    "SealBody": "沈阳工业大学",
    "OtherTexts": ["合同专用章"],
    "SealShape": "0",
    "Location": {"X": 20, "Y": 20, "Width": 60, "Height": 60},
    "Extras": {"Texts": [{"Polygon": [{"X": 20, "Y": 20}, {"X": 80, "Y": 20}, {"X": 80, "Y": 40}]}]},
}
NO_SEAL = {"Error": {"Code": "FailedOperation.ImageNoText", "Message": "no text"}, "RequestId": "1"}


@contextmanager
def answering(response):
    """A server that gives every call the same answer; yields its URL and the headers it was sent."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(self.headers)
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps({"Response": response}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", received
        server.shutdown()


@pytest.fixture
def labelled(tmp_path):
    """A folder with one labelled picture."""
    (tmp_path / "images").mkdir()
    cv2.imwrite(str(tmp_path / "images/one.png"), np.full((100, 120, 3), 255, np.uint8))
    seal = {"body": "沈阳工业大学", "others": [], "box": [20, 20, 60, 62], "shape": "round", "colour": "red"}
    record = {"id": "one", "task": "seal", "file": "images/one.png", "truth": [seal]}
    (tmp_path / "labels.json").write_text(json.dumps([record]), encoding="utf-8")
    return tmp_path


def test_an_answer_becomes_seals():
    with answering({"SealInfos": [SEAL], "RequestId": "1"}) as (url, received):
        [seal] = SealCaller(url, with_polygons=True).find_seals(b"picture")
    assert (seal.body, seal.others, seal.shape) == ("沈阳工业大学", ("合同专用章",), "round")
    assert seal.box == (20, 20, 60, 60)
    assert seal.polygons == (((20, 20), (80, 20), (80, 40)),)
    assert received[0]["X-TC-Action"] == "SealOCR"
    assert received[0]["X-Sealstack-Extras"] == "1"


def test_extras_are_asked_for_only_when_they_are_wanted():
    with answering(NO_SEAL) as (url, received):
        assert SealCaller(url).find_seals(b"picture") == []
    assert received[0]["X-Sealstack-Extras"] is None


@pytest.mark.parametrize(
    ("response", "told"),
    [
        ({"Error": {"Code": "InternalError", "Message": "oh"}, "RequestId": "1"}, "InternalError: oh"),
        ({"RequestId": "1"}, "SealInfos"),
        (None, "AttributeError"),
    ],
)
def test_an_answer_that_is_none_fails(response, told):
    with answering(response) as (url, _), pytest.raises(CallFailed, match=told):
        SealCaller(url).find_seals(b"picture")


def test_a_service_that_is_not_there_fails():
    with answering(NO_SEAL) as (url, _):
        pass
    with pytest.raises(CallFailed, match="ConnectionError"):
        SealCaller(url).find_seals(b"picture")


def test_the_figures_of_a_folder_are_printed_and_kept(labelled, capsys):
    with answering({"SealInfos": [SEAL], "RequestId": "1"}) as (url, _):
        assert main(["--url", url, "--data", str(labelled), "--json", str(labelled / "figures.json")]) == 0
    assert "| all      |   1 | 1.0000 |    1.0000 | 1.0000 |     1.0000 |" in capsys.readouterr().out
    [figures] = json.loads((labelled / "figures.json").read_text("utf-8")).values()
    assert figures["all"]["body_exact"] == 1.0


def test_an_overlay_shows_the_boxes_over_the_picture(labelled):
    with answering({"SealInfos": [SEAL], "RequestId": "1"}) as (url, _):
        main(["--url", url, "--data", str(labelled), "--overlays", str(labelled / "seen")])
    overlay = cv2.imread(str(labelled / "seen" / labelled.name / "one.jpg"))
    assert overlay.shape[0] > 100
    blue, green, red = (int(value) for value in overlay[20, 50])
    assert red > blue
    assert red > green
    assert (overlay[60, 100] > 240).all()


def test_the_worst_title_is_listed(labelled, capsys):
    with answering(NO_SEAL) as (url, _):
        main(["--url", url, "--data", str(labelled), "--worst", "3", "--overlays", str(labelled / "seen")])
    told = capsys.readouterr().out
    assert "沈阳工业大学" in told
    assert "1 overlays in" in told


@pytest.mark.parametrize("arguments", [["--data", "nowhere"], ["--data", "empty"]])
def test_without_labels_there_is_nothing_to_measure(tmp_path, monkeypatch, capsys, arguments):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "labels.json").write_text("[]")
    monkeypatch.chdir(tmp_path)
    assert main(["--url", "http://127.0.0.1:9", *arguments]) == 1
    assert capsys.readouterr().err.startswith("bench.accuracy: ")


def test_the_service_itself_is_started_measured_and_stopped(capsys, tmp_path):
    arguments = [
        "--only",
        "drawn",
        "--kind",
        "crop",
        "--count",
        "1",
        "--json",
        str(tmp_path / "figures.json"),
    ]
    assert main(arguments) == 0
    assert "## drawn: 1 pictures" in capsys.readouterr().out
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))["drawn"]
    assert figures["errors"] == {"pictures": 0}
    assert figures["all"]["n"] == 1
