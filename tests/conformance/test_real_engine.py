"""The official Python SDK against the service with its real networks, over real pictures."""

import base64
import io
import json
from pathlib import Path

import pytest
import requests
from PIL import Image

from tests import needs
from tests.conformance.servers import REAL, ROOT, serving
from tests.conformance.test_python_sdk import client_of, error_of, models
from tests.service.pictures import as_base64

pytestmark = pytest.mark.slow

AROUND_THE_ADDRESS = (100, 600, 700, 740)
"""A part of the sample with a line of it: the whole page takes longer and shows no more."""

REAL_PICTURES = ROOT.parent / "shared" / "data" / "real"


@pytest.fixture(scope="module")
def server():
    with serving(REAL, OCR_THREADS="0") as server:
        yield server


def labelled(name):
    """A real picture's file and its truth."""
    labels = REAL_PICTURES / "labels.json"
    needs.beside_the_project(labels)
    record = next(one for one in json.loads(labels.read_text("utf-8")) if one["id"] == name)
    return Path(REAL_PICTURES / record["file"]).read_bytes(), record["truth"]


def overlap(location, box):
    """Intersection over union of the SDK's rectangle and `[x, y, width, height]`."""
    x, y, width, height = box
    across = min(location.X + location.Width, x + width) - max(location.X, x)
    down = min(location.Y + location.Height, y + height) - max(location.Y, y)
    both = max(0, across) * max(0, down)
    return both / (location.Width * location.Height + width * height - both)


@pytest.mark.parametrize("name", ["seal_t014", "seal_t057"])
def test_the_seal_of_a_photograph_is_found_and_read(server, name):
    content, truth = labelled(name)
    request = models.SealOCRRequest()
    request.ImageBase64 = base64.b64encode(content).decode()
    answer = client_of(server).SealOCR(request)
    assert overlap(answer.Location, truth[0]["box"]) > 0.5
    assert answer.SealBody.endswith("有限公司")
    assert answer.SealInfos[0].SealBody == answer.SealBody


def test_a_picture_without_a_seal_has_no_text(server):
    request = models.SealOCRRequest()
    request.ImageBase64 = as_base64()
    assert error_of(client_of(server).SealOCR, request)[0] == "FailedOperation.ImageNoText"


def test_the_provider_is_shown(server):
    import urllib.request

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://{server.host}/readyz") as response:
        told = json.load(response)
    assert told["models"] is True
    assert told["provider"].endswith("ExecutionProvider")


def post(server, path, body):
    return requests.post(f"http://{server.host}{path}", json=body, timeout=120).json()


def test_paddlex_clients_read_the_sample_in_both_generations(server):
    picture = base64.b64encode((ROOT / "sealstack" / "sample" / "contract.jpg").read_bytes()).decode()
    current = post(server, "/seal-recognition", {"file": picture, "fileType": 1, "visualize": False})
    legacy = post(server, "/seal-recognition", {"image": picture, "inferenceParams": {"maxLongSide": 736}})
    seals = current["result"]["sealRecResults"][0]["prunedResult"]["seal_res_list"]
    assert seals[0]["rec_texts"][:2] == ["海州市青禾软件有限公司", "合同专用章"]
    found = [text["text"] for text in legacy["result"]["texts"]]
    assert found == [text for seal in seals for text in seal["rec_texts"]]


def test_rapidocr_clients_read_the_sample(server):
    with Image.open(ROOT / "sealstack" / "sample" / "contract.jpg") as page, io.BytesIO() as file:
        page.crop(AROUND_THE_ADDRESS).save(file, "PNG")
        answer = requests.post(
            f"http://{server.host}/ocr", files={"image_file": file.getvalue()}, timeout=120
        ).json()
    assert any("临江市学府路十八号" in line["rec_txt"] for line in answer.values())
