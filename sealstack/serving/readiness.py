"""What the service needs of its machine, looked at before it starts: engine, data folder, port."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import tempfile
from importlib.util import find_spec
from pathlib import Path

from sealstack.commands.outputs import reason_of
from sealstack.service.settings.settings import Settings

ENGINE = "onnxruntime"
"""The module that runs the networks; an extra brings it."""

NO_ENGINE = "ONNX Runtime is not installed: pip install 'sealstack[cpu]', or 'sealstack[gpu]' for a GPU"

_LEAST_ROOM = 16 * 1024 * 1024
"""Bytes. A data folder with less cannot hold what a day of rates, accounts and templates writes."""

_OTHER_FOLDER = "name another folder in OCR_DATA_DIR"

_BACKLOG = 2048


class NotReadyError(Exception):
    """The service cannot start like this; the message says why, and the way out."""


def require_engine() -> None:
    """Make sure that there is something to run the networks.

    Raises:
        NotReadyError: ONNX Runtime is not installed.
    """
    if find_spec(ENGINE) is None:
        raise NotReadyError(NO_ENGINE)


def require_data_folder(settings: Settings) -> Path:
    """Make sure that the data folder can be written to and has room; it is not made here. Gives the folder.

    Raises:
        NotReadyError: it cannot, or its disk is full.
    """
    folder, there = require_writable_data_folder(settings)
    room = shutil.disk_usage(there).free
    if room < _LEAST_ROOM:
        raise NotReadyError(
            f"the disk of the data folder {folder} is full, {room // 1024} KB are free: make room, or "
            f"{_OTHER_FOLDER}"
        )
    return folder


def require_writable_data_folder(settings: Settings) -> tuple[Path, Path]:
    """Make sure that the data folder can be written to, or be made; it is not made here.

    Returns:
        The folder, and itself or the nearest of its parents that exists.

    Raises:
        NotReadyError: it cannot.
    """
    folder = settings.data_dir.expanduser().absolute()
    there = next(each for each in (folder, *folder.parents) if each.exists())
    try:
        # the name of the file is random: what is there already is not touched
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"\0")
            file.flush()
    except NotADirectoryError:
        raise NotReadyError(f"the data folder {folder}: {there} is no folder; {_OTHER_FOLDER}") from None
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        raise NotReadyError(
            f"the data folder {folder} cannot be written to: {reason}; make room, give this user the right "
            f"to write there, or {_OTHER_FOLDER}"
        ) from None
    return folder, there


def listen(settings: Settings) -> socket.socket:
    """Listen on the address and the port of the settings.

    Raises:
        NotReadyError: another program listens there, or this one may not.
    """
    host, port = settings.host, settings.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = family == socket.AF_INET6 and socket.has_dualstack_ipv6()
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG, dualstack_ipv6=both)
    except OSError as error:
        raise NotReadyError(_not_listening(host, port, error)) from None


def _not_listening(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} on {host} is taken by another program: stop that, or choose another port with "
            "--port or OCR_PORT"
        )
    if error.errno == errno.EACCES:
        return f"port {port} is open to privileged users only: choose one above 1023 with --port or OCR_PORT"
    # what is below 0 are the numbers of getaddrinfo: the name has no address
    if error.errno == errno.EADDRNOTAVAIL or (error.errno or 0) < 0:
        return f"{host} is no address of this machine: choose another with --host or OCR_HOST"
    return f"port {port} on {host} cannot be listened on: {reason_of(error)}; see --host and --port"
