"""`sealstack serve --sample`, whole: the command of the README's first screen."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from tests.conformance.servers import ROOT, clean_environment

pytestmark = pytest.mark.slow


def test_the_sample_picture_is_read_with_one_warning_and_the_service_goes_on(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "sealstack.command_line", "serve", "--sample", "--port", str(port)],
        cwd=tmp_path,
        env=clean_environment(PYTHONPATH=str(ROOT), OCR_DATA_DIR=str(tmp_path / "data")),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        printed = ""
        for line in process.stdout:
            printed += line
            if "until you press Ctrl-C" in line:
                break
        assert '"SealBody": "' in printed
        assert "有限公司" in printed
        assert process.poll() is None
        with socket.create_connection(("127.0.0.1", port)):
            pass
        os.kill(process.pid, signal.SIGTERM)
        _, log = process.communicate(timeout=120)
        assert process.returncode == 0
        assert [line.partition(" WARNING ")[1] for line in log.splitlines()] == [" WARNING "]
        assert "open mode" in log
    finally:
        process.kill()
        process.communicate()
