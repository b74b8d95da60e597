"""What was read, as JSON, as rows of a table, and as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

import click

from sealstack.commands.report import in_terminal
from sealstack.models.values import Field, Quad, Seal, TextLine

_ORIGIN = ("input", "page")

SEAL_COLUMNS = (*_ORIGIN, "body", "others", "shape", "colour", "x", "y", "width", "height", "score")
"""The columns of a table of seals: boxes in pixels of the page, scores 0..1."""

LINE_COLUMNS = (
    *(*_ORIGIN, "line", "text", "score"),
    *("x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"),
)
"""The columns of a table of lines: corners clockwise from the upper left, in pixels; scores 0..1."""

FORM_COLUMNS = ("template_id", "lowest_score")
"""The columns of a table of forms beside where each came from and its fields; the score is 0..1."""

_NO_FIELDS = frozenset({*_ORIGIN, "source", *FORM_COLUMNS, "error", "error_kind"})

_BETWEEN_OTHERS = "; "


def seal_values(seal: Seal) -> dict[str, Any]:
    """Describe a seal by values that JSON has."""
    return {
        "body": seal.body,
        "others": list(seal.others),
        "shape": seal.shape.value,
        "colour": seal.colour,
        "box": list(seal.box),
        "score": round(float(seal.score), 4),
    }


def seal_rows(origin: dict[str, Any], seals: Sequence[Seal]) -> Iterator[dict[str, Any]]:
    """Describe the seals of a page in rows of `SEAL_COLUMNS`; a page without a seal has one row too."""
    for seal in seals:
        values = seal_values(seal)
        values["others"] = _BETWEEN_OTHERS.join(seal.others)
        box = dict(zip(("x", "y", "width", "height"), values.pop("box"), strict=True))
        yield {**origin, **values, **box}
    if not seals:
        yield origin


def seal_lines(seals: Sequence[Seal]) -> Iterator[str]:
    """Describe the seals of a page to people, line by line."""
    for seal in seals:
        x, y, width, height = seal.box
        body = seal.body or "(not legible)"
        yield f"  {click.style(body, fg='green') if in_terminal() else body}"
        yield from (f"    {text}" for text in seal.others)
        about = f"{seal.colour} {seal.shape.value}, {width} × {height} at {x}, {y}, score {seal.score:.2f}"
        yield f"    {click.style(about, dim=True) if in_terminal() else about}"
    if not seals:
        yield "  no seal"


def line_values(line: TextLine) -> dict[str, Any]:
    """Describe a line of text by values that JSON has."""
    return {"text": line.text, "score": round(float(line.score), 4), "quad": _corners(line.quad)}


def line_rows(origin: dict[str, Any], lines: Sequence[TextLine]) -> Iterator[dict[str, Any]]:
    """Describe the lines of a page in rows of `LINE_COLUMNS`; a page without text has one row too."""
    for number, line in enumerate(lines, 1):
        values = line_values(line)
        numbers = [number for corner in values.pop("quad") for number in corner]
        yield {**origin, "line": number, **values, **dict(zip(LINE_COLUMNS[-8:], numbers, strict=True))}
    if not lines:
        yield origin


def field_values(field: Field) -> dict[str, Any]:
    """Describe a field of a form by values that JSON has."""
    return {
        "name": field.name,
        "value": field.value,
        "score": round(float(field.score), 4),
        "quad": _corners(field.quad),
    }


def field_column(name: str) -> str:
    """The column of a field in a table of forms; one that has the name of another column gets its own."""
    return f"{name} (field)" if name in _NO_FIELDS else name


def form_row(
    origin: Mapping[str, Any], template_id: str, fields: Sequence[tuple[str, str, float]]
) -> dict[str, Any]:
    """Describe a form in one row, with a column for each field.

    Args:
        origin: where it came from.
        template_id: what it was read by.
        fields: the name, value and score (0..1) of each.
    """
    lowest = min((score for _, _, score in fields), default=0.0)
    values = {field_column(name): value for name, value, _ in fields}
    return {**origin, "template_id": template_id, "lowest_score": round(lowest, 4), **values}


def field_lines(fields: Sequence[Field]) -> Iterator[str]:
    """Describe the fields of a form to people, line by line."""
    names = in_columns([field.name for field in fields])
    return (f"  {name}  {field.value}" for name, field in zip(names, fields, strict=True))


def in_columns(texts: Sequence[str]) -> list[str]:
    """Make texts as wide as the widest of them on a terminal, where Chinese characters take two places."""
    widths = [sum(2 if east_asian_width(mark) in "WF" else 1 for mark in text) for text in texts]
    widest = max(widths, default=0)
    return [text + " " * (widest - width) for text, width in zip(texts, widths, strict=True)]


def _corners(quad: Quad) -> list[list[float]]:
    return [[round(float(x), 1), round(float(y), 1)] for x, y in quad]
