"""Running the service in the foreground."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from service.setting_values import SettingsError
from service.settings import Settings, read_settings

__all__ = ["SettingsError", "local_url", "serve_until_stopped"]


class _Service(BaseApplication):  # type: ignore[misc]
    """The service under gunicorn, set up by `service.server`."""

    def load_config(self) -> None:
        """Take over gunicorn's settings from the module they are written in."""
        from service import server

        for name, value in vars(server).items():
            if name in self.cfg.settings and not name.startswith("_"):
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application, once in each worker."""
        from service.server import make_application

        return make_application()


def serve_until_stopped(*, sample: bool) -> None:
    """Serve as the environment says; returns when the service has been stopped.

    Args:
        sample: read the bundled sample picture over HTTP once the service is ready, and print the answer.

    Raises:
        SettingsError: the environment has a setting that cannot be.
    """
    settings = read_settings()
    if sample:
        _start_sample_call(settings)
    _Service().run()


def local_url(settings: Settings) -> str:
    """Write the URL under which this machine reaches the service."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _start_sample_call(settings: Settings) -> None:
    if settings.secret_id:
        raise SettingsError("the sample picture is sent unsigned: unset OCR_SECRET_ID and OCR_SECRET_KEY")
    root = str(Path(__file__).resolve().parent.parent)
    search = os.pathsep.join(path for path in (root, os.environ.get("PYTHONPATH", "")) if path)
    subprocess.Popen(
        # -P: a folder of the same name where the command was typed must not be taken for the package
        [sys.executable, "-P", "-m", "sealstack.sample_call", local_url(settings)],
        env={**os.environ, "PYTHONPATH": search},
    )
