"""The commands that read: `seal`, `ocr` and `preprocess`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

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
    say_json,
    told_plainly,
)
from sealstack.engine import load_readers
from sealstack.inputs import Page
from sealstack.models.drawing.form import draw_fields
from sealstack.models.drawing.layout import Framed, draw_layout
from sealstack.models.pipelines.seal_page import preprocess_page
from sealstack.models.values import Field, Image, Seal, TextLine

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
    with told_plainly():
        readers = load_readers(device)
        table = CsvTable(SEAL_COLUMNS) if output is OutputFormat.CSV else None

        def read(page: Page) -> None:
            image = page.load()
            seals = readers.read_seals(image)
            if table is not None:
                for row in seal_rows(origin_of(page), seals):
                    table.add(row)
            elif output is OutputFormat.JSON:
                say_json({**origin_of(page), "seals": [seal_values(each) for each in seals]})
            else:
                say("\n".join([heading_of(page), *seal_lines(seals)]))
            if save_path is not None:
                write_picture(save_path / f"{page.name}_seals.png", _drawn_seals(image, seals))

        for_every_page(inputs, read, pdf_pages=pages)


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
    with told_plainly():
        readers = load_readers(device)
        table = CsvTable(LINE_COLUMNS) if output is OutputFormat.CSV else None

        def read(page: Page) -> None:
            image = page.load()
            lines = readers.read_lines(image)
            if table is not None:
                for row in line_rows(origin_of(page), lines):
                    table.add(row)
            elif output is OutputFormat.JSON:
                say_json({**origin_of(page), "lines": [line_values(line) for line in lines]})
            else:
                say("\n".join([heading_of(page), *(f"  {line.text}" for line in lines)]))
            if save_path is not None:
                write_picture(save_path / f"{page.name}_text.png", _drawn_lines(image, lines))

        for_every_page(inputs, read, pdf_pages=pages)


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
    with told_plainly():
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


def _drawn_seals(image: Image, seals: Sequence[Seal]) -> Image:
    return draw_layout(image, [Framed(each.box, each.body or each.shape.value, each.score) for each in seals])


def _drawn_lines(image: Image, lines: Sequence[TextLine]) -> Image:
    return draw_fields(image, [Field("", line.text, line.score, line.quad) for line in lines])
