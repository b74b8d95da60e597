"""What the service says and does when it starts."""

import socket
import subprocess
import sys

import pytest
from gunicorn.arbiter import Arbiter

from sealstack.models.runtime.onnx_session import CUDA, available_providers
from sealstack.service.process.starting import CRASHES
from tests.conformance.servers import REAL, ROOT, clean_environment, serving

pytestmark = pytest.mark.slow


def test_open_mode_on_loopback_is_said(open_server):
    assert "open mode: no account exists" in open_server.log


def test_the_provider_really_in_use_is_said(open_server):
    assert "the networks are loaded and run on FakeExecutionProvider" in open_server.log


@pytest.fixture(scope="module")
def closed_log():
    """What two workers write that listen to the network, with an account, a key and a misspelt setting."""
    account = {"OCR_SECRET_ID": "AKID", "OCR_SECRET_KEY": "key", "OCR_API_KEYS": "another"}
    with serving(OCR_HOST="0.0.0.0", OCR_WORKERS="2", OCR_PROT="80", **account) as server:
        pass
    return server.log


def test_closed_mode_on_the_network_is_not_warned_about(closed_log):
    assert "OPEN" not in closed_log


def test_every_worker_loads_its_networks_once(closed_log):
    assert closed_log.count("the networks are loaded") == 2


def test_a_misspelt_setting_is_warned_about(closed_log):
    assert "OCR_PROT is no setting" in closed_log


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "gunicorn", "-c", "python:sealstack.service.server"],
        ["-m", "sealstack.command_line", "serve"],
    ],
)
def test_a_setting_that_cannot_be_stops_the_start_with_one_clear_line(command):
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=clean_environment(OCR_PORT="eighty"),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 1
    assert "OCR_PORT must be a whole number from 1 to 65535, but is 'eighty'" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_that_cannot_be_opened_stops_the_start_with_one_clear_line(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "sealstack.command_line", "serve"],
        cwd=ROOT,
        env=clean_environment(OCR_DATABASE_URL="mysql://nobody@localhost/none", OCR_DATA_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 1
    assert "OCR_DATABASE_URL: the database must be SQLite or PostgreSQL, not mysql" in ended.stderr
    assert "Traceback" not in ended.stderr


def started_in_vain(application, folder, **variables):
    """Start a service that cannot start, wait until it has ended, and tell how."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ended = subprocess.run(
            [
                *(sys.executable, "-m", "gunicorn", "-c", "python:sealstack.service.server"),
                *("--bind", f"fd://{listener.fileno()}", application),
            ],
            cwd=ROOT,
            env=clean_environment(OCR_DATA_DIR=str(folder), **variables),
            pass_fds=[listener.fileno()],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert ended.returncode == Arbiter.WORKER_BOOT_ERROR
    return ended.stderr


def test_a_device_that_is_not_there_stops_the_start(tmp_path):
    if CUDA in available_providers():
        pytest.skip("this ONNX Runtime is built with CUDA")
    log = started_in_vain(REAL, tmp_path, OCR_DEVICE="gpu")
    assert "the networks cannot be loaded" in log
    assert "Reason: The service cannot start" in log


def test_a_corrupt_model_file_stops_the_start_with_one_clear_line(tmp_path):
    (tmp_path / "det.onnx").write_bytes(b"none of this is a network")
    log = started_in_vain(REAL, tmp_path, OCR_MODEL_DIR=str(tmp_path))
    assert "det.onnx is not a usable ONNX model" in log
    assert log.count("Booting worker") == 1
    assert "Traceback" not in log


def test_two_workers_that_cannot_start_end_the_service_as_one_does(tmp_path):
    (tmp_path / "det.onnx").write_bytes(b"")
    log = started_in_vain(REAL, tmp_path, OCR_MODEL_DIR=str(tmp_path), OCR_WORKERS="2")
    assert "Traceback" not in log


def test_workers_that_crash_before_they_serve_are_not_started_for_ever(tmp_path):
    log = started_in_vain("os:abort()", tmp_path)
    assert log.count("Booting worker") == CRASHES
    assert "workers in a row died while they loaded the networks" in log


def test_an_application_that_cannot_be_made_stops_the_start(tmp_path):
    log = started_in_vain("os:no_such_thing()", tmp_path)
    assert log.count("Booting worker") == 1
    assert "the service cannot start" in log
