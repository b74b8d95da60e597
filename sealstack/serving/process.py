"""Running the service in the foreground."""

from __future__ import annotations

import os
import socket
import subprocess  # nosec B404 # runs this package alone
import sys
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from sealstack.service.settings.environment import read_settings
from sealstack.service.settings.settings import Settings
from sealstack.service.settings.values import SettingsError
from sealstack.serving.readiness import (
    NotReadyError,
    listen,
    require_engine,
    require_writable_data_folder,
)
from sealstack.serving.running import local_url

__all__ = ["NotReadyError", "SettingsError", "serve_until_stopped"]


_INHERITED = ("LISTEN_FDS", "GUNICORN_FD")
"""Variables by which systemd, or gunicorn before it replaced itself, hand sockets over."""


class _Service(BaseApplication):  # type: ignore[misc]
    """The service under gunicorn, set up by `service.server`, on a socket that listens already."""

    def __init__(self, listener: socket.socket | None) -> None:
        self._listener = listener
        super().__init__()

    def load_config(self) -> None:
        """Take over gunicorn's settings from the module they are written in."""
        from sealstack.service import server

        for name, value in vars(server).items():
            if name in self.cfg.settings and not name.startswith("_"):
                self.cfg.set(name, value)
        if self._listener is not None:
            self.cfg.set("bind", f"fd://{self._listener.detach()}")

    def load(self) -> Any:
        """Make the application, once in each worker."""
        from sealstack.service.server import make_application

        return make_application()


def serve_until_stopped(*, sample: bool) -> None:
    """Serve as the environment says; returns when the service has been stopped.

    Args:
        sample: read the bundled sample picture over HTTP once the service is ready, and print the answer.

    Raises:
        SettingsError: the environment has an invalid setting.
        NotReadyError: the machine lacks something, such as a free port.
    """
    settings = read_settings()
    if sample and settings.secret_id:
        raise SettingsError("the sample picture is sent unsigned: unset OCR_SECRET_ID and OCR_SECRET_KEY")
    require_engine()
    if not settings.database_url:
        # a full disk shows at /readyz, and the service reads nevertheless
        require_writable_data_folder(settings)
    inherits = any(name in os.environ for name in _INHERITED)
    # before anything else: what answers at this address from here on is this service and no other
    listener = None if inherits else listen(settings)
    if sample:
        sys.stdout.write("Sealstack loads its networks, and then reads a sample; that takes some seconds.\n")
        sys.stdout.flush()
        _start_sample_call(settings)
    _Service(listener).run()


def _start_sample_call(settings: Settings) -> None:
    root = str(Path(__file__).resolve().parents[2])
    search = os.pathsep.join(path for path in (root, os.environ.get("PYTHONPATH", "")) if path)
    subprocess.Popen(  # nosec B603 # this interpreter, a module of ours, an address from the settings
        # -P: a folder of the same name where the command was typed must not be taken for the package
        [sys.executable, "-P", "-m", "sealstack.serving.sample_call", local_url(settings)],
        env={**os.environ, "PYTHONPATH": search},
    )
