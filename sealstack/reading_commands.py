"""The commands that read: `seal`, `ocr` and `preprocess`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import cv2

from models.drawing.layout import Framed, draw_layout
from models.values import Image, Seal, TextLine
from sealstack.engine import load_readers
from sealstack.inputs import Page
from sealstack.report import (
    device_option,
    for_every_page,
    in_terminal,
    inputs_argument,
    json_option,
    pages_option,
    say,
    say_json,
    told_plainly,
)
from service.dialects.paddle.pipeline import preprocess_page

_INPUTS = """INPUT is a picture, a PDF, a folder of pictures, a pattern in quotes, a URL, or - for the
standard input.

\b
Exit status: 0 all were read, 1 none was, 2 wrong usage, 3 some could not be read.
"""

_save_option = click.option(
    "--save-path",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Also write a drawing of each page here.",
)


@click.command(epilog=_INPUTS)
@inputs_argument
@device_option
@json_option
@pages_option
@_save_option
def seal(
    inputs: tuple[str, ...], device: str | None, as_json: bool | None, pages: int, save_path: Path | None
) -> None:
    """Find the seals in pictures and read them."""
    in_json = not in_terminal() if as_json is None else as_json
    with told_plainly():
        readers = load_readers(device)

        def read(page: Page) -> None:
            image = page.load()
            seals = readers.read_seals(image)
            if in_json:
                say_json({**_origin(page), "seals": [_described(each) for each in seals]})
            else:
                say(_seals_text(page, seals))
            if save_path is not None:
                things = [Framed(each.box, each.body or each.shape.value, each.score) for each in seals]
                _write(save_path / f"{page.name}_seals.png", draw_layout(image, things))

        for_every_page(inputs, read, pdf_pages=pages)


@click.command(epilog=_INPUTS)
@inputs_argument
@device_option
@json_option
@pages_option
def ocr(inputs: tuple[str, ...], device: str | None, as_json: bool | None, pages: int) -> None:
    """Read every line of text in pictures."""
    in_json = not in_terminal() if as_json is None else as_json
    with told_plainly():
        readers = load_readers(device)

        def read(page: Page) -> None:
            lines = readers.read_lines(page.load())
            if in_json:
                say_json({**_origin(page), "lines": [_line(line) for line in lines]})
            else:
                say("\n".join([_heading(page), *(f"  {line.text}" for line in lines)]))

        for_every_page(inputs, read, pdf_pages=pages)


@click.command(epilog=_INPUTS)
@inputs_argument
@device_option
@json_option
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
                written = str(_write(save_path / f"{page.name}.png", found.image))
            if in_json:
                say_json({**_origin(page), "angle": found.angle, "saved": written})
            else:
                turned = f"turned by {found.angle}° anticlockwise" if found.angle > 0 else "not turned"
                say(f"{_heading(page)}  {turned}" + (f"  → {written}" if written else ""))

        for_every_page(inputs, work, pdf_pages=pages)


def _origin(page: Page) -> dict[str, Any]:
    return {"input": page.path, "page": None if page.index is None else page.index + 1}


def _heading(page: Page) -> str:
    name = page.path if page.index is None else f"{page.path}, page {page.index + 1}"
    return click.style(name, bold=True) if in_terminal() else str(name)


def _described(seal: Seal) -> dict[str, Any]:
    return {
        "body": seal.body,
        "others": list(seal.others),
        "shape": seal.shape.value,
        "colour": seal.colour,
        "box": list(seal.box),
        "score": round(float(seal.score), 4),
    }


def _line(line: TextLine) -> dict[str, Any]:
    return {
        "text": line.text,
        "score": round(float(line.score), 4),
        "quad": [[round(float(x), 1), round(float(y), 1)] for x, y in line.quad],
    }


def _seals_text(page: Page, seals: Sequence[Seal]) -> str:
    rows = [_heading(page)]
    for each in seals:
        x, y, width, height = each.box
        body = each.body or "(not legible)"
        rows.append(f"  {click.style(body, fg='green') if in_terminal() else body}")
        rows += [f"    {text}" for text in each.others]
        about = f"{each.colour} {each.shape.value}, {width} × {height} at {x}, {y}, score {each.score:.2f}"
        rows.append(f"    {click.style(about, dim=True) if in_terminal() else about}")
    return "\n".join(rows if seals else [*rows, "  no seal"])


def _write(path: Path, image: Image) -> Path:
    """Write a PNG, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _, encoded = cv2.imencode(".png", image)
    path.write_bytes(encoded.tobytes())
    return path
