"""How gunicorn runs the service: the names in lower case below are gunicorn's own settings.

gunicorn starts and replaces the workers; what talks to clients in each is `service.process.front`. The
threads that answer are many and cheap, and no idle or slow connection holds one; few others read pictures
(`service.readers.inference`). Each worker loads its networks once, then accepts.
"""

from __future__ import annotations

import gc
import ipaddress
import logging
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
from gunicorn.errors import HaltServer  # type: ignore[import-untyped]

from sealstack.models.runtime import DeviceUnavailable
from sealstack.service.http.log_lines import logging_configuration
from sealstack.service.monitoring.sharing import end_sharing, forget_process, share_metrics
from sealstack.service.process.starting import Starts
from sealstack.service.settings.environment import read_settings, unknown_variables
from sealstack.service.settings.settings import Settings
from sealstack.service.settings.values import SettingsError

if TYPE_CHECKING:
    from flask import Flask

    from sealstack.service.readers.inference import Readers

_LOG = logging.getLogger("service")

STARTING_SECONDS = 60.0
"""How long the processes that decode may take until the first of them is ready."""

_starts = Starts()

LOCKED_NOTICE = (
    "NOBODY IS LET IN: the Tencent dialect was closed by an account, and the database has none. If it was "
    "lost, restore it; else add an account with `sealstack account add`, or let everyone in with "
    "`sealstack account open`."
)
"""Said at the start of a service whose accounts are gone."""

try:
    _settings = read_settings()
except SettingsError as _error:
    raise SystemExit(f"sealstack: {_error}") from None

wsgi_app = "sealstack.service.server:make_application()"
bind = (
    f"[{_settings.host}]:{_settings.port}" if ":" in _settings.host else f"{_settings.host}:{_settings.port}"
)
workers = _settings.worker_count
worker_class = "sealstack.service.process.worker.ServiceWorker"
threads = _settings.connection_threads
worker_connections = max(1000, 4 * threads)
keepalive = 30
graceful_timeout = 30
# a worker that loads its networks says nothing meanwhile
timeout = 180
# the picture of a GET travels in its first line: the gateway allows 32 KB, and answers when there is more
limit_request_line = 1024 * 1024
control_socket_disable = True

logconfig_dict = logging_configuration(_settings.log_format, _settings.log_level)


def on_starting(server: Any) -> None:
    """Make the database ready before there are workers, and say who is let in."""
    # Imports make a hundred thousand objects and no garbage, which the collector looks for ten times over:
    # workers turn it on once they have loaded, this process allocates next to nothing.
    gc.disable()
    server.metrics_folder = share_metrics()
    from sealstack.service.dialects.tencent.access import open_access
    from sealstack.service.storage.opening import open_database

    try:
        database = open_database(_settings)
        access = open_access(_settings, database)
        is_open, is_locked = access.is_open, access.is_locked
    except SettingsError as error:
        raise SystemExit(f"sealstack: {error}") from None
    database.close()
    if is_open:
        _LOG.warning("%s", open_mode_warning(_settings))
    if is_locked:
        _LOG.error("%s", LOCKED_NOTICE)
    if not _settings.api_keys:
        _LOG.log(*open_dialects_notice(_settings))
    for name in unknown_variables():
        _LOG.warning("%s is no setting, and is ignored: see docs/settings.md", name)


def make_application() -> Flask:
    """Make the application in a worker, its networks loading while what answers requests is imported."""
    from sealstack.service.readers.engine import EngineReaders

    readers = EngineReaders(_settings)
    # no daemon: a process that is stopped meanwhile must not end under networks that are being loaded
    threading.Thread(target=_begin_loading, args=(readers,), name="loading").start()
    from sealstack.service.intake.decoders import make_decoders

    decoders = make_decoders(_settings)
    decoders.start()
    from sealstack.service.application import create_app

    return create_app(_settings, readers, decoders)


def _begin_loading(readers: Readers) -> None:
    with suppress(Exception):  # it is raised anew, and logged, where the worker waits for them
        readers.load()


def post_worker_init(worker: Any) -> None:
    """Load the networks before the worker accepts; without them the service does not start."""
    readers = worker.wsgi.extensions["inference"].readers
    try:
        readers.load()
    except Exception as error:
        foreseen = isinstance(error, OSError | ValueError | DeviceUnavailable)
        _LOG.critical("the networks cannot be loaded: %s", error, exc_info=None if foreseen else error)
        worker.start.fail()
        sys.exit(1)
    try:
        worker.wsgi.extensions["decoders"].wait_until_ready(STARTING_SECONDS)
    except RuntimeError as error:
        _LOG.critical("%s", error)
        worker.start.fail()
        sys.exit(1)
    gc.freeze()
    gc.enable()
    worker.start.succeed()
    _LOG.info("the networks are loaded and run on %s", readers.provider)


def on_exit(server: Any) -> None:
    """Leave nothing behind."""
    end_sharing(getattr(server, "metrics_folder", ""))


def child_exit(server: Any, worker: Any) -> None:
    """End the service when workers cannot start: a port that is open while nobody answers helps no one."""
    forget_process(worker.pid)
    if not server.LISTENERS:
        return  # it is being stopped, and workers may end as they are
    serving = any(other.start.succeeded for other in server.WORKERS.values())
    reason = _starts.ended(worker, serving)
    if reason:
        raise HaltServer(reason, Arbiter.WORKER_BOOT_ERROR)


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
        f"{settings.port} may use all dialects but Tencent's, and every template. Name keys in OCR_API_KEYS."
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
