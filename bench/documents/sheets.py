"""Printed pages whose every line is known: letters, articles in columns, tables, receipts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bench.generator import names, printing
from bench.generator.layouts.canvas import Canvas
from bench.generator.paper import Sheet

_ENGLISH = (
    "The supplier shall deliver the goods within thirty days of the order.",
    "Payment is due ten days after the goods have been accepted in writing.",
    "Either party may end this agreement by giving notice of two months.",
    "The buyer inspects every delivery and reports defects without delay.",
    "All drawings remain the property of the firm that has made them.",
    "Water levels rose slowly through the spring and fell again by August.",
    "Heat the oven, butter a shallow dish and slice the apples thinly.",
    "Her grandfather had built the bridge with timber from the north valley.",
    "We measured the length of each leaf twice and wrote down the mean.",
    "Trains leave the harbour every half hour until a quarter past nine.",
    "No part of the deposit is returned when the booking is cancelled late.",
    "The committee met on Tuesday, 14 March 2023, in room 208.",
)
"""Sentences to fill pages with, written for this purpose."""


@dataclass(frozen=True, eq=False)
class DocumentSheet:
    """A printed page and what stands on it.

    Attributes:
        sheet: the print, as `bench.generator.paper.Sheet`.
        lines: its lines, each as it is printed.
        kind: what it is.
    """

    sheet: Sheet
    lines: tuple[str, ...]
    kind: str


def running_lines(
    rng: np.random.Generator, language: str, widths: list[float], canvas: Canvas, size: float
) -> list[str]:
    """Running text broken into lines.

    Args:
        rng: where chance comes from.
        language: `chinese`, `english` or `mixed`.
        widths: how wide each line may be, millimetres.
        canvas: whose face is measured.
        size: of the print, millimetres.
    """
    font = canvas.face.at(max(6, round(size * canvas.unit)))
    words: list[str] = []
    lines = []
    for width in widths:
        line = ""
        while True:
            if not words:
                words = _words(rng, language)
            longer = line + words[0]
            if font.getlength(longer.rstrip()) > width * canvas.unit and line:
                break
            line = longer
            words.pop(0)
        lines.append(line.strip())
    return lines


def _words(rng: np.random.Generator, language: str) -> list[str]:
    """Some text as the pieces between which a line may break."""
    english = language == "english" or (language == "mixed" and rng.random() < 0.5)
    if english:
        return [word + " " for word in str(rng.choice(_ENGLISH)).split()]
    return list(printing.running_text(rng, 24))


def letter(rng: np.random.Generator, unit: float, language: str) -> DocumentSheet:
    """An A4 page of running text below a heading."""
    canvas = Canvas(210, 297, unit, rng, bundled_only=True)
    size = float(rng.uniform(3.8, 5.0))
    widths = [162.0 if rng.random() < 0.8 else float(rng.uniform(50, 150)) for _ in range(60)]
    lines = running_lines(rng, language, widths, canvas, size)
    heading = running_lines(rng, language, [90.0], canvas, 7.0)[0]
    canvas.text(105, 30, heading, 7.0, align="centre")
    y, printed = 46.0, [heading]
    for line in lines:
        if y > 270:
            break
        canvas.text(24, y, line, size)
        printed.append(line)
        y += size * (1.6 if rng.random() < 0.85 else 2.6)
    return DocumentSheet(canvas.sheet, tuple(printed), f"{language} letter")


def columns(rng: np.random.Generator, unit: float, language: str) -> DocumentSheet:
    """An A4 page of two columns."""
    canvas = Canvas(210, 297, unit, rng, bundled_only=True)
    size = float(rng.uniform(3.4, 4.0))
    printed = []
    for left in (20.0, 109.0):
        y = 28.0
        for line in running_lines(rng, language, [81.0] * 48, canvas, size):
            if y > 272:
                break
            canvas.text(left, y, line, size)
            printed.append(line)
            y += size * 1.55
    return DocumentSheet(canvas.sheet, tuple(printed), f"{language} columns")


def table(rng: np.random.Generator, unit: float, language: str) -> DocumentSheet:
    """An A4 page of a ruled table below a heading."""
    canvas = Canvas(210, 297, unit, rng, bundled_only=True)
    heading = running_lines(rng, language, [100.0], canvas, 6.5)[0]
    canvas.text(105, 28, heading, 6.5, align="centre")
    printed = [heading]
    rows, wide = int(rng.integers(14, 22)), (34.0, 60.0, 36.0, 36.0)
    step = 236.0 / rows
    for row in range(rows + 1):
        canvas.rule(22, 40 + row * step, 22 + sum(wide), 40 + row * step)
    x = 22.0
    for width in (*wide, 0.0):
        canvas.rule(x, 40, x, 40 + rows * step)
        x += width
    for row in range(rows):
        x, y = 22.0, 40 + (row + 0.5) * step + 1.6
        for column, width in enumerate(wide):
            number = column > 1 or (column == 0 and rng.random() < 0.5)
            cell = (
                f"{rng.uniform(10, 9999):,.2f}"
                if number
                else running_lines(rng, language, [width - 8], canvas, 4.0)[0]
            )
            canvas.text(x + 3, y, cell, 4.0)
            printed.append(cell)
            x += width
    return DocumentSheet(canvas.sheet, tuple(printed), f"{language} table")


def receipt(rng: np.random.Generator, unit: float, language: str) -> DocumentSheet:
    """A till receipt, narrow and long."""
    canvas = Canvas(80, 170, unit * 1.25, rng, bundled_only=True)
    title = names.company(rng, 6, 10) if language != "english" else "HARBOUR GROCERIES"
    canvas.text(40, 14, title, 4.6, align="centre")
    printed = [title]
    y = 26.0
    while y < 150:
        item = running_lines(rng, language, [38.0], canvas, 3.4)[0]
        price = f"{rng.uniform(1, 300):.2f}"
        canvas.text(6, y, item, 3.4)
        canvas.text(74, y, price, 3.4, align="right")
        printed += [item, price]
        y += 6.4
    return DocumentSheet(canvas.sheet, tuple(printed), f"{language} receipt")


KINDS: dict[str, Callable[[np.random.Generator, float, str], DocumentSheet]] = {
    "letter": letter,
    "columns": columns,
    "table": table,
    "receipt": receipt,
}
LANGUAGES = ("chinese", "english", "mixed")


def make_sheet(rng: np.random.Generator, unit: float, number: int) -> DocumentSheet:
    """A page at `unit` pixels a millimetre; kinds and languages take turns with `number`."""
    kinds = list(KINDS.values())
    return kinds[number % len(kinds)](rng, unit, LANGUAGES[(number // len(kinds) + number) % len(LANGUAGES)])
