"""A project with modules of the same names as Sealstack's packages is told so."""

import subprocess
import sys

import pytest

from tests.conformance.servers import ROOT, clean_environment


def imported_in(folder):
    return subprocess.run(
        [sys.executable, "-c", "import sealstack; sealstack.read_seals; print('fine')"],
        cwd=folder,
        env=clean_environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["models.py", "service/__init__.py", "migrations/__init__.py"])
def test_a_module_that_hides_a_package_is_named_with_the_way_out(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("")
    done = imported_in(tmp_path)
    hiding = tmp_path / name.removesuffix("/__init__.py")
    package = name.partition("/")[0].removesuffix(".py")
    assert done.stderr.splitlines()[-1].startswith(
        f"ImportError: {hiding} hides Sealstack's own package `{package}`: rename it"
    )


def test_a_module_that_was_imported_before_hides_it_too(tmp_path):
    (tmp_path / "service.py").write_text("import sealstack")
    done = subprocess.run(
        [sys.executable, "-c", "import service"],
        cwd=tmp_path,
        env=clean_environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "service.py hides Sealstack's own package `service`" in done.stderr


def test_a_folder_that_is_no_package_hides_nothing(tmp_path):
    (tmp_path / "service").mkdir()
    assert imported_in(tmp_path).stdout == "fine\n"
