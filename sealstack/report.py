"""How commands over many files tell what became of each: results as they come, failures at the end."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from tqdm import tqdm

from models.runtime import DeviceUnavailable
from sealstack.engine import UnsupportedDeviceError, check_device
from sealstack.inputs import InputError, InputLimits, Page, expand, pages_of
from sealstack.parameters import ParameterError
from service.setting_values import SettingsError
from service.settings import read_settings

NOTHING_READ = 1
"""The exit status when nothing could be read, or the work could not begin."""

SOME_FAILED = 3
"""The exit status when some of the inputs could not be read; the others were."""


@contextmanager
def told_plainly() -> Iterator[None]:
    """Tell what a person can mend in one line, and end with status 1."""
    try:
        yield
    except (
        *(ParameterError, UnsupportedDeviceError, DeviceUnavailable, SettingsError, InputError),
        *(FileNotFoundError, PermissionError),
    ) as error:
        raise click.ClickException(str(error)) from None


def for_every_page(inputs: Sequence[str], work: Callable[[Page], None], *, pdf_pages: int = 0) -> None:
    """Do something with every page, go on when one fails, and list the failures at the end.

    Shows a bar on a terminal when there is more than one file. Ends the program with `SOME_FAILED` or
    `NOTHING_READ` when there were failures.

    Args:
        inputs: what was named.
        work: what to do; it prints by `say`. `InputError` and `OSError` count as failures of that page.
        pdf_pages: the most pages of a PDF; 0 for all.
    """
    failures: list[str] = []
    limits = InputLimits(read_settings().max_pixels, pdf_pages)
    files = list(_expanded(inputs, failures))
    done = 0
    quiet = len(files) < 2 or not sys.stderr.isatty()
    with tqdm(files, unit="file", file=sys.stderr, disable=quiet, leave=False) as bar:
        for file in bar:
            for page in pages_of(file, limits, lambda error: failures.append(str(error))):
                try:
                    work(page)
                    done += 1
                except InputError as error:
                    failures.append(str(error))
                except OSError as error:
                    failures.append(f"{page.path}: {error}")
    _end(done, failures)


def say(text: str) -> None:
    """Print a line without tearing the bar."""
    with tqdm.external_write_mode(file=sys.stdout):
        click.echo(text)


def say_json(value: Any) -> None:
    """Print a value as one line of JSON."""
    say(json.dumps(value, ensure_ascii=False))


def in_terminal() -> bool:
    """Whether a person reads the output."""
    return sys.stdout.isatty()


def _expanded(inputs: Sequence[str], failures: list[str]) -> Iterator[str]:
    for name in inputs:
        try:
            yield from expand(name)
        except InputError as error:
            failures.append(str(error))


def _end(done: int, failures: Sequence[str]) -> None:
    if not failures:
        return
    click.echo(f"{len(failures)} could not be read:", err=True)
    for failure in failures:
        click.echo(f"  {failure}", err=True)
    raise SystemExit(SOME_FAILED if done else NOTHING_READ)


def _checked_device(context: click.Context, option: click.Parameter, device: str | None) -> str | None:
    try:
        return check_device(device)
    except UnsupportedDeviceError as error:
        raise click.BadParameter(str(error)) from None


device_option = click.option(
    "--device",
    metavar="DEVICE",
    callback=_checked_device,
    help="auto, cpu, openvino, gpu or gpu:N, instead of OCR_DEVICE.",
)
json_option = click.option(
    "--json/--text",
    "as_json",
    default=None,
    help="JSON, one line a page, or text for people; by default text on a terminal and JSON in a pipe.",
)
pages_option = click.option(
    "--pages", type=click.IntRange(0), default=0, metavar="N", help="Read the first N pages of a PDF only."
)
inputs_argument = click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
