"""How commands over many files report what became of each: results as they come, failures at the end."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import click
from tqdm import tqdm

from sealstack.commands.outputs import say
from sealstack.engine import UnsupportedDeviceError, check_device
from sealstack.inputs import InputError, InputLimits, Page, documents_of
from sealstack.models.runtime import DeviceUnavailable
from sealstack.paddlex.parameters import ParameterError
from sealstack.service.settings.environment import read_settings
from sealstack.service.settings.values import SettingsError

NOTHING_READ = 1
"""The exit status when nothing could be read, or the work could not begin."""

SOME_FAILED = 3
"""The exit status when some of the inputs could not be read; the others were."""


class OutputFormat(StrEnum):
    """How results are printed: one line of JSON a page, text for people, or one table of CSV."""

    JSON = "json"
    TEXT = "text"
    CSV = "csv"


@contextmanager
def plain_errors() -> Iterator[None]:
    """Print what a person can mend in one line, and end with status 1."""
    try:
        yield
    except (ParameterError, UnsupportedDeviceError, DeviceUnavailable, SettingsError, InputError) as error:
        raise click.ClickException(str(error)) from None


def for_every_page(inputs: Sequence[str], work: Callable[[Page], None], *, pdf_pages: int = 0) -> None:
    """Do something with every page, go on when one fails, and list the failures at the end.

    Shows a bar on a terminal when there is more than one file. Ends the program with `SOME_FAILED` or
    `NOTHING_READ` when there were failures.

    Args:
        inputs: what was named.
        work: what to do; it prints by `say`. `InputError` counts as a failure of that page.
        pdf_pages: the most pages of a document; 0 for all.

    Raises:
        OutputError: a result cannot be written, as will be those to come.
    """
    failures: list[str] = []
    limits = InputLimits(read_settings().max_pixels, pdf_pages)
    documents = documents_of(list(inputs), lambda error: failures.append(str(error)))
    done = 0
    quiet = len(documents) < 2 or not sys.stderr.isatty()
    with tqdm(documents, unit="file", file=sys.stderr, disable=quiet, leave=False) as bar:
        for document in bar:
            try:
                for page in document.pages(limits):
                    try:
                        work(page)
                        done += 1
                    except InputError as error:
                        failures.append(str(error))
            except InputError as error:
                failures.append(str(error))
    _end(done, failures)


def say_json(value: Any) -> None:
    """Print a value as one line of JSON."""
    say(json.dumps(value, ensure_ascii=False))


def in_terminal() -> bool:
    """Whether a person reads the output."""
    return sys.stdout.isatty()


def origin_of(page: Page) -> dict[str, Any]:
    """Where a page came from, as JSON has it; pages are numbered from 1, a picture has no number."""
    return {"input": page.path, "page": None if page.index is None else page.index + 1}


def place_of(page: Page) -> str:
    """Where a page came from, in words."""
    return str(page.path) if page.index is None else f"{page.path}, page {page.index + 1}"


def heading_of(page: Page) -> str:
    """The first line of the text about a page: its place, bold on a terminal."""
    return click.style(place_of(page), bold=True) if in_terminal() else place_of(page)


def no_template(id_or_name: str) -> str:
    """Say that a template is not there, and where those that are there are listed."""
    return f"there is no template {id_or_name}: `sealstack template list` shows which there are"


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


def _chosen_format(context: click.Context, option: click.Parameter, name: str | None) -> OutputFormat:
    if name is None:
        return OutputFormat.TEXT if in_terminal() else OutputFormat.JSON
    return OutputFormat(name)


device_option = click.option(
    "--device",
    metavar="DEVICE",
    callback=_checked_device,
    help="auto, cpu, openvino, gpu or gpu:N, instead of OCR_DEVICE.",
)
pages_option = click.option(
    "--pages",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Read the first N pages of a PDF only; 0, as by default: all.",
)
inputs_argument = click.argument(
    "inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(allow_dash=True)
)


def format_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--json`, `--text` and `--csv`; the function is given `output`, an `OutputFormat`."""
    meanings = {
        OutputFormat.CSV: "One table of CSV, which Excel reads.",
        OutputFormat.TEXT: "Text for people, as by default on a terminal.",
        OutputFormat.JSON: "JSON, one line a page, as by default in a pipe.",
    }
    for form, text in meanings.items():
        option = click.option(
            f"--{form.value}", "output", flag_value=form.value, callback=_chosen_format, help=text
        )
        command = option(command)
    return command
