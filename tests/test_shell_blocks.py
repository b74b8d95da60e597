"""Every shell block of the documents runs as it stands, but for those that need what is named below."""

import os
import re
import runpy
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.servers import REAL, ROOT, clean_environment, serving
from tests.sample import around_the_seal
from tests.warm_command import warm_command

pytestmark = pytest.mark.slow

IN_CHINESE = ROOT / "docs" / "zh"
"""Pages with the very blocks of the English ones, as tests/test_readmes.py sees to."""

PAGES = sorted(
    path
    for path in (ROOT / "docs").rglob("*.md")
    if "```sh\n" in path.read_text("utf-8") and path.parent != IN_CHINESE
)

ELSEWHERE = {
    "docker": "needs Docker",
    "python -m bench": "measures for minutes",
    "-m training": "trains for minutes",
    "kubectl": "needs Kubernetes",
    "systemctl": "needs a machine that systemd runs",
    "python -m release": "builds for minutes, as CI does",
    ".venv/bin": "needs an environment of its own, as tests/test_wheel.py and CI make",
    "-m pytest tests": "runs tests, of which this is one",
    "data/sealstack.db": "is run while it is written by tests/deploy/test_recipes.py",
    "OCR_DATABASE_URL": "is run on a PostgreSQL by tests/deploy/test_recipes.py",
}
"""Commands that are not run, and why; those of a benchmark are compared with its help."""

SERVES = re.compile(r"sealstack (serve|--serve|rapidocr_api)\b")
ADDRESS = re.compile(r"(127\.0\.0\.1|localhost):(8000|8080|9003)")
PORT = re.compile(r"(--port|-p) \d+")

_PATIENCE = 120


def page_name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def blocks_of(page: Path) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def commands(pattern: re.Pattern[str]) -> list[str]:
    """The lines of all blocks in which a pattern is found, each once."""
    lines = [line for page in PAGES for block in blocks_of(page) for line in block.splitlines()]
    return list(dict.fromkeys(line for line in lines if pattern.search(line)))


def script_of(page: Path) -> str:
    """What runs to its end on a page, in order."""
    kept = [block for block in blocks_of(page) if not any(command in block for command in ELSEWHERE)]
    return "\n".join(line for block in kept for line in block.splitlines() if not SERVES.search(line))


@pytest.fixture(scope="module")
def server():
    with serving(REAL) as running:
        yield running


