"""The Python programs of quick starts and cookbook run as they stand there, against a real service."""

import re
import subprocess
import sys

import pytest

from tests import needs
from tests.conformance.servers import REAL, ROOT, clean_environment, serving
from tests.sample import around_the_seal


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path):
    """A folder as a reader has it: a contract, and the project's pictures."""
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "sealstack").mkdir()
    (tmp_path / "sealstack" / "sample").symlink_to(ROOT / "sealstack" / "sample")
    around_the_seal(tmp_path, "contract.jpg")
    return tmp_path


def run(program: str, folder) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=clean_environment(PYTHONPATH=str(ROOT), OCR_DATA_DIR=str(folder / "data")),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


def test_the_client_of_the_quick_start_prints_its_answer(folder):
    needs.extra("test", "tencentcloud.ocr")
    [program] = blocks("start/integration.md", "python")
    [answer] = blocks("start/integration.md", "text")
    # a busy machine reads slowly: no test is about that
    with serving(REAL, OCR_READING_SECONDS="300") as server:
        assert run(program.replace("127.0.0.1:8000", server.host), folder) == answer


def test_the_program_of_the_cookbook_reads_the_ticket(folder):
    [program] = blocks("cookbook.md", "python")
    assert "车次 D7397 1.0\n" in run(program, folder)
