"""The wheel has all it needs: built of a copy of the tree and installed elsewhere, it reads its sample."""

import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.conformance.servers import ROOT, clean_environment

pytestmark = pytest.mark.slow

NOT_OF_THE_TREE = shutil.ignore_patterns(
    *(
        ".git",
        ".*cache*",
        ".hypothesis",
        ".venv",
        "__pycache__",
        "*.egg-info",
        "build",
        "dist",
        "node_modules",
    )
)

READ_THE_SAMPLE = """
import json
from importlib.resources import files

import sealstack

seals = sealstack.read_seals(files("sealstack") / "sample" / "contract.jpg")
print(json.dumps([sealstack.__file__, [seal.body for seal in seals]]))
"""


def run(*command: str, within: Path, **variables: str) -> str:
    done = subprocess.run(
        command,
        cwd=within,
        env=clean_environment(**variables),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of a copy of the tree, which links of the tree are links in."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = shutil.copytree(ROOT, folder / "tree", symlinks=True, ignore=NOT_OF_THE_TREE)
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "-q")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        *options,
        "-w",
        str(folder),
        str(tree),
        within=folder,
        PYTHONPATH="",
    )
    [built] = folder.glob("sealstack-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The folder that the wheel is installed in."""
    target = tmp_path_factory.mktemp("installed")
    options = ("--no-deps", "--no-index", "--disable-pip-version-check", "-q", "--target", str(target))
    run(sys.executable, "-m", "pip", "install", *options, str(wheel), within=target, PYTHONPATH="")
    return target


@pytest.fixture
def project(tmp_path):
    """A folder of somebody's, with a module of their own by the name of one of our folders."""
    if (ROOT / "sealstack" / "models").exists():
        (tmp_path / "models.py").write_text(
            "raise ImportError('not what Sealstack wants')\n", encoding="utf-8"
        )
    return tmp_path


def test_it_reads_its_sample_outside_of_the_checkout(installed, project):
    told = run(sys.executable, "-c", READ_THE_SAMPLE, within=project, PYTHONPATH=str(installed))
    home, titles = json.loads(told)
    assert Path(home).is_relative_to(installed)
    assert titles == ["海州市青禾软件有限公司", "林志远"]


def test_it_makes_a_database_outside_of_the_checkout(installed, project):
    variables = {"PYTHONPATH": str(installed), "OCR_DATA_DIR": str(project / "data")}
    run(sys.executable, "-m", "sealstack", "db", "upgrade", within=project, **variables)
    [database] = (project / "data").glob("*.db")
    with closing(sqlite3.connect(database)) as connection:
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    assert {"alembic_version", "account", "template"} <= tables


def test_it_carries_the_licences_and_nothing_that_is_not_used(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert [name for name in names if name.endswith("OFL.txt")]
    assert [name for name in names if Path(name).name == "LICENSE"]
    tops = {name.split("/")[0] for name in names}
    assert tops & {"tests", "bench", "training", "docs", "examples"} == set()
    assert len(names) == len(set(names))
