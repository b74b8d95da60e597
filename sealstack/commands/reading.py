"""The commands that read: `seal`, `ocr` and `preprocess`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import click

from sealstack.commands.descriptions import (
    LINE_COLUMNS,
    SEAL_COLUMNS,
    line_rows,
    line_values,
    seal_lines,
    seal_rows,
    seal_values,
)
from sealstack.commands.outputs import CsvTable, say, write_picture
from sealstack.commands.report import (
    OutputFormat,
    device_option,
    for_every_page,
    format_options,
    heading_of,
    in_terminal,
    inputs_argument,
    origin_of,
    pages_option,
    plain_errors,
    say_json,
)
from sealstack.engine import load_readers
from sealstack.inputs import Page
from sealstack.models.drawing.form import draw_fields
from sealstack.models.drawing.layout import Framed, draw_layout
from sealstack.models.pipelines.seal_page import preprocess_page
from sealstack.models.values import Field, Image, Seal, TextLine
from sealstack.service.readers.engine import EngineReaders

Found = TypeVar("Found")

INPUTS = """INPUT is a picture, a PDF, a folder of both, a pattern in quotes, a URL, or - for the
standard input.

\b
Exit status: 0 all were read, 1 none was, 2 wrong usage, 3 some could not be read.
"""

drawings_option = click.option(
    "--save-path",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Also write a drawing of each page here.",
)


@click.command(epilog=INPUTS)
@inputs_argument
@device_option
@format_options
@pages_option
@drawings_option
def seal(
    inputs: tuple[str, ...], device: str | None, output: OutputFormat, pages: int, save_path: Path | None
) -> None:
    """Find the seals in pictures and read them."""
    _read_all(_SEALS, inputs, device, output, pages, save_path)


@click.command(epilog=INPUTS)
@inputs_argument
@device_option
@format_options
@pages_option
@drawings_option
def ocr(
    inputs: tuple[str, ...], device: str | None, output: OutputFormat, pages: int, save_path: Path | None
) -> None:
    """Read every line of text in pictures."""
    _read_all(_LINES, inputs, device, output, pages, save_path)


@click.command(epilog=INPUTS)
@inputs_argument
@device_option
@click.option(
    "--json/--text",
    "as_json",
    default=None,
    help="JSON, one line a page, or text for people; by default text on a terminal and JSON in a pipe.",
)
@pages_option
@click.option("--orientation/--no-orientation", default=True, help="Turn pages upright.")
@click.option("--unwarping/--no-unwarping", default=True, help="Flatten pages.")
@click.option(
    "--save-path", type=click.Path(path_type=Path), metavar="DIR", help="Write the pages here, as PNG."
)
def preprocess(
    inputs: tuple[str, ...],
    device: str | None,
    as_json: bool | None,
    pages: int,
    orientation: bool,
    unwarping: bool,
    save_path: Path | None,
) -> None:
    """Make pages upright and flat."""
    in_json = not in_terminal() if as_json is None else as_json
    with plain_errors():
        readers = load_readers(device)

        def work(page: Page) -> None:
            found = preprocess_page(readers, page.load(), orientation=orientation, unwarping=unwarping)
            written = None
            if save_path is not None:
                written = str(write_picture(save_path / f"{page.name}.png", found.image))
            if in_json:
                say_json({**origin_of(page), "angle": found.angle, "saved": written})
            else:
                turned = f"turned by {found.angle}° anticlockwise" if found.angle > 0 else "not turned"
                say(f"{heading_of(page)}  {turned}" + (f"  → {written}" if written else ""))

        for_every_page(inputs, work, pdf_pages=pages)


@dataclass(frozen=True)
class _Task(Generic[Found]):
    """Something that pages are read for, and how it is written.

    Attributes:
        read: finds it in a picture.
        name: of what was found, in JSON.
        drawn_as: the end of a drawing's name.
        columns: of a table.
        rows: those of a page, from the page's origin.
        values: one of what was found, in JSON.
        lines: what was found, for people.
        drawn: what was found, on the picture.
    """

    read: Callable[[EngineReaders, Image], Sequence[Found]]
    name: str
    drawn_as: str
    columns: Sequence[str]
    rows: Callable[[dict[str, Any], Sequence[Found]], Iterable[Mapping[str, Any]]]
    values: Callable[[Found], Mapping[str, Any]]
    lines: Callable[[Sequence[Found]], Iterable[str]]
    drawn: Callable[[Image, Sequence[Found]], Image]


def _read_all(
    task: _Task[Found],
    inputs: tuple[str, ...],
    device: str | None,
    output: OutputFormat,
    pages: int,
    save_path: Path | None,
) -> None:
    """Read all pages of all inputs, and write what was found as it is found."""
    with plain_errors():
        readers = load_readers(device)
        table = CsvTable(task.columns) if output is OutputFormat.CSV else None

        def read(page: Page) -> None:
            image = page.load()
            found = task.read(readers, image)
            if table is not None:
                for row in task.rows(origin_of(page), found):
                    table.add(row)
            elif output is OutputFormat.JSON:
                say_json({**origin_of(page), task.name: [task.values(each) for each in found]})
            else:
                say("\n".join([heading_of(page), *task.lines(found)]))
            if save_path is not None:
                write_picture(save_path / f"{page.name}_{task.drawn_as}.png", task.drawn(image, found))

        for_every_page(inputs, read, pdf_pages=pages)


def _drawn_seals(image: Image, seals: Sequence[Seal]) -> Image:
    return draw_layout(image, [Framed(each.box, each.body or each.shape.value, each.score) for each in seals])


def _drawn_lines(image: Image, lines: Sequence[TextLine]) -> Image:
    return draw_fields(image, [Field("", line.text, line.score, line.quad) for line in lines])


_SEALS = _Task[Seal](
    read=lambda readers, image: readers.read_seals(image),
    name="seals",
    drawn_as="seals",
    columns=SEAL_COLUMNS,
    rows=seal_rows,
    values=seal_values,
    lines=seal_lines,
    drawn=_drawn_seals,
)
_LINES = _Task[TextLine](
    read=lambda readers, image: readers.read_lines(image),
    name="lines",
    drawn_as="text",
    columns=LINE_COLUMNS,
    rows=line_rows,
    values=line_values,
    lines=lambda lines: [f"  {line.text}" for line in lines],
    drawn=_drawn_lines,
)
