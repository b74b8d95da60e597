"""Small templates: one to four fields that touch, one above the other, on a form that says much more."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bench.forms.conditions.scans import view_of
from bench.forms.conditions.seen import Query, Template
from bench.forms.drawing import fill_in, quad_of
from bench.forms.layout import Blank, FormLayout

STACKED = "two stacked fields"

_MOST = 4
_PITCH = (1.2, 1.6)  # em from row to row
_ONE_LINE = 3.0  # em that a field of one line is high at most: rows of two lines cannot be set as close


def stacked(layout: FormLayout, rng: np.random.Generator, bundled_only: bool, number: int) -> Query:
    """A template with a few fields of a column; the very same form again, or another seen in three ways."""
    every = _columns(layout.blanks)
    columns = [column for column in every if len(column) > 1] or every
    column = columns[int(rng.integers(len(columns)))]
    count = int(rng.integers(1, min(_MOST, len(column)) + 1)) if number % 4 else min(2, len(column))
    first = int(rng.integers(len(column) - count + 1))
    if len(column) > 1:
        layout = tightened(layout, column, float(rng.uniform(*_PITCH)))
        names = [blank.name for blank in column]
        column = [blank for name in names for blank in layout.blanks if blank.name == name]
    form = fill_in(layout, rng, bundled_only=bundled_only)
    chosen = column[first : first + count]
    template = Template(form.sheet, tuple(_touching(chosen, form.scale)))
    names = {blank.name for blank in chosen}
    if number % 4 == 0:
        seen = Query(form.sheet, form.values)
    else:
        seen = view_of(fill_in(layout, rng, bundled_only=bundled_only), number % 4 - 1, rng, bundled_only)
    return Query(
        seen.image,
        {name: value for name, value in seen.values.items() if name in names},
        template=template,
        elsewhere=tuple(value for name, value in seen.values.items() if name not in names and value),
    )


def tightened(layout: FormLayout, column: list[Blank], pitch: float) -> FormLayout:
    """Set the rows of a column as closely as invoices have them, with the words and fields beside them.

    Args:
        layout: the form.
        column: fields that stand one below the other.
        pitch: from row to row, em of their print.
    """
    step = pitch * max(blank.size for blank in column)
    first = column[0].box[1] + column[0].box[3] / 2
    rows = [(blank.box[1], blank.box[1] + blank.box[3], first + step * at) for at, blank in enumerate(column)]

    def moved(y: float) -> float:
        """By how much what stands at a height moves."""
        return next((to - (top + bottom) / 2 for top, bottom, to in rows if top <= y <= bottom), 0.0)

    new = copy.copy(layout)
    new.words = [replace(word, y=word.y + moved(word.y - 0.35 * word.size)) for word in layout.words]
    new.blanks = []
    for blank in layout.blanks:
        x, y, width, height = blank.box
        middle = y + height / 2
        new.blanks.append(
            replace(blank, box=(x, middle + moved(middle) - step / 2, width, step))
            if any(top <= middle <= bottom for top, bottom, _ in rows)
            else blank
        )
    new.rules = [
        rule for rule in layout.rules if not (rule[1] == rule[3] and rows[0][1] - 1 < rule[1] < rows[-1][1])
    ]
    return new


def _columns(blanks: list[Blank]) -> list[list[Blank]]:
    """Fields of one line that stand one below the other, from the top down."""
    columns: list[list[Blank]] = []
    one_line = [blank for blank in blanks if blank.box[3] <= _ONE_LINE * blank.size]
    for blank in sorted(one_line, key=lambda blank: blank.box[1]):
        for column in columns:
            x, y, _, height = column[-1].box
            gap = blank.box[1] - (y + height)
            if abs(blank.box[0] - x) < 1 and -0.2 * height < gap < 1.5 * height:
                column.append(blank)
                break
        else:
            columns.append([blank])
    return columns


def _touching(blanks: list[Blank], scale: float) -> list[tuple[str, NDArray[np.float32]]]:
    """The fields' quads, each reaching down to where the next begins."""
    marks = []
    for number, blank in enumerate(blanks):
        quad = quad_of(blank, scale)
        if number + 1 < len(blanks):
            quad[2:, 1] = blanks[number + 1].box[1] * scale
        marks.append((blank.name, quad))
    return marks
