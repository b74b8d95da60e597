"""`sealstack db`, `doctor`, and the help of every command."""

import json
import socket
import sqlite3

import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from sealstack.command_line import _COMMANDS, main
from sealstack.models import weights
from tests import needs


@pytest.fixture(autouse=True)
def data_dir(tmp_path, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("OCR_PORT", str(free.getsockname()[1]))
    monkeypatch.delenv("OCR_DATABASE_URL", raising=False)
    monkeypatch.setenv("OCR_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def run(*arguments):
    result = CliRunner().invoke(main, arguments)
    assert "Traceback" not in result.output
    return result


def test_a_database_that_is_not_there_is_reported_and_not_made(data_dir):
    result = run("db", "check")
    assert (result.exit_code, "should be at" in result.stdout) == (1, True)
    assert not data_dir.exists()


def test_the_database_goes_up_and_down():
    assert "is now at revision" in run("db", "upgrade").stdout
    assert run("db", "check").exit_code == 0
    assert run("db", "downgrade", "base", "--yes").exit_code == 0
    assert run("db", "check").exit_code == 1


def test_a_database_that_is_up_to_date_is_left_as_it_is():
    run("db", "upgrade")
    assert "nothing was changed" in run("db", "upgrade").stdout


def test_a_downgrade_to_no_revision_names_those_that_there_are():
    run("db", "upgrade")
    result = run("db", "downgrade", "nowhere", "--yes")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "there is no such revision, but base, 0001" in result.stderr
    assert run("db", "check").exit_code == 0


NEXT = [("template", "list"), ("account", "list"), ("account", "add"), ("db", "check"), ("doctor",)]


@pytest.mark.parametrize("command", NEXT, ids=" ".join)
@pytest.mark.parametrize("revision", ["0001", "base"])
def test_a_downgrade_is_not_undone_by_the_next_command(revision, command):
    run("db", "upgrade")
    run("db", "downgrade", revision, "--yes")
    result = run(*command)
    assert result.exit_code == 1
    assert "`sealstack db upgrade`" in result.output
    left_at = "nothing" if revision == "base" else revision
    assert f"was taken down to {left_at} by hand" in run("db", "check").stdout
    assert "is now at revision" in run("db", "upgrade").stdout


def test_a_database_of_a_newer_version_is_named_by_its_path(data_dir):
    run("db", "upgrade")
    with sqlite3.connect(data_dir / "sealstack.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    for command in (("template", "list"), ("account", "list"), ("db", "upgrade")):
        result = run(*command)
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
        assert f"{data_dir / 'sealstack.db'} was last used by a newer version" in result.stderr
    assert "newer version" in run("doctor").stdout


@pytest.mark.parametrize("content", [b"this is no database at all, but a text" * 100, None])
def test_a_database_that_cannot_be_read_is_named_by_its_path(data_dir, content):
    data_dir.mkdir()
    if content is None:
        (data_dir / "sealstack.db").mkdir()
    else:
        (data_dir / "sealstack.db").write_bytes(content)
    for command in (("template", "list"), ("account", "list"), ("db", "check")):
        result = run(*command)
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
        assert f"the database {data_dir / 'sealstack.db'} cannot be used: " in result.stderr


def test_a_disk_that_is_full_is_reported_with_the_path(data_dir, monkeypatch):
    def fail(store, owner):
        raise OperationalError("SELECT", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr("sealstack.templates_store.templates.TemplateStore.described", fail)
    result = run("template", "list")
    database = data_dir / "sealstack.db"
    assert result.stderr == f"Error: the database {database} cannot be used: database or disk is full\n"


def test_a_downgrade_is_asked_about():
    run("db", "upgrade")
    assert run("db", "downgrade", "base").exit_code == 1
    assert run("db", "check").exit_code == 0


def test_a_database_out_of_reach_is_reported_in_one_line(monkeypatch):
    monkeypatch.setenv("OCR_DATABASE_URL", "mysql://somewhere")
    result = run("db", "check")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_the_doctor_tells_what_runs_and_what_is_open():
    result = run("doctor", "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert "networks run on" in report["device"]["state"]
    for network in ("text recognizer", "seal locator", "seal text paths", "seal recognizer"):
        assert report[network]["state"].endswith(".onnx"), network
    assert report["Tencent dialect"]["state"].startswith("OPEN")
    assert "not there yet" in report["database"]["state"]


def test_the_doctor_knows_accounts():
    run("account", "add")
    report = json.loads(run("doctor", "--json").stdout)
    assert report["Tencent dialect"]["state"].startswith("closed")


def test_the_doctor_finds_a_service_that_has_lost_its_accounts():
    added = json.loads(run("account", "add", "--json").stdout)
    run("account", "remove", added["secret_id"], "--yes")
    result = run("doctor", "--json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)["Tencent dialect"]
    assert report["state"].startswith("closed to everyone")
    assert not report["fine"]


def test_the_doctor_finds_a_redis_that_does_not_answer(monkeypatch):
    needs.extra("scale", "redis")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("OCR_REDIS_URL", f"redis://127.0.0.1:{port}")
    report = json.loads(run("doctor", "--json").stdout)
    assert "does not answer" in report["Redis"]["state"]
    assert not report["Redis"]["fine"]


def test_the_doctor_finds_what_is_wrong(monkeypatch):
    monkeypatch.setenv("OCR_DEVISE", "gpu")
    monkeypatch.setenv("OCR_MODEL_DIR", "/")
    result = run("doctor")
    assert result.exit_code == 1
    assert "✗ OCR_DEVISE" in result.stdout
    assert "✗ models" in result.stdout


def test_the_doctor_tells_that_a_network_is_gone(monkeypatch, tmp_path):
    monkeypatch.setattr(weights, "seal_paths", lambda: tmp_path / "seal_paths.onnx")
    result = run("doctor")
    assert result.exit_code == 1
    assert f"{tmp_path / 'seal_paths.onnx'} is not there: install the package anew" in result.stdout


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_has_help_that_fits_its_line(name):
    result = run(name, "--help")
    assert result.exit_code == 0
    if name != "paddlex":
        [row] = [line for line in run("--help").stdout.splitlines() if line.split()[:1] == [name]]
        assert len(row.split()) > 2
        assert not row.endswith("...")
