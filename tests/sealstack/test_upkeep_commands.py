"""`sealstack db`, `doctor`, and the help of every command."""

import json

import pytest
from click.testing import CliRunner

from sealstack.command_line import _COMMANDS, main


@pytest.fixture(autouse=True)
def data_dir(tmp_path, monkeypatch):
    monkeypatch.delenv("OCR_DATABASE_URL", raising=False)
    monkeypatch.setenv("OCR_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def run(*arguments):
    result = CliRunner().invoke(main, arguments)
    assert "Traceback" not in result.output
    return result


def test_a_database_that_is_not_there_is_told_and_not_made(data_dir):
    result = run("db", "check")
    assert (result.exit_code, "should be at" in result.stdout) == (1, True)
    assert not data_dir.exists()


def test_the_database_goes_up_and_down():
    assert "is now at revision" in run("db", "upgrade").stdout
    assert run("db", "check").exit_code == 0
    assert run("db", "downgrade", "base", "--yes").exit_code == 0
    assert run("db", "check").exit_code == 1
    assert run("db", "downgrade", "nowhere", "--yes").exit_code == 1


def test_a_downgrade_is_asked_about():
    run("db", "upgrade")
    assert run("db", "downgrade", "base").exit_code == 1
    assert run("db", "check").exit_code == 0


def test_a_database_out_of_reach_is_told_in_one_line(monkeypatch):
    monkeypatch.setenv("OCR_DATABASE_URL", "mysql://somewhere")
    result = run("db", "check")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_the_doctor_tells_what_runs_and_what_is_open():
    result = run("doctor", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert "networks run on" in told["device"]["told"]
    assert told["text recognizer"]["told"].endswith(".onnx")
    assert told["Tencent dialect"]["told"].startswith("OPEN")
    assert "not there yet" in told["database"]["told"]


def test_the_doctor_knows_accounts():
    run("account", "add")
    told = json.loads(run("doctor", "--json").stdout)
    assert told["Tencent dialect"]["told"].startswith("closed")


def test_the_doctor_finds_what_is_wrong(monkeypatch):
    monkeypatch.setenv("OCR_DEVISE", "gpu")
    monkeypatch.setenv("OCR_MODEL_DIR", "/")
    result = run("doctor")
    assert result.exit_code == 1
    assert "✗ OCR_DEVISE" in result.stdout
    assert "✗ models" in result.stdout


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_has_help_that_fits_its_line(name):
    result = run(name, "--help")
    assert result.exit_code == 0
    if name != "paddlex":
        [row] = [line for line in run("--help").stdout.splitlines() if line.split()[:1] == [name]]
        assert len(row.split()) > 2
        assert not row.endswith("...")
