"""Figures as a table that reads well in a terminal and is Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bench.accuracy.figures import ERRORS, NEGATIVES, SECONDS, Figures
from bench.accuracy.outcomes import Outcome, Reading

COLUMNS = (
    *("n", "recall", "precision", "hmean", "body_exact", "body_1_ned", "shape", "others_recall"),
    "clean",
)
_COUNTS = ("n",)
_FIRST = (
    *(
        "all",
        "easy",
        "medium",
        "hard",
        "crop",
        "page",
        "photograph",
        "scan",
        "photographed stamp",
        "document",
    ),
    *("grey", "round", "oval", "rectangle", "diamond", "triangle"),
)
"""The order of the groups; others follow by name."""


def figures_table(figures: Figures) -> str:
    """Write the figures of all groups as a table, and below it those that belong to none.

    Args:
        figures: what `figures_of` gave.
    """
    groups = sorted((group for group in figures if _has_seals(group, figures)), key=place)
    rows = [[group, *(_cell(figures[group], name) for name in COLUMNS)] for group in groups]
    lines = [table(["group", *COLUMNS], rows)] if rows else []
    below = []
    if NEGATIVES in figures:
        clean = figures[NEGATIVES]
        below.append(f"without a seal: {clean['n']:.0f} pictures, clean {clean['clean']:.4f}")
    below.append(f"calls that failed: {figures[ERRORS]['pictures']:.0f}")
    times = figures[SECONDS]
    below.append(f"seconds a picture: median {times['median']:.3f}, longest {times['max']:.3f}")
    return "\n\n".join([*lines, "; ".join(below) + "."])


def worst_table(readings: Sequence[Reading]) -> str:
    """Write the titles that were read worst as a table."""
    rows = [
        [reading.outcome.picture.identity, f"{reading.similarity:.2f}", reading.truth, reading.text or "–"]
        for reading in readings
    ]
    return table(["picture", "1_ned", "title", "read as"], rows)


def inventions(outcomes: Sequence[Outcome]) -> list[str]:
    """Tell what was found where there is no seal, and which calls failed, a line each."""
    lines = []
    for outcome in outcomes:
        identity = outcome.picture.identity
        if outcome.failure:
            lines.append(f"{identity}: {outcome.failure}")
        elif outcome.found and not outcome.picture.seals:
            lines.append(f"{identity}: has no seal, but read {', '.join(_named(outcome))}")
    return lines


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table whose columns stand under each other; the first column flush left."""
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (head, *rows)]
    widths = [max(3, *(_width(row[column]) for row in cells)) for column in range(len(head))]
    rule = ["-" * width if column == 0 else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
    return "\n".join(_line(row, widths) for row in (cells[0], rule, *cells[1:]))


def place(group: str) -> tuple[int, str]:
    """What groups are sorted by: the known ones in their order, others by name after them."""
    return (_FIRST.index(group), "") if group in _FIRST else (len(_FIRST), group)


def _has_seals(group: str, figures: Figures) -> bool:
    """Whether a group is one of seals and their pictures, which stand in the table."""
    return group != NEGATIVES and any(name in figures[group] for name in COLUMNS[1:])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = []
    for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
        blanks = " " * (width - _width(cell))
        padded.append(cell + blanks if column == 0 else blanks + cell)
    return "| " + " | ".join(padded) + " |"


def _width(text: str) -> int:
    """Columns of a terminal that a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def _cell(measured: dict[str, float], name: str) -> str:
    if name not in measured:
        return "–"
    return f"{measured[name]:.0f}" if name in _COUNTS else f"{measured[name]:.4f}"


def _named(outcome: Outcome) -> list[str]:
    return [seal.body or "(no title)" for seal in outcome.found]
