"""What the processes that decode may not do, and do not know."""

import json
import os
import socket
import subprocess
import sys
import time

import pytest

from sealstack.service.intake.errors import TooLargeError
from sealstack.service.intake.isolation import pool as pools
from sealstack.service.intake.isolation.pool import DecoderPool
from sealstack.service.intake.isolation.process import DecoderProcess, _environment
from tests.service.intake.hostile import large

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")

_CONFINED = """
import json, os, socket, subprocess, sys
from sealstack.service.intake.isolation.confinement import confine
confine(2 << 30)
def outcome(act):
    try:
        act()
    except BaseException as error:
        return type(error).__name__
    return "done"
print(json.dumps([outcome(act) for act in (
    lambda: socket.socket(),
    lambda: socket.socket(socket.AF_UNIX),
    lambda: subprocess.run(["true"]),
    lambda: os.execv("/bin/true", ["true"]),
    lambda: os.kill(os.getppid(), 0),
    lambda: os.write(os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY), b"x"),
    lambda: bytearray(3 << 30),
    lambda: open(sys.argv[0]).close(),
)]))
"""


@ON_LINUX
def test_it_opens_no_connection_starts_no_program_signals_nobody_and_writes_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", _CONFINED, str(tmp_path / "written")],
        capture_output=True,
        check=True,
        text=True,
        env=_environment(),
    )
    refused = ["PermissionError"] * 5
    assert json.loads(done.stdout)[:7] == [*refused, "OSError", "MemoryError"]
    assert not (tmp_path / "written").read_text()


def test_it_is_told_no_settings_and_no_secrets(monkeypatch):
    monkeypatch.setenv("OCR_SECRET_KEY", "not for strangers' files")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "neither is this")
    assert {"OCR_SECRET_KEY", "AWS_SECRET_ACCESS_KEY"} & set(_environment()) == set()


@ON_LINUX
def test_it_imports_nothing_of_the_web_nor_of_the_networks():
    process = DecoderProcess(2 << 30)
    try:
        process.wait_until_ready(time.monotonic() + 60)
        with open(f"/proc/{process.number}/maps") as maps:
            loaded = maps.read()
        with open(f"/proc/{process.number}/status") as status:
            [line] = [line for line in status if line.startswith("VmRSS")]
        assert "_multiarray_umath" in loaded
        for name in ("onnxruntime", "cv2", "orjson", "cryptography"):
            assert name not in loaded
        assert int(line.split()[1]) < 60 * 1024  # KB
    finally:
        process.end(at_once=True)


@ON_LINUX
def test_it_has_none_of_the_services_files_open():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        os.set_inheritable(listener.fileno(), True)
        process = DecoderProcess(2 << 30)
        try:
            process.wait_until_ready(time.monotonic() + 60)
            held = [os.readlink(entry.path) for entry in os.scandir(f"/proc/{process.number}/fd")]
        finally:
            process.end(at_once=True)
    assert len([name for name in held if name.startswith("socket:")]) == 1


@ON_LINUX
@pytest.mark.parametrize("side", [6000, 9000])  # the decoder lacks the memory, or the finished picture does
def test_what_takes_more_memory_than_there_is_is_refused_and_the_next_is_decoded(monkeypatch, side):
    monkeypatch.setattr(pools, "_BASE_SPACE", 250 * 1024 * 1024)
    pool = DecoderPool(1, max_pixels=1)
    try:
        content = large("PNG", "RGB" if side == 6000 else "1", side)
        with pytest.raises(TooLargeError, match="more memory than is allowed"):
            pool.decode(content, max_pixels=100_000_000, counted=False)
        small = large("PNG", "L", 30)
        assert pool.decode(small, max_pixels=50_000_000, counted=False).image.shape == (30, 30, 3)
    finally:
        pool.close()


@ON_LINUX
@pytest.mark.parametrize(
    ("kind", "mode", "most", "options"),
    [
        ("PNG", "1", 1, {}),
        ("TIFF", "F", 4, {"compression": "tiff_deflate"}),
        ("JPEG", "RGB", 4, {}),
        ("WEBP", "RGB", 16, {"lossless": True, "quality": 0, "method": 0}),
    ],
)
def test_it_takes_few_bytes_a_pixel_and_gives_them_back(kind, mode, most, options):
    side = 4000
    pool = DecoderPool(1, max_pixels=side * side, seconds=120.0)  # a busy machine must not fail a test
    try:
        pool.decode(large(kind, mode, 8), max_pixels=64)
        [number] = pool.processes
        before = _memory(number, "VmRSS")
        pool.decode(large(kind, mode, side, **options), max_pixels=side * side)
        pool.page_count(b"")  # it has forgotten the picture before it looks at another file
        # beside the finished picture, of three bytes a pixel
        assert _memory(number, "VmHWM") - before < (most + 3) * side * side + 24e6
        assert _memory(number, "VmRSS") - before < 24e6
    finally:
        pool.close()


def _memory(number, kind):
    """How many bytes a process has in memory now (`VmRSS`), or had at most (`VmHWM`)."""
    with open(f"/proc/{number}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(kind))
