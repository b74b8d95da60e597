"""How gunicorn runs the service: the names in lower case below are gunicorn's own settings.

Threads that talk to clients are many and cheap. An idle or trickling connection holds one of them, and never
one of the few that read pictures (`service.inference`). Each worker loads its networks once, then accepts.
"""

from __future__ import annotations

import gc
import ipaddress
import logging
import socket
import struct
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import gunicorn.http.message  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]

from service.setting_values import SettingsError
from service.settings import Settings, read_settings, unknown_variables

if TYPE_CHECKING:
    from flask import Flask

    from service.inference import Readers

_LOG = logging.getLogger("service")

SILENCE_SECONDS = 30
"""How long a client may send nothing in the middle of a request before its connection is closed."""

_MAX_REQUEST_LINE = 1024 * 1024

try:
    _settings = read_settings()
except SettingsError as _error:
    raise SystemExit(f"sealstack: {_error}") from None

wsgi_app = "service.server:make_application()"
bind = (
    f"[{_settings.host}]:{_settings.port}" if ":" in _settings.host else f"{_settings.host}:{_settings.port}"
)
workers = _settings.worker_count
worker_class = "gthread"
threads = _settings.connection_threads
worker_connections = max(1000, 4 * threads)
keepalive = 30
graceful_timeout = 30
# a worker that loads its networks tells nothing meanwhile
timeout = 180
# the picture of a GET travels in its first line: the gateway allows 32 KB, and answers when there is more
limit_request_line = _MAX_REQUEST_LINE
gunicorn.http.message.MAX_REQUEST_LINE = _MAX_REQUEST_LINE
control_socket_disable = True

logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "service.request_log.RequestIdFilter"},
        "silent_clients": {"()": "service.request_log.SilentClientFilter"},
    },
    "formatters": {
        "line": {
            "format": "%(asctime)s [%(process)d] %(levelname)s %(name)s %(request_id)s %(message)s",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id"],
            "stream": "ext://sys.stderr",
        }
    },
    "root": {"level": "INFO", "handlers": ["console"]},
    "loggers": {
        "gunicorn.error": {
            "level": "INFO",
            "handlers": [],
            "propagate": True,
            "filters": ["silent_clients"],
        },
        # its lines carry query strings, and those carry signatures and pictures; service.calls writes ours
        "gunicorn.access": {"level": "WARNING", "handlers": [], "propagate": True},
        "alembic": {"level": "WARNING", "handlers": [], "propagate": True},
    },
}


def on_starting(server: Any) -> None:
    """Make the database ready before there are workers, and say who is let in."""
    # Imports make a hundred thousand objects and no garbage, which the collector looks for ten times over:
    # workers turn it on once they have loaded, this process allocates next to nothing.
    gc.disable()
    from service.access import open_access
    from service.opening import open_database

    try:
        database = open_database(_settings)
        is_open = open_access(_settings, database).is_open
    except SettingsError as error:
        raise SystemExit(f"sealstack: {error}") from None
    database.close()
    if is_open:
        _LOG.warning("%s", open_mode_warning(_settings))
    if not _settings.api_keys:
        _LOG.log(*open_dialects_notice(_settings))
    for name in unknown_variables():
        _LOG.warning("%s is no setting, and is ignored: see docs/settings.md", name)


def when_ready(server: Any) -> None:
    """Let connections end that have gone silent: accepted sockets inherit these options."""
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SILENCE_SECONDS, 0))


def make_application() -> Flask:
    """Make the application in a worker, its networks loading while what answers requests is imported."""
    from service.engine_readers import EngineReaders

    readers = EngineReaders(_settings)
    threading.Thread(target=_begin_loading, args=(readers,), name="loading", daemon=True).start()
    from service.application import create_app

    return create_app(_settings, readers)


def _begin_loading(readers: Readers) -> None:
    with suppress(Exception):  # it is raised anew, and told, where the worker waits for them
        readers.load()


def post_worker_init(worker: Any) -> None:
    """Load the networks before the worker accepts; without them the service does not start."""
    readers = worker.wsgi.extensions["inference"].readers
    try:
        readers.load()
    except Exception as error:
        _LOG.critical("the networks cannot be loaded: %s", error, exc_info=error)
        sys.exit(Arbiter.WORKER_BOOT_ERROR)
    gc.freeze()
    gc.enable()
    _LOG.info("the networks are loaded and run on %s", readers.provider)


def open_mode_warning(settings: Settings) -> str:
    """Say that there is no account, the louder the more people can reach the service."""
    if _is_loopback(settings.host):
        return "open mode: no account exists, so every call from this machine is let in"
    return (
        f"OPEN TO THE NETWORK: listening on {settings.host} with no account, so ANYONE who reaches port "
        f"{settings.port} is let in. Add an account with `sealstack account add`, or set OCR_SECRET_ID and "
        "OCR_SECRET_KEY."
    )


def open_dialects_notice(settings: Settings) -> tuple[int, str]:
    """Say that there are no keys: with which level to log it, and what to say."""
    if _is_loopback(settings.host):
        return logging.INFO, "no OCR_API_KEYS: the other dialects let in every call from this machine"
    return logging.WARNING, (
        f"OPEN TO THE NETWORK: listening on {settings.host} without OCR_API_KEYS, so ANYONE who reaches port "
        f"{settings.port} may use all dialects but Tencent's, templates and metrics included."
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
