"""The command `doctor`: what there is, what runs where, and what is open to whom."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Any

import click

from sealstack.commands.database import fault_of
from sealstack.commands.outputs import say
from sealstack.commands.report import device_option, plain_errors
from sealstack.engine import load_readers
from sealstack.models import weights
from sealstack.models.runtime import DeviceUnavailable
from sealstack.models.runtime.backends import load_onnxruntime
from sealstack.models.text.weights import find_weights
from sealstack.service.accounts.limits.throttle import redis_answers
from sealstack.service.settings.environment import read_settings, unknown_variables
from sealstack.service.settings.settings import Settings
from sealstack.service.settings.values import SettingsError
from sealstack.service.storage.opening import open_account_store, open_cipher, open_database
from sealstack.service.storage.upkeep import database_state
from sealstack.serving.readiness import NotReadyError, listen, require_data_folder, require_engine
from sealstack.serving.running import local_url, running_version
from sealstack.version import __version__

LOCKED = (
    "closed to everyone: there was an account and there is none. Restore the database, or run "
    "`sealstack account add`, or `sealstack account open`"
)
"""What is said of a service that has lost its accounts."""

REINSTALL = "install the package anew (pip install --force-reinstall --no-deps)"
"""The way out where a file of the package is missing."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        subject: what.
        state: how it is.
        fine: whether that is well.
    """

    subject: str
    state: str
    fine: bool = True


@click.command()
@device_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(device: str | None, as_json: bool) -> None:
    """Show what runs where, and what is open.

    The exit status is 1 when something is wrong.
    """
    with plain_errors():
        findings = list(_findings(read_settings(), device))
    if as_json:
        report: dict[str, Any] = {each.subject: {"state": each.state, "fine": each.fine} for each in findings}
        say(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        width = max(len(each.subject) for each in findings)
        for each in findings:
            mark = click.style("✓", fg="green") if each.fine else click.style("✗", fg="red")
            say(f"{mark} {each.subject.ljust(width)}  {each.state}")
    if not all(each.fine for each in findings):
        raise SystemExit(1)


def _findings(settings: Settings, device: str | None) -> Iterator[Finding]:
    yield Finding("sealstack", f"{__version__}, Python {platform.python_version()}")
    try:
        require_engine()
    except NotReadyError as error:
        yield Finding("onnxruntime", str(error), fine=False)
    else:
        yield _engine()
        yield Finding("openvino", _version("openvino") or "not installed: the extra `openvino` brings it")
        yield from _models(settings)
        yield _device(settings, device)
    yield _data_folder(settings)
    yield _database(settings)
    if settings.redis_url:
        yield _redis(settings.redis_url)
    yield _address(settings)
    yield from _access(settings)
    for name in unknown_variables():
        yield Finding(name, "is no setting, and is ignored: see docs/settings.md", fine=False)


def _engine() -> Finding:
    onnxruntime = load_onnxruntime()
    offered = ", ".join(
        name.removesuffix("ExecutionProvider") for name in onnxruntime.get_available_providers()
    )
    return Finding("onnxruntime", f"{onnxruntime.__version__}, offers {offered}")


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _models(settings: Settings) -> Iterator[Finding]:
    try:
        found = find_weights(settings.model_dir)
    except OSError as error:
        yield Finding("models", str(error), fine=False)
        return
    files = {
        "text detector": found.detector,
        "text recognizer": found.recognizer,
        "line classifier": found.line_classifier,
        "fast text detector": weights.fast_text_detector(),
        "fast text recognizer": weights.fast_text_recognizer(),
        "seal locator": weights.seal_locator(),
        "seal text paths": weights.seal_paths(),
        "seal recognizer": weights.seal_recognizer(),
        "pairs of characters": weights.seal_bigrams(),
    }
    for name, file in files.items():
        is_there = file.is_file()
        yield Finding(name, str(file) if is_there else f"{file} is not there: {REINSTALL}", fine=is_there)


def _device(settings: Settings, device: str | None) -> Finding:
    asked = device or settings.device
    started = time.perf_counter()
    try:
        provider = load_readers(device).provider
    except (DeviceUnavailable, OSError, ValueError) as error:
        return Finding("device", f"{asked}: {error}", fine=False)
    seconds = time.perf_counter() - started
    return Finding("device", f"{asked}: networks run on {provider}, loaded in {seconds:.1f} s")


def _data_folder(settings: Settings) -> Finding:
    try:
        folder = require_data_folder(settings)
    except NotReadyError as error:
        return Finding("data folder", str(error), fine=False)
    return Finding("data folder", str(folder))


def _address(settings: Settings) -> Finding:
    try:
        listen(settings).close()
    except NotReadyError as error:
        version = running_version(settings)
        if version is not None:
            return Finding("address", f"Sealstack {version} serves at {local_url(settings)}")
        return Finding("address", str(error), fine=False)
    return Finding("address", f"{settings.host}:{settings.port} is free")


def _database(settings: Settings) -> Finding:
    try:
        state = database_state(settings)
    except SettingsError as error:
        return Finding("database", str(error), fine=False)
    if not state.exists:
        return Finding("database", f"{state.name} is not there yet; the first start makes it")
    if not state.is_current:
        return Finding("database", f"{state.name} {fault_of(state)}", fine=False)
    return Finding("database", f"{state.name}, revision {state.current}")


def _redis(url: str) -> Finding:
    try:
        answers = redis_answers(url)
    except SettingsError as error:
        return Finding("Redis", str(error), fine=False)
    if answers:
        return Finding("Redis", "answers: machines count calls together")
    return Finding("Redis", "does not answer at OCR_REDIS_URL: each machine counts by itself", fine=False)


def _access(settings: Settings) -> Iterator[Finding]:
    try:
        yield _door(settings)
    except SettingsError as error:
        yield Finding("Tencent dialect", str(error), fine=False)
        return
    keys = bool(settings.api_keys)
    yield Finding(
        "other dialects", "closed: calls need a key of OCR_API_KEYS" if keys else "OPEN: everyone is let in"
    )


def _door(settings: Settings) -> Finding:
    """Whether calls must be signed, and can be; a database that is not there yet has no account."""
    subject, closed = "Tencent dialect", "closed: calls must be signed"
    if settings.secret_id:
        return Finding(subject, closed)
    has_account = False
    if database_state(settings).is_current:
        database = open_database(settings)
        try:
            has_account = not open_account_store(settings, database).is_empty()
        finally:
            database.close()
    if has_account:
        return Finding(subject, closed)
    if open_cipher(settings).door.is_shut:
        return Finding(subject, LOCKED, fine=False)
    return Finding(subject, "OPEN: there is no account, everyone is let in")
