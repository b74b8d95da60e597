"""Extract: what a form says in each of its fields, once it is aligned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.form.geometry import Homography, carry
from models.form.phrases import join_lines
from models.form.plan import Box, FieldPlan
from models.form.refine import find_shifts
from models.form.sheet import Window, cut_window, detect_lines
from models.text.crop import crop_line
from models.text.ctc import Reading
from models.text.engine import TextEngine
from models.values import Character, Field, Image, Quad, TextLine

_LEAST_SCORE = 0.4
_IN_ROW = 0.12  # of a line's height that its middle may lie above or below of the mark
_BESIDE = 0.45  # of the letters' height: characters this far out of the mark still count
_BEYOND = 2.5  # the same, where nothing else is printed
_LONE_CHARACTER = 0.75


@dataclass(frozen=True, eq=False)
class _Found:
    """A line of one field: its quad in the field's frame, and on the query in reading direction."""

    field: int
    quad: Quad
    on_query: Quad


def extract_fields(
    image: Image, plans: Sequence[FieldPlan], alignment: Homography, engine: TextEngine
) -> list[Field]:
    """Read all fields of an aligned form.

    Args:
        image: the query, `(H, W, 3)` uint8 BGR.
        plans: the fields.
        alignment: from pixels of the template to the query's.
        engine: its detector is run once over all fields, its recognizer in one batch over all lines.

    Returns:
        A field for each plan, in the same order.
    """
    windows = [cut_window(image, plan, alignment) for plan in plans]
    lines = detect_lines(windows, engine.detector)
    shifts = find_shifts(plans, [[Box.around(quad) for quad in here] for here in lines])
    found: list[_Found] = []
    for number, (window, here) in enumerate(zip(windows, lines, strict=True)):
        mine = [quad for quad in here if _belongs(window.plan, Box.around(quad), shifts[number])]
        found += [_Found(number, quad, carry(quad, window.to_query)) for quad in mine]
    strips = [crop_line(image, line.on_query) for line in found]
    readings = engine.recognizer.read([strip for strip, _ in strips], characters=True)
    kept: list[list[tuple[Box, TextLine]]] = [[] for _ in plans]
    for line, (_, quad), reading in zip(found, strips, readings, strict=True):
        window = windows[line.field]
        cut = _own_part(window, shifts[line.field], quad, reading)
        if cut is not None:
            kept[line.field].append((Box.around(line.quad), cut))
    return [_field(window, shift, rows) for window, shift, rows in zip(windows, shifts, kept, strict=True)]


def _belongs(plan: FieldPlan, box: Box, shift: tuple[float, float]) -> bool:
    """Whether a line stands in the field's rows, and reaches into it."""
    right, down = shift
    mark = Box(right, down, right + plan.width, down + plan.height)
    slack = _IN_ROW * box.height
    if not mark.top - slack <= box.middle <= mark.bottom + slack:
        return False
    reach = min(box.right, mark.right) - max(box.left, mark.left)
    if reach < 0.25 * min(box.height, mark.width):
        return False
    return not any(
        _share(box, Box(o.left + right, o.top + down, o.right + right, o.bottom + down)) > 0.8
        and _share(box, mark) < 0.5
        for o in plan.neighbours
    )


def _share(box: Box, of: Box) -> float:
    """How much of a box lies inside another, 0..1."""
    across = min(box.right, of.right) - max(box.left, of.left)
    down = min(box.bottom, of.bottom) - max(box.top, of.top)
    return max(0.0, across) * max(0.0, down) / max(box.width * box.height, 1e-6)


def _own_part(window: Window, shift: tuple[float, float], quad: Quad, reading: Reading) -> TextLine | None:
    """The part of a line that is the field's own: without neighbours' characters and without labels."""
    plan = window.plan
    own: list[Character] = []
    local = carry(quad, np.linalg.inv(window.to_query))
    least = 0.15 * plan.text_height
    before = plan.room(-1, least, _BEYOND * plan.text_height)
    behind = plan.room(1, least, _BEYOND * plan.text_height)
    starts, ends = (local[0] + local[3]) / 2, (local[1] + local[2]) / 2
    for character in reading.characters:
        x = float((starts + (ends - starts) * (character.span[0] + character.span[1]) / 2)[0])
        if shift[0] - before <= x <= shift[0] + plan.width + behind:
            own.append(character)
    while own and not own[0].text.strip():
        own.pop(0)
    while own and not own[-1].text.strip():
        own.pop()
    if not own:
        return None
    score = float(np.mean([character.score for character in own]))
    if score < _LEAST_SCORE:
        return None
    return TextLine(quad, "".join(character.text for character in own), score, tuple(own))


def _field(window: Window, shift: tuple[float, float], rows: Sequence[tuple[Box, TextLine]]) -> Field:
    """Put a field's lines together."""
    plan = window.plan
    ordered = _reading_order(rows)
    corners = np.array([[0, 0], [plan.width, 0], [plan.width, plan.height], [0, plan.height]], np.float32)
    place = carry(corners + np.array(shift, np.float32), window.to_query)
    score = float(np.mean([line.score for line in ordered])) if ordered else 0.0
    return Field(plan.mark.name, join_lines([line.text for line in ordered]), score, place, tuple(ordered))


def _reading_order(rows: Sequence[tuple[Box, TextLine]]) -> list[TextLine]:
    """Lines from the top down, those of one row from left to right."""
    ordered: list[list[tuple[Box, TextLine]]] = []
    for box, line in sorted(rows, key=lambda row: row[0].middle):
        if ordered and ordered[-1][-1][0].rows_shared(box) > 0.5:
            ordered[-1].append((box, line))
        else:
            ordered.append([(box, line)])
    return [line for row in ordered for _, line in sorted(row, key=lambda entry: entry[0].left)]
