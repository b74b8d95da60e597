"""The Dockerfile, read line by line, without Docker: what it copies is enough, what it runs is there."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import fields
from pathlib import Path

import pytest

from sealstack.service.settings.environment import variable
from sealstack.service.settings.settings import Settings
from tests.conformance.servers import ROOT, clean_environment, serving

TEXT = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]


def of(instruction: str) -> list[str]:
    """What follows an instruction, each time that it is given."""
    return [line.partition(" ")[2].strip() for line in LINES if line.split()[0] == instruction]


def environment() -> dict[str, str]:
    """The variables of the last stage."""
    return dict(pair.split("=", 1) for pair in of("ENV")[-1].split())


@pytest.fixture(scope="module")
def context(tmp_path_factory) -> Path:
    """What `COPY . .` brings: the tracked files that .dockerignore lets through."""
    rules = [
        line
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    assert rules[0] == "*"
    kept = [rule.removeprefix("!").rstrip("/") for rule in rules if rule.startswith("!")]
    folder = tmp_path_factory.mktemp("context")
    listed = subprocess.run(
        ["git", "ls-files", "-z", *kept], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_symlink():
            target.symlink_to((ROOT / name).readlink())
        else:
            target.write_bytes((ROOT / name).read_bytes())
    return folder


@pytest.fixture(scope="module")
def wheel(context, tmp_path_factory) -> set[str]:
    """The names in the wheel that is built of the context."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = shutil.copytree(context, folder / "tree", symlinks=True)
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "-q")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, "-w", folder, tree],
        env=clean_environment(PYTHONPATH=""),
        check=True,
        timeout=300,
    )
    [built] = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_it_has_two_stages_of_a_python_that_is_new_enough():
    assert [stage.split()[0] for stage in of("FROM")] == ["python:${PYTHON}-slim"] * 2
    major, minor = of("ARG")[0].partition("=")[2].split(".")
    assert (int(major), int(minor)) >= (3, 11)


def test_the_context_holds_all_that_is_installed(wheel):
    tracked = subprocess.run(
        ["git", "ls-files", "sealstack", "models", "service", "templates_store", "migrations"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()
    expected = {
        name if name.startswith("sealstack/") else f"sealstack/{name}"
        for name in tracked
        if not (ROOT / name).is_symlink()
    }
    assert expected - wheel == set()


def test_nothing_that_is_not_installed_makes_the_context_larger(context):
    assert {path.name for path in context.iterdir() if path.is_dir()} == {
        *("sealstack", "models", "service", "templates_store", "migrations")
    }


def test_its_variables_are_settings_and_their_values_are_valid():
    known = {variable(declared) for declared in fields(Settings)}
    assert {name for name in environment() if name.startswith("OCR_")} <= known
    assert of("EXPOSE") == [environment()["OCR_PORT"]]
    assert of("VOLUME") == [environment()["OCR_DATA_DIR"]]


def test_it_runs_as_a_user_of_its_own_who_owns_the_volume():
    [user] = of("USER")
    [added] = [run for run in of("RUN") if "useradd" in run]
    assert re.search(rf"useradd --uid [1-9]\d+ .*\b{user} ", added)
    assert f"--owner={user} --group={user} --mode=0700 {of('VOLUME')[0]}" in added


@pytest.mark.parametrize("run", of("RUN"))
def test_what_it_runs_is_well_formed_shell(run):
    assert subprocess.run(["bash", "-n", "-c", run], check=False).returncode == 0


def test_its_command_is_one_of_the_package():
    command = json.loads(of("CMD")[-1])
    assert command == ["sealstack", "serve"]
    assert "/opt/sealstack/bin" in environment()["PATH"]


def health_check(port: int) -> int:
    """Run the program of the health check; gives its exit status."""
    program = json.loads(of("HEALTHCHECK")[0].partition("CMD ")[2])
    assert program[0] == "python"
    done = subprocess.run(
        [sys.executable, *program[1:]],
        env={**os.environ, "OCR_PORT": str(port)},
        capture_output=True,
        check=False,
    )
    return done.returncode


def test_the_health_check_tells_whether_the_service_serves():
    with serving() as server:
        port = server.port
        assert health_check(port) == 0
    assert health_check(port) != 0
