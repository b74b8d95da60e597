"""The clients printed in the documents of PaddleX, PaddleOCR and rapidocr_api, run as they stand there.

Only the address changes. The documents lie beside the project, in ../shared; without them these are skipped.
"""

import html
import json
import re
import subprocess
import sys

import pytest
from PIL import Image

from tests import needs
from tests.conformance.servers import ROOT, clean_environment
from tests.service.pictures import as_file, quartered

pytestmark = pytest.mark.slow

REFERENCE = ROOT.parent / "shared" / "reference"
TITLE = "上海宝山测试有限公司"


def example(page, language, *marks):
    """The code block of a document, in a language, that has all the marks in it."""
    path = REFERENCE / page
    text = needs.beside_the_project(path).read_text(encoding="utf-8")
    blocks = re.findall(rf'<code class="language-{language}">(.*?)</code>', text, re.DOTALL)
    blocks = [html.unescape(block) for block in blocks]
    for indent, block in re.findall(
        rf"^( *)```{language}[^\n]*\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE
    ):
        blocks.append(re.sub(rf"^{indent}", "", block, flags=re.MULTILINE))
    return next(block for block in blocks if all(mark in block for mark in marks))


def run(command, folder, code, server):
    """Run a program with the address of the service in the place of the documented one."""
    code = re.sub(r"localhost:\d+|0\.0\.0\.0:9003", server.host, code)
    return subprocess.run(
        [*command, code],
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout


@pytest.fixture
def folder(tmp_path):
    """A folder with the pictures that the documents speak of."""
    (tmp_path / "demo.jpg").write_bytes(as_file(quartered(400, 300), "JPEG"))
    pictures = tmp_path / "tests" / "test_files"
    pictures.mkdir(parents=True)
    (pictures / "ch_en_num.jpg").write_bytes(as_file(quartered(400, 300), "JPEG"))
    (tmp_path / "1.png").write_bytes(as_file(quartered(400, 300)))
    return tmp_path


def test_the_python_client_of_seal_recognition(open_server, folder):
    code = example("paddlex_seal_recognition.md", "python", "API_URL", "seal-recognition")
    told = run([sys.executable, "-c"], folder, code, open_server)
    assert TITLE in told
    for name in ("ocr.jpg", "layout.jpg"):
        with Image.open(folder / name) as drawn:
            assert drawn.format == "JPEG"


def test_the_node_client_of_seal_recognition(open_server, folder):
    needs.node("axios")
    code = example("paddlex_seal_recognition.md", "js", "axios", "seal-recognition")
    # as printed it assigns to a constant: it stops there, with its first picture on the way to disk
    code = code.replace("const imageBuffer", "let imageBuffer")
    (folder / "node_modules").symlink_to(needs.NODE_MODULES)
    assert TITLE in run(["node", "-e"], folder, code, open_server)


def test_the_shell_client_of_seal_recognition(open_server, folder):
    """Go, C++, PHP and others send the same few bytes: JSON with one field."""
    needs.program("curl")
    body = f'{{"image": "{subprocess.check_output(["base64", "-w0", folder / "demo.jpg"], text=True)}"}}'
    (folder / "body.json").write_text(body)
    command = ["curl", "-s", "-d", "@body.json", f"http://{open_server.host}/seal-recognition"]
    told = json.loads(subprocess.check_output(command, cwd=folder, text=True, env=clean_environment()))
    assert told["result"]["texts"][0]["text"] == TITLE


def test_the_python_client_of_document_preprocessing(open_server, folder):
    code = example("paddleocr_doc_preprocessor.md", "python", "API_URL", "document-preprocessing")
    told = run([sys.executable, "-c"], folder, code, open_server)
    assert "'angle': 0" in told
    with Image.open(folder / "out_0.png") as page:
        assert (page.format, page.size) == ("PNG", (400, 300))


def own_example(page, language):
    """The first code block of a page of ours."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.search(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE).group(1)


def test_our_own_page_on_paddlex(open_server, folder):
    (folder / "demo.jpg").rename(folder / "contract.jpg")
    code = own_example("paddle.md", "python").replace("127.0.0.1:8000", open_server.host)
    assert run([sys.executable, "-c"], folder, code, open_server).splitlines() == [
        f"['{TITLE}', '财务专用章']",
        "['张三印']",
    ]


@pytest.mark.parametrize("mark", ["image_file", "image_data"])
def test_the_python_clients_of_rapidocr(open_server, folder, mark):
    code = example("rapidocr_api.md", "python", "import requests", mark)
    assert "'rec_txt': '合同编号'" in run([sys.executable, "-c"], folder, code, open_server)


def test_the_curl_client_of_rapidocr(open_server, folder):
    needs.program("curl")
    command = example("rapidocr_api.md", "bash", "curl -F").strip()
    told = json.loads(run(["bash", "-c"], folder, command.replace("curl ", "curl -s "), open_server))
    assert told["0"]["rec_txt"] == "合同编号"
    assert told["0"]["score"] == "0.9"
