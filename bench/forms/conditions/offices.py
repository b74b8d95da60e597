"""The same kind of form from another office, and a stranger of the same family.

Another office prints the same boxes and labels by its own program: columns and rows are stretched, rows lie
elsewhere, the labels are set in another face, there is a row more, a label less. A stranger has the same grid
of boxes and other labels; it ought to be refused.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bench.forms.conditions.scans import EMPTY, view_of
from bench.forms.conditions.seen import Query
from bench.forms.drawing import fill_in
from bench.forms.layout import FormLayout, Lettering, Word
from bench.forms.room import box_of
from bench.generator.printing import running_text

OTHER_OFFICE = "other office"
STRANGER = "stranger"

_STRETCH = 0.08
_LARGEST_SHIFT = 1.2  # line heights that rows may be shifted by
_SHIFTED_GAPS = 3
_Map = Callable[[float], float]


def other_office(layout: FormLayout, rng: np.random.Generator, bundled_only: bool, number: int) -> Query:
    """A form as another office prints it, seen as a scan, as a photograph, or with a seal."""
    form = fill_in(relaid(layout, rng), rng, empty=EMPTY, bundled_only=bundled_only)
    return replace(view_of(form, number, rng, bundled_only), stamped=())


def stranger(layout: FormLayout, rng: np.random.Generator, bundled_only: bool, number: int) -> Query:
    """A form with the same boxes and other labels."""
    other = copy.copy(layout)
    other.words = [replace(word, text=running_text(rng, len(word.text))) for word in layout.words]
    form = fill_in(other, rng, bundled_only=bundled_only)
    return replace(view_of(form, number, rng, bundled_only), stamped=())


def relaid(layout: FormLayout, rng: np.random.Generator) -> FormLayout:
    """Lay a form out as another office would."""
    across = _across(layout, rng)
    down, row_at = _down(layout, rng)
    new = copy.copy(layout)
    new.width, new.height = across(layout.width), down(layout.height)
    new.lettering = Lettering(
        width=float(rng.uniform(0.9, 1.06)), weight=float(rng.choice([0.0, 0.03, 0.05])), turn=1
    )
    new.words = [replace(word, x=across(word.x), y=down(word.y)) for word in layout.words]
    new.rules = [(across(a), down(b), across(c), down(d)) for a, b, c, d in layout.rules]
    new.blanks = []
    for blank in layout.blanks:
        x, y, width, height = blank.box
        # a box keeps its height about its middle: rows move as a whole
        middle = down(y + height / 2)
        new.blanks.append(
            replace(blank, box=(across(x), middle - height / 2, across(x + width) - across(x), height))
        )
    if row_at is not None:
        left = min(word.x for word in new.words if not word.centred)
        new.words.append(Word(left + 1, row_at, "附注说明：无", _usual(layout)))
    _drop_a_label(new, rng)
    return new


def _usual(layout: FormLayout) -> float:
    return float(np.median([blank.size for blank in layout.blanks]))


def _across(layout: FormLayout, rng: np.random.Generator) -> _Map:
    """Columns stretched piece by piece."""
    knots = np.array([0, *np.sort(rng.uniform(0.2, 0.8, 2)), 1]) * layout.width
    return _stretched(knots, rng)


def _down(layout: FormLayout, rng: np.random.Generator) -> tuple[_Map, float | None]:
    """Rows stretched, some gaps between them wider or narrower, and one wide enough for another row."""
    gaps = _gaps(layout)
    stretched = _stretched(np.array([0, *np.sort(rng.uniform(0.2, 0.8, 2)), 1]) * layout.height, rng)
    if not gaps:
        return stretched, None
    line = _usual(layout)
    chosen = rng.permutation(len(gaps))[: _SHIFTED_GAPS + 1]
    places = np.array([(gaps[at][0] + gaps[at][1]) / 2 for at in chosen])
    shifts = np.array([float(rng.uniform(0.2, _LARGEST_SHIFT)) * line for _ in chosen])
    for step, at in enumerate(chosen):
        low, high = gaps[at]
        if rng.random() < 0.4:
            shifts[step] = -min(shifts[step], max(0.0, high - low - 0.3 * line))
    extra = 1.9 * line
    shifts[0] = extra
    order = np.argsort(places)
    places, shifts = places[order], shifts[order]

    def down(y: float) -> float:
        return stretched(y) + float(shifts[places < y].sum())

    first = int(np.flatnonzero(order == 0)[0])
    return down, down(float(places[first])) + 1.35 * line


def _gaps(layout: FormLayout) -> list[tuple[float, float]]:
    """Heights between rows that cut neither a word nor a field, nor lie by a rule; millimetres."""
    taken = [(box[1], box[3]) for box in map(box_of, layout.words)]
    taken += [(blank.box[1], blank.box[1] + blank.box[3]) for blank in layout.blanks]
    taken += [(b - 0.3, b + 0.3) for _, b, _, d in layout.rules if b == d]
    edges = np.arange(0, layout.height, 0.1)
    free = np.ones(len(edges), bool)
    for low, high in taken:
        free &= (edges < low) | (edges > high)
    gaps, start = [], None
    for at, is_free in zip(edges, free, strict=True):
        if is_free and start is None:
            start = float(at)
        elif not is_free and start is not None:
            gaps.append((start, float(at)))
            start = None
    return [gap for gap in gaps if gap[0] > 0.1 * layout.height and gap[1] < 0.92 * layout.height]


def _stretched(knots: NDArray[np.float64], rng: np.random.Generator) -> _Map:
    """A map that stretches each piece between knots by its own factor."""
    lengths = np.diff(knots) * rng.uniform(1 - _STRETCH, 1 + _STRETCH, len(knots) - 1)
    moved = np.concatenate([[0.0], np.cumsum(lengths)])

    def mapped(place: float) -> float:
        return float(np.interp(place, knots, moved)) + max(0.0, place - float(knots[-1]))

    return mapped


def _drop_a_label(layout: FormLayout, rng: np.random.Generator) -> None:
    """Leave one label of a field out, in place."""
    sizes = float(np.median([word.size for word in layout.words]))
    labels = [at for at, word in enumerate(layout.words) if word.size < 1.3 * sizes and len(word.text) > 1]
    if labels:
        del layout.words[labels[int(rng.integers(len(labels)))]]
