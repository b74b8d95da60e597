"""How every command ends when it cannot write, and what it says when the engine is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance.servers import ROOT, clean_environment
from tests.service.pictures import as_file, quartered
from tests.warm_command import warm_command

pytestmark = pytest.mark.slow

COMMANDS = [
    ("config", "seal_recognition"),
    ("ocr", "a.png", "b.png"),
    ("ocr", "a.png", "--csv"),
    ("doctor",),
    ("account", "add"),
    ("db", "upgrade"),
]

WITHOUT_ENGINE = """
import sys
sys.modules["onnxruntime"] = None
from sealstack.command_line import main
main(prog_name="sealstack")
"""


@pytest.fixture
def pictures(tmp_path):
    """A folder with two pictures, in which commands run."""
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(as_file(quartered(80, 60)))
    return tmp_path


@pytest.fixture(scope="module")
def warm():
    with warm_command() as words:
        yield words


def started(folder, *words, **keywords):
    return subprocess.Popen(
        words,
        cwd=folder,
        env=clean_environment(PYTHONPATH=str(ROOT), OCR_DATA_DIR=str(folder / "data")),
        stderr=subprocess.PIPE,
        text=True,
        **keywords,
    )


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_reader_that_has_seen_enough_ends_the_command_quietly(pictures, warm, command):
    process = started(pictures, *warm, *command, stdout=subprocess.PIPE)
    process.stdout.close()  # as `| head -n 0` does
    _, complaint = process.communicate(timeout=120)
    assert (process.returncode, complaint) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_output_that_cannot_be_written_is_told_in_one_sentence(pictures, warm, command):
    with open("/dev/full", "w", encoding="utf-8") as full:
        process = started(pictures, *warm, *command, stdout=full)
        _, complaint = process.communicate(timeout=120)
    assert process.returncode == 1
    assert complaint == "Error: the standard output cannot be written: no space left on device\n"


@pytest.mark.parametrize(
    "command", [("serve", "--port", "9"), ("seal", "a.png"), ("doctor",)], ids=lambda command: command[0]
)
def test_without_the_engine_the_way_out_is_told(pictures, command):
    python = (sys.executable, "-P", "-c", WITHOUT_ENGINE)
    process = started(pictures, *python, *command, stdout=subprocess.PIPE)
    told, complaint = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "pip install 'sealstack[cpu]'" in told + complaint
    assert "Traceback" not in complaint
