"""The requests of the Custom OCR page, sent as they stand there, and real forms, with the real engine."""

import base64
import io
import json
import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from PIL import Image, ImageDraw

from sealstack.models.drawing.lettering import face
from tests import needs
from tests.conformance.servers import REAL, ROOT, serving

pytestmark = pytest.mark.slow

SHARED = ROOT.parent / "shared"
PAGE = SHARED / "reference" / "aws_custom_ocr.md"
LABELS = SHARED / "data" / "real" / "labels.json"

VALUES = {"名称": "亚马逊通技术服务(北京)有限公司", "识别号": "91110116592334142D", "发票号": "4403212222"}
PLACES = {"名称": (425, 471), "识别号": (425, 504), "发票号": (352, 346)}
LABELS_PRINTED = {
    (300, 470): "名    称:",
    (270, 503): "纳税人识别号:",
    (200, 345): "发票号码",
    (420, 60): "增值税电子普通发票",
    (270, 540): "地 址、电 话:",
    (270, 573): "开户行及账号:",
    (80, 640): "货物或应税劳务、服务名称",
    (500, 640): "规格型号",
    (640, 640): "单位",
    (740, 640): "金额",
    (860, 640): "税率",
    (80, 820): "价税合计(大写)",
    (80, 900): "收款人:",
    (420, 900): "复核:",
    (740, 900): "开票人:",
    (80, 345): "机器编号",
    (700, 345): "开票日期",
}


def an_invoice():
    """An invoice with the values of the page where the page's template has its fields."""
    canvas = Image.new("RGB", (1060, 980), "white")
    pen = ImageDraw.Draw(canvas)
    for y in (400, 455, 610, 680, 800, 860):
        pen.line((60, y, 1000, y), fill=(150, 60, 40), width=2)
    for x in (60, 240, 480, 620, 720, 840, 1000):
        pen.line((x, 610 if 60 < x < 1000 else 400, x, 860), fill=(150, 60, 40), width=2)
    for (x, y), text in LABELS_PRINTED.items():
        pen.text((x, y), text, font=face(36 if y < 100 else 22), fill=(150, 60, 40))
    for name, (x, y) in PLACES.items():
        pen.text((x, y), VALUES[name], font=face(34 if name == "发票号" else 24), fill=(20, 20, 30))
    stream = io.BytesIO()
    canvas.save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def picture_url(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "invoice.png").write_bytes(an_invoice())
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/invoice.png"
    server.shutdown()
    thread.join()
    server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def service():
    with serving(REAL, OCR_ALLOW_PRIVATE_URLS="1") as server:
        yield f"http://{server.host}"


@pytest.fixture(scope="module")
def http():
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture(scope="module")
def samples():
    """The requests of the page, in its order."""
    needs.beside_the_project(PAGE)
    blocks = re.findall(r"^``` json\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [block for block in blocks if re.search(r'"(type|url)"', block)]


def answer_of(http, url, text):
    # without a Content-Type, as the page's own samples are sent
    response = http.post(url, data=text.encode())
    assert response.status_code == 200, response.text
    return response.json()


def test_the_pages_requests_are_answered_as_the_page_says(samples, service, http, picture_url):
    by_url, by_base64, query, delete, listing = samples
    url = f"{service}/prod/custom-ocr/"
    first = answer_of(http, url, by_url.replace("Image URL address", picture_url))["template_id"]
    encoded = base64.b64encode(an_invoice()).decode()
    second = answer_of(http, url, by_base64.replace("Base64-encoded image data", encoded))["template_id"]
    assert answer_of(http, url, listing)["template_id_list"] == [first, second]
    for template_id in (first, second):
        asked = query.replace("已存在的模板ID", template_id).replace("Image URL address", picture_url)
        rows = answer_of(http, url, asked)
        assert {row["key"]: row["value"] for row in rows} == VALUES
        assert all(90 < row["score"] <= 100 for row in rows)
    deleted = delete.replace("已存在模板ID", first)
    assert answer_of(http, url, deleted) == {"template_id": first}
    assert answer_of(http, url, listing)["template_id_list"] == [second]


@pytest.fixture(scope="module")
def records():
    needs.beside_the_project(LABELS)
    known = json.loads(LABELS.read_text("utf-8"))
    return [record for record in known if record["task"] == "template"]


def encoded(file):
    return base64.b64encode((LABELS.parent / file).read_bytes()).decode()


def test_auto_finds_the_form_of_real_pictures_and_preview_shows_its_fields(records, service, http):
    url = f"{service}/custom_ocr"
    ids = {}
    for record in records:
        template = [[field["quad"], field["name"]] for field in record["fields"]]
        body = {"type": "add", "img": encoded(record["template_file"]), "template": template}
        ids[record["id"]] = http.post(url, json=body).json()["template_id"]
    for record in records[:1] + records[2:]:
        asked = {"type": "preview", "template_id": "auto", "img": encoded(record["query_file"])}
        response = http.post(url, json=asked)
        rows = {row["key"]: row["value"] for row in response.json()["fields"]}
        assert set(record["truth"]) <= set(rows)
        drawn = Image.open(io.BytesIO(base64.b64decode(response.json()["img"])))
        assert max(drawn.size) <= 2000
        # two of the templates are of one kind of ticket: either will do
        fitting = [one for one in ids if one.startswith(record["id"][:10])]
        assert response.headers["X-Sealstack-Template"] in {ids[one] for one in fitting}


def test_a_form_is_not_read_by_the_template_of_another(records, service, http):
    url = f"{service}/custom_ocr"
    record, *others = records
    template = [[field["quad"], field["name"]] for field in record["fields"]]
    body = {"type": "add", "img": encoded(record["template_file"]), "template": template}
    template_id = http.post(url, json=body).json()["template_id"]
    for other in others[1:]:
        response = http.post(url, json={"template_id": template_id, "img": encoded(other["query_file"])})
        assert (response.status_code, response.json()["error"]["code"]) == (422, "TemplateMismatch")
