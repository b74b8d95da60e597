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
import onnxruntime

from models import weights
from models.runtime import DeviceUnavailable
from models.text.weights import find_weights
from sealstack.engine import load_readers
from sealstack.report import device_option, told_plainly
from sealstack.version import __version__
from service.database_upkeep import database_state
from service.opening import open_accounts, open_database
from service.setting_values import SettingsError
from service.settings import Settings, read_settings, unknown_variables


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        subject: what.
        told: how it is.
        fine: whether that is well.
    """

    subject: str
    told: str
    fine: bool = True


@click.command()
@device_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(device: str | None, as_json: bool) -> None:
    """Tell what runs where, and what is open.

    The exit status is 1 when something is wrong.
    """
    with told_plainly():
        findings = list(_findings(read_settings(), device))
    if as_json:
        told: dict[str, Any] = {each.subject: {"told": each.told, "fine": each.fine} for each in findings}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        width = max(len(each.subject) for each in findings)
        for each in findings:
            mark = click.style("✓", fg="green") if each.fine else click.style("✗", fg="red")
            click.echo(f"{mark} {each.subject.ljust(width)}  {each.told}")
    if not all(each.fine for each in findings):
        raise SystemExit(1)


def _findings(settings: Settings, device: str | None) -> Iterator[Finding]:
    yield Finding("sealstack", f"{__version__}, Python {platform.python_version()}")
    offered = ", ".join(
        name.removesuffix("ExecutionProvider") for name in onnxruntime.get_available_providers()
    )
    yield Finding("onnxruntime", f"{onnxruntime.__version__}, offers {offered}")
    yield Finding("openvino", _version("openvino") or "not installed: the extra `openvino` brings it")
    yield from _models(settings)
    yield _device(settings, device)
    yield _database(settings)
    yield from _access(settings)
    for name in unknown_variables():
        yield Finding(name, "is no setting, and is ignored: see docs/settings.md", fine=False)


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
    yield Finding("text detector", str(found.detector))
    yield Finding("text recognizer", str(found.recognizer))
    yield Finding("line classifier", str(found.line_classifier))
    yield Finding("seal recognizer", str(weights.seal_recognizer()))


def _device(settings: Settings, device: str | None) -> Finding:
    asked = device or settings.device
    started = time.perf_counter()
    try:
        provider = load_readers(device).provider
    except (DeviceUnavailable, OSError, ValueError) as error:
        return Finding("device", f"{asked}: {error}", fine=False)
    seconds = time.perf_counter() - started
    return Finding("device", f"{asked}: networks run on {provider}, loaded in {seconds:.1f} s")


def _database(settings: Settings) -> Finding:
    try:
        state = database_state(settings)
    except SettingsError as error:
        return Finding("database", str(error), fine=False)
    if not state.exists:
        return Finding("database", f"{state.name} is not there yet; the first start makes it")
    if not state.is_current:
        told = f"{state.name} is at revision {state.current} of {state.latest}: `sealstack db upgrade`"
        return Finding("database", told, fine=False)
    return Finding("database", f"{state.name}, revision {state.current}")


def _access(settings: Settings) -> Iterator[Finding]:
    yield Finding("address", f"{settings.host}:{settings.port}")
    try:
        is_open = _is_open(settings)
    except SettingsError as error:
        yield Finding("Tencent dialect", str(error), fine=False)
        return
    told = "OPEN: there is no account, everyone is let in" if is_open else "closed: calls must be signed"
    yield Finding("Tencent dialect", told)
    keys = bool(settings.api_keys)
    yield Finding(
        "other dialects", "closed: calls need a key of OCR_API_KEYS" if keys else "OPEN: everyone is let in"
    )


def _is_open(settings: Settings) -> bool:
    """Whether there is no account; a database that is not there yet has none."""
    if settings.secret_id:
        return False
    if not database_state(settings).is_current:
        return True
    database = open_database(settings)
    try:
        return open_accounts(settings, database).is_open
    finally:
        database.close()
