"""A service of ours that runs on this machine: where it is, and which it is."""

from __future__ import annotations

import urllib.request
from http.client import HTTPException

from sealstack.service.settings.settings import Settings

_PATIENCE = 3.0


def local_url(settings: Settings) -> str:
    """Write the URL under which this machine reaches the service."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # nosec B104 # looked for, not listened on
    host = everywhere.get(settings.host, settings.host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def running_version(settings: Settings) -> str | None:
    """The version of the Sealstack that answers at the settings' address; None when none does within 3 s."""
    # a proxy of the environment cannot reach this machine's own address
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{local_url(settings)}/healthz", timeout=_PATIENCE) as answer:
            version: str | None = answer.headers.get("X-Sealstack-Version")
            return version
    except (OSError, HTTPException):
        return None