@pytest.fixture(scope="module")
def warm() -> Iterator[tuple[str, ...]]:
    with warm_command() as words:
        yield words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a reader of the documents has it: a contract, a folder of scans, the project's docs."""
    (tmp_path / "scans").mkdir()
    for name in ("contract.jpg", "1.png", "scans/first.jpg", "scans/second.jpg"):
        around_the_seal(tmp_path, name)
    for folder in ("docs", "examples"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    programs = tmp_path / "programs"
    programs.mkdir()
    write_program(programs / "sealstack", sys.executable, "-P", "-m", "sealstack")
    write_program(programs / "python", sys.executable)
    return tmp_path


def write_program(file: Path, *words: str) -> None:
    file.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
    file.chmod(0o755)


@pytest.fixture
def warm_folder(folder: Path, warm: tuple[str, ...]) -> Path:
    """The same folder, where `sealstack` need not import the package anew."""
    write_program(folder / "programs" / "sealstack", *warm)
    return folder


def environment_in(folder: Path) -> dict[str, str]:
    return clean_environment(
        PATH=f"{folder / 'programs'}{os.pathsep}{os.environ['PATH']}",
        PYTHONPATH=str(ROOT),
        OCR_DATA_DIR=str(folder / "data"),
    )


def run(script: str, folder: Path) -> str:
    for program in ("curl", "jq"):
        if re.search(rf"\b{program}\b", script) and shutil.which(program) is None:
            pytest.skip(f"needs the program {program}")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=environment_in(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


ANSWERING = {ROOT / "docs" / name for name in ("clients/index.md", "cookbook.md", "templates.md")}
"""Pages whose answers are looked at too."""

WITH_PROCESSES = {ROOT / "docs" / "batch.md"}
"""Pages whose commands start processes of their own: there each imports the package, as for users."""

RUNNING = [page for page in PAGES if page not in ANSWERING | WITH_PROCESSES and script_of(page).strip()]


@pytest.mark.parametrize("page", RUNNING, ids=page_name)
def test_the_blocks_of_a_page_run_one_after_the_other(page, server, warm_folder):
    run(ADDRESS.sub(server.host, script_of(page)), warm_folder)


@pytest.mark.parametrize("page", sorted(WITH_PROCESSES), ids=page_name)
def test_the_blocks_run_too_where_each_command_imports_the_package(page, folder):
    run(script_of(page), folder)


def test_a_seal_is_read_without_an_sdk(server, folder):
    told = run(ADDRESS.sub(server.host, script_of(ROOT / "docs" / "clients" / "index.md")), folder)
    assert '"SealBody": "海州市青禾软件有限公司"' in told


def test_the_drawn_form_is_read_on_the_command_line_and_over_http(server, warm_folder):
    told = run(ADDRESS.sub(server.host, script_of(ROOT / "docs" / "templates.md")), warm_folder)
    assert "  运单号    0198225741657\n  收件人    余娟燕\n  收件电话  15182923179\n" in told
    assert '"value": "0198225741657"' in told


def test_the_forms_of_the_cookbook_are_read_as_it_says(warm_folder):
    page = ROOT / "docs" / "cookbook.md"
    told = run(script_of(page), warm_folder)
    answers = re.findall(r"^```text\n(.*?)^```", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert len(answers) == 3
    for answer in answers:
        assert answer in told
    table = (warm_folder / "read.csv").read_text("utf-8-sig")
    assert "D7397" in table
    assert "91232837ARBQM6RBW8" in table


def on_this_machine(command: str) -> str:
    """What is run of a command that serves: it names no port, and no network."""
    return " ".join(PORT.sub("", command).replace("0.0.0.0", "127.0.0.1").split())


SERVING = {on_this_machine(command): command for command in commands(SERVES)}
"""What serves as it stands in the documents, once for each that differs when it is run here."""


@pytest.mark.parametrize("command", SERVING, ids=SERVING.get)
def test_what_serves_comes_up_and_stops(command, folder):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    option = "-p" if "rapidocr_api" in command else "--port"
    line = f"exec env {command} {option} {port}"
    if "--serve" in command:
        line += " --host 127.0.0.1"
    process = subprocess.Popen(
        ["bash", "-c", line], cwd=folder, env=environment_in(folder), stderr=subprocess.PIPE, text=True
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        process.send_signal(signal.SIGTERM)
        _, complaint = process.communicate(timeout=_PATIENCE)
        assert process.returncode == 0, complaint
    finally:
        process.kill()
        process.communicate()


def wait_for(url: str, process: "subprocess.Popen[str]") -> None:
    """Wait until a page answers; fail when its process ends or it takes too long."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with opener.open(url, timeout=_PATIENCE):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{url} does not answer")


@pytest.mark.parametrize("command", commands(re.compile("python -m bench")), ids=str.strip)
def test_the_options_of_a_benchmark_are_in_its_help(command, monkeypatch, capsys):
    words = command.partition("#")[0].split()
    subcommand = [word for word in words[3:4] if not word.startswith("-")]
    monkeypatch.setattr(sys, "argv", [words[2], *subcommand, "--help"])
    monkeypatch.setenv("COLUMNS", "200")
    # in this process: each of its own would import the same again
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(words[2], run_name="__main__", alter_sys=True)
    assert ended.value.code in (None, 0)
    told = capsys.readouterr().out
    assert [word for word in words if word.startswith("--") and word not in told] == []
