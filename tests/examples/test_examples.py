"""The programs of examples/ run as they stand there, but for the address, against a real service.

Those in Go, Java, PHP and C# are not run here; what all of them must have is looked at.
"""

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests import needs
from tests.conformance.servers import REAL, ROOT, clean_environment, serving
from tests.sample import TITLE, around_the_seal

pytestmark = pytest.mark.slow

EXAMPLES = ROOT / "examples"
ADDRESS = "127.0.0.1:8000"

INVOICE = {
    "发票号码": "21456002",
    "开票日期": "2017年08月26日",
    "购买方名称": "技越正融资租赁集团有限公司",
    "数量": "90",
    "单价": "5205.97",
    "税率": "6%",
}
"""What is printed in the photograph of another invoice, some of it."""


@pytest.fixture(scope="module")
def server():
    # a busy machine reads slowly: no test is about that
    with serving(REAL, OCR_READING_SECONDS="300") as running:
        yield running


@pytest.fixture
def folder(tmp_path, server):
    """The examples with the address of the service in them, and pictures beside them."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    for path in (tmp_path / "examples").rglob("*"):
        if path.is_file() and ADDRESS.encode() in (content := path.read_bytes()):
            path.write_bytes(content.replace(ADDRESS.encode(), server.host.encode()))
    around_the_seal(tmp_path, "contract.jpg")
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    return tmp_path


def run(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, cwd=folder, env=clean_environment(), capture_output=True, text=True, timeout=300, check=False
    )


def command_of(language: str) -> list[str]:
    """What runs the seal example of a language; skips where something of it is missing."""
    if language == "python":
        needs.extra("test", "tencentcloud.ocr")
        return [sys.executable, "examples/python/seal_ocr.py"]
    if language == "node":
        needs.node("tencentcloud-sdk-nodejs-ocr")
        return ["node", "examples/node/seal_ocr.js"]
    needs.program("curl")
    needs.program("jq")
    return ["bash", "examples/curl/seal_ocr.sh"]


@pytest.fixture(params=["python", "node", "curl"])
def seal_ocr(request, folder):
    """Runs the seal example of a language on a picture in the folder."""
    command = command_of(request.param)
    if request.param == "node":
        (folder / "node_modules").symlink_to(needs.NODE_MODULES)
    return lambda picture: run(folder, *command, picture)


def test_a_seal_is_read(seal_ocr):
    done = seal_ocr("contract.jpg")
    assert done.stderr == ""
    assert done.returncode == 0
    assert done.stdout.startswith(TITLE)


def test_what_cannot_be_read_ends_with_its_code(seal_ocr):
    done = seal_ocr("broken.jpg")
    assert done.returncode == 1
    assert done.stderr.startswith("FailedOperation.ImageDecodeFailed: ")
    assert done.stderr.count("\n") == 1


def test_a_folder_becomes_a_table(folder):
    needs.extra("test", "requests")
    scans = folder / "scans" / "2024"
    scans.mkdir(parents=True)
    for name in ("broken.jpg", "contract.jpg"):
        shutil.copy(folder / name, scans / name)
    (scans / "notes.txt").write_text("no picture, and not looked at")
    with Image.open(folder / "contract.jpg") as page:
        page.save(scans / "page.pdf")
    done = run(folder, sys.executable, "examples/folder_batch/read_folder.py", "scans", "seals.csv")
    assert done.stderr == ""
    assert done.stdout == "3 files\n"
    with (folder / "seals.csv").open(encoding="utf-8-sig", newline="") as table:
        broken, contract, page = csv.DictReader(table)
    assert broken["file"] == "scans/2024/broken.jpg"
    assert broken["error"].startswith("FailedOperation.ImageDecodeFailed: ")
    assert (contract["title"], contract["error"]) == (TITLE, "")
    assert (page["title"], page["error"]) == (TITLE, "")


def test_an_invoice_is_read_by_its_template(folder):
    needs.program("curl")
    needs.program("jq")
    done = run(folder, "bash", "examples/vat_invoice/read.sh")
    assert done.stderr == ""
    values = dict(line.split("\t") for line in done.stdout.splitlines())
    fields = json.loads((EXAMPLES / "vat_invoice" / "template.json").read_text(encoding="utf-8"))
    assert list(values) == [field[1] for field in fields]
    assert {name: values[name] for name in INVOICE} == INVOICE


def test_another_form_is_no_invoice(folder):
    needs.program("curl")
    needs.program("jq")
    done = run(folder, "bash", "examples/vat_invoice/read.sh", "contract.jpg")
    assert (done.stdout, done.returncode) == ("", 1)
    assert done.stderr.startswith("TemplateMismatch: ")


CLIENTS = sorted(
    path
    for path in EXAMPLES.rglob("*")
    if path.suffix in {".py", ".js", ".go", ".java", ".php", ".cs", ".sh"} and path.name != "draw.py"
)


@pytest.mark.parametrize("client", CLIENTS, ids=lambda path: str(path.relative_to(EXAMPLES)))
def test_every_client_calls_the_service_on_this_machine_and_stands_in_the_readme(client):
    assert client.read_text(encoding="utf-8").count(ADDRESS) == 1
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert f"]({client.relative_to(EXAMPLES)})" in readme


def test_the_readmes_links_lead_somewhere():
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)", readme)
    assert [link for link in links if not (EXAMPLES / link).exists()] == []
