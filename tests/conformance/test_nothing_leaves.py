"""Nothing leaves the machine, and nothing is left in HOME, whichever way pictures are read."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sealstack.models.runtime.backends import SILENT
from tests import needs
from tests.conformance.servers import REAL, ROOT, clean_environment, serving
from tests.conformance.test_connections import call
from tests.sample import TITLE, around_the_seal

pytestmark = pytest.mark.slow

READINGS = {
    "command line": ["-m", "sealstack.command_line", "seal"],
    "Python": ["-c", "import sealstack, sys; print(sealstack.read_seals(sys.argv[1]))"],
}
_SENDING = re.compile(r"\b(connect|sendto|sendmsg|sendmmsg)\(")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def talkative(home: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An environment in which libraries report home unless the program itself stops them."""
    for name in (*SILENT, "CI"):
        monkeypatch.delenv(name, raising=False)
    return clean_environment(HOME=str(home), OCR_DATA_DIR=str(home.parent / "data"))


def left_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def sent(trace: Path) -> list[str]:
    """What a trace of network calls shows of connections and packets to internet addresses."""
    lines = trace.read_text("utf-8", "replace").splitlines()
    return [line for line in lines if _SENDING.search(line) and "AF_INET" in line]


@pytest.mark.parametrize(
    ("reading", "device"), [("command line", "cpu"), ("Python", "cpu"), ("command line", "openvino")]
)
def test_a_reading_asks_nobody_and_leaves_nothing_at_home(tmp_path, home, talkative, reading, device):
    strace, trace = needs.program("strace"), tmp_path / "trace"
    if device == "openvino":
        needs.extra("openvino", "openvino")
    reads = [sys.executable, *READINGS[reading], around_the_seal(tmp_path)]
    done = subprocess.run(
        [strace, "-f", "-qq", "-e", "trace=%network", "-o", trace, *reads],
        cwd=ROOT,
        env={**talkative, "OCR_DEVICE": device},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert TITLE in done.stdout
    assert sent(trace) == []
    assert left_in(home) == []


def test_openvino_leaves_nothing_at_home_whoever_imports_it(home, talkative):
    needs.extra("openvino", "openvino")
    code = "from sealstack.models.runtime.backends import keep_silent; keep_silent(); import openvino"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=talkative, timeout=300, check=True)
    assert left_in(home) == []


def test_a_url_is_the_only_thing_that_is_asked_for(tmp_path, talkative):
    strace, trace = needs.program("strace"), tmp_path / "trace"
    seal = [sys.executable, "-m", "sealstack.command_line", "seal", "http://127.0.0.1:9/a.jpg"]
    subprocess.run(
        [strace, "-f", "-qq", "-e", "trace=%network", "-o", trace, *seal],
        cwd=ROOT,
        env={**talkative, "OCR_ALLOW_PRIVATE_URLS": "1"},
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert {line for line in sent(trace) if "htons(9)" not in line} == set()
    assert sent(trace)


def test_the_service_asks_nobody_and_leaves_nothing_at_home(tmp_path, home, talkative, monkeypatch):
    strace, trace = needs.program("strace"), tmp_path / "trace"
    monkeypatch.setenv("HOME", str(home))
    # -D: the tracer stands aside, so that signals come to the service
    under = [strace, "-D", "-f", "-qq", "-e", "trace=%network", "-o", str(trace)]
    with serving(REAL, under=under) as server:
        assert call(server)["Error"]["Code"] == "FailedOperation.ImageNoText"
    assert sent(trace) == []
    assert left_in(home) == []
