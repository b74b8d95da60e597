"""What the service needs of its machine is looked at before it starts, and the way out is told."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sealstack import __version__
from sealstack.command_line import main
from sealstack.service.settings.settings import Settings
from sealstack.serving import readiness
from sealstack.serving.readiness import NotReadyError, listen, require_data_folder
from tests.conformance.servers import ROOT, clean_environment, serving


@pytest.fixture
def taken():
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def run(*arguments):
    result = CliRunner().invoke(main, arguments)
    assert "Traceback" not in result.output
    return result


def test_a_free_port_is_listened_on():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with listen(Settings(port=port)) as listener, socket.create_connection(("127.0.0.1", port)):
        assert listener.getsockname() == ("127.0.0.1", port)


def test_a_port_that_is_taken_is_named_with_the_way_out(taken):
    with pytest.raises(NotReadyError, match=rf"port {taken} on 127.0.0.1 is taken.*--port or OCR_PORT"):
        listen(Settings(port=taken))


def test_an_address_of_another_machine_is_named_with_the_way_out():
    with pytest.raises(NotReadyError, match=r"203\.0\.113\.7 is no address of this machine.*OCR_HOST"):
        listen(Settings(host="203.0.113.7"))


def serve(tmp_path: Path, *arguments: str, data: str = "data") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-P", "-m", "sealstack", "serve", *arguments],
        cwd=tmp_path,
        env=clean_environment(PYTHONPATH=str(ROOT), OCR_DATA_DIR=str(tmp_path / data)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_serving_on_a_port_that_is_taken_ends_with_one_line(tmp_path, taken):
    done = serve(tmp_path, "--port", str(taken))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: port {taken} on 127.0.0.1 is taken by another program")
    assert done.stderr.count("\n") == 1


def test_serving_with_a_data_folder_that_cannot_be_made_ends_with_one_line_and_the_way_out(tmp_path):
    (tmp_path / "file").write_text("no folder")
    done = serve(tmp_path, data="file/data")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: the data folder ")
    assert done.stderr.endswith("name another folder in OCR_DATA_DIR\n")
    assert done.stderr.count("\n") == 1


def test_the_sample_is_never_read_by_another_server(tmp_path, taken):
    done = serve(tmp_path, "--sample", "--port", str(taken))
    assert (done.returncode, done.stdout) == (1, "")
    assert "is taken by another program" in done.stderr


def test_the_doctor_fails_where_the_port_is_taken(taken, tmp_path, monkeypatch):
    monkeypatch.setenv("OCR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("OCR_PORT", str(taken))
    result = run("doctor")
    assert result.exit_code == 1
    assert "✗ address" in result.stdout
    assert "--port or OCR_PORT" in result.stdout


def test_the_doctor_knows_a_service_of_ours_that_runs_already(tmp_path, monkeypatch):
    with serving() as server:
        monkeypatch.setenv("OCR_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("OCR_PORT", str(server.port))
        result = run("doctor")
    assert (
        f"✓ address               Sealstack {__version__} serves at http://127.0.0.1:{server.port}"
        in result.stdout
    )
    assert result.exit_code == 0


def test_a_data_folder_that_is_not_there_yet_is_not_made(tmp_path):
    assert require_data_folder(Settings(data_dir=tmp_path / "a" / "b")) == tmp_path / "a" / "b"
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_below_a_file_is_told(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(NotReadyError, match=r"file is no folder; name another folder in OCR_DATA_DIR"):
        require_data_folder(Settings(data_dir=tmp_path / "file" / "data"))


def test_a_data_folder_that_cannot_be_written_to_is_told(tmp_path, monkeypatch):
    def refuse(dir):
        raise PermissionError(13, "Permission denied", str(dir))

    monkeypatch.setattr(readiness.tempfile, "TemporaryFile", refuse)
    with pytest.raises(NotReadyError, match=r"cannot be written to: permission denied; .*OCR_DATA_DIR"):
        require_data_folder(Settings(data_dir=tmp_path))


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(100, 100, 4096))
    with pytest.raises(NotReadyError, match=r"is full, 4 KB are free: make room"):
        require_data_folder(Settings(data_dir=tmp_path))
    monkeypatch.setenv("OCR_DATA_DIR", str(tmp_path))
    result = run("doctor")
    assert (result.exit_code, "✗ data folder" in result.stdout) == (1, True)
