"""The recipes of docs/clients: run where the SDK is here, else proven by what the SDK puts on the wire."""

import http.client
import json
import re
import subprocess
import sys
import time

import pytest

from tests import needs
from tests.conformance.servers import ROOT, clean_environment, serving
from tests.service.dialects.tencent.signatures import wire
from tests.service.pictures import as_base64, as_file, quartered

pytestmark = pytest.mark.slow

PAGES = ROOT / "docs" / "clients"
LANGUAGES = {
    "python": "python",
    "node": "javascript",
    "go": "go",
    "java": "java",
    "php": "php",
    "dotnet": "csharp",
    "cpp": "cpp",
}
SDKS = {sdk.name: sdk for sdk in wire.SDKS}
BODY = "上海宝山测试有限公司"


def recipe(name):
    """The one program on a page."""
    (program,) = re.findall(
        rf"```{LANGUAGES[name]}\n(.*?)```", (PAGES / f"{name}.md").read_text("utf-8"), re.DOTALL
    )
    return program


@pytest.fixture(scope="module")
def server():
    """The service with the account whose keys the fixtures of the signatures have."""
    account = {"OCR_SECRET_ID": wire.SECRET_ID, "OCR_SECRET_KEY": wire.SECRET_KEY}
    with serving(OCR_RATE_LIMIT="0", **account) as server:
        yield server


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_page_changes_the_endpoint_and_nothing_else_that_matters(name):
    program = recipe(name)
    assert '"127.0.0.1:8000"' in program
    assert '"SECRET_ID"' in program
    assert "SealOCR" in program


def test_every_page_is_listed():
    listed = set(re.findall(r"\]\((\w+)\.md\)", (PAGES / "index.md").read_text("utf-8")))
    assert listed == set(LANGUAGES)
    assert {page.stem for page in PAGES.glob("*.md")} == {*LANGUAGES, "index"}


def run(server, program, command, folder):
    for old, new in (
        ("127.0.0.1:8000", server.host),
        ("SECRET_ID", wire.SECRET_ID),
        ("SECRET_KEY", wire.SECRET_KEY),
    ):
        program = program.replace(old, new)
    (folder / "contract.jpg").write_bytes(as_file(quartered(400, 300), "JPEG"))
    return subprocess.run(
        [*command, program],
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout


def test_the_python_recipe_runs(server, tmp_path):
    assert BODY in run(server, recipe("python"), [sys.executable, "-c"], tmp_path)


def test_the_node_recipe_runs(server, tmp_path):
    needs.node("tencentcloud-sdk-nodejs-ocr")
    (tmp_path / "node_modules").symlink_to(needs.NODE_MODULES)
    assert BODY in run(server, recipe("node"), ["node", "-e"], tmp_path)


def send(server, request):
    """Send a request exactly as it was signed."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    query = request.query_string.decode()
    connection.putrequest(
        request.method, f"/?{query}" if query else "/", skip_host=True, skip_accept_encoding=True
    )
    for name, value in request.headers.items():
        connection.putheader(name, value)
    if request.method == "POST":
        connection.putheader("Content-Length", str(len(request.body)))
    connection.endheaders(request.body or None)
    response = connection.getresponse()
    assert response.headers["Content-Type"] == "application/json"
    inside = json.loads(response.read())["Response"]
    connection.close()
    return inside


@pytest.mark.parametrize("name", LANGUAGES)
@pytest.mark.parametrize("host", ["127.0.0.1", "ocr.localhost"])
@pytest.mark.parametrize("how", ["post_json", "get"])
def test_what_an_sdk_puts_on_the_wire_is_served(server, name, host, how):
    sign = getattr(SDKS[name], how)
    request = sign(f"{host}:{server.port}", {"ImageBase64": as_base64()}, timestamp=int(time.time()))
    assert send(server, request)["SealBody"] == BODY


@pytest.mark.parametrize("name", LANGUAGES)
def test_an_unsigned_payload_is_served(server, name):
    parameters = {"ImageBase64": as_base64()}
    request = SDKS[name].post_json(server.host, parameters, timestamp=int(time.time()), unsigned=True)
    assert send(server, request)["SealBody"] == BODY


@pytest.mark.parametrize("sdk", wire.OLD_SDKS, ids=lambda sdk: sdk.name)
@pytest.mark.parametrize("sign", ["", "HmacSHA1", "HmacSHA256"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_older_signatures_are_served(server, sdk, sign, method):
    request = sdk.sign(method, server.host, {"ImageBase64": as_base64()}, sign, timestamp=int(time.time()))
    assert send(server, request)["SealBody"] == BODY


@pytest.mark.parametrize("name", LANGUAGES)
def test_what_an_sdk_signs_with_another_key_is_refused(server, name):
    request = SDKS[name].post_json(server.host, {}, timestamp=int(time.time()), secret_key="another")
    assert send(server, request)["Error"]["Code"] == "AuthFailure.SignatureFailure"
