"""Extract: what a form says in each of its fields, once it is aligned."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.form.geometry import Homography, carry
from models.form.hints import best_for_hint
from models.form.labels import without_labels
from models.form.lone_ink import find_lone_ink
from models.form.phrases import join_lines
from models.form.plan import Box, FieldPlan
from models.form.refine import find_shifts
from models.form.rows import belongs, in_rows, joined_rows
from models.form.sheet import Window, cut_window, detect_lines
from models.form.stamps import find_stamps, without_stamp
from models.text.crop import crop_line
from models.text.ctc import Reading
from models.text.engine import TextEngine
from models.values import Field, Image, Quad, TextLine

_LEAST_SCORE = 0.4
_LEAST_LONE_SCORE = 0.7
_LEAST_JOINED_SCORE = 0.7
_TIGHT = 0.15  # of the letters' height: characters this far out of the mark always count
_BEYOND = 2.5  # the same, where the form prints nothing
_WORSE_CLEANED = 0.12  # a reading without the stamp may score so much less than one with it


@dataclass(frozen=True, eq=False)
class _View:
    """One look at one field: as it is, or with a stamp's ink taken away."""

    field: int
    window: Window
    cleaned: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class _Strip:
    """One line to be read.

    Attributes:
        view: the look at the field that it was found in.
        kind: `line`, `row` (the pieces of one row together) or `lone` (ink that is no line).
        box: where it is, in the field's frame.
        quad: the same on the query, in reading direction.
        pixels: what is read.
    """

    view: int
    kind: str
    box: Box
    quad: Quad
    pixels: Image


@dataclass(frozen=True, eq=False)
class _Piece:
    """What a strip turned out to say of its field."""

    kind: str
    box: Box
    line: TextLine


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
    views = _views(image, plans, alignment)
    lines = detect_lines([view.window for view in views], engine.detector)
    preferred = {view.field: number for number, view in enumerate(views)}  # cleaned ones come last
    shifts = find_shifts(
        plans, [[Box.around(quad) for quad in lines[preferred[number]]] for number in range(len(plans))]
    )
    strips: list[_Strip] = []
    for number, view in enumerate(views):
        strips += _strips(image, number, view, lines[number], shifts[view.field])
    readings = _read(strips, views, engine)
    pieces: list[list[_Piece]] = [[] for _ in views]
    for strip, choices in zip(strips, readings, strict=True):
        view = views[strip.view]
        piece = _piece(view, strip, choices, shifts[view.field])
        if piece is not None:
            pieces[strip.view].append(piece)
    told = [_lines(found) for found in pieces]
    return [
        _field(
            plan,
            [told[at] for at, view in enumerate(views) if view.field == number],
            shifts[number],
            alignment,
        )
        for number, plan in enumerate(plans)
    ]


def _views(image: Image, plans: Sequence[FieldPlan], alignment: Homography) -> list[_View]:
    """Each field as it is; those under a stamp once more without it."""
    stamps = find_stamps(image)
    views = [_View(number, cut_window(image, plan, alignment)) for number, plan in enumerate(plans)]
    for view in views[: len(plans)]:
        plan = view.window.plan
        outline = carry(_corners(plan, (0.0, 0.0)), view.window.to_query)
        channels = tuple(stamp.channel for stamp in stamps if stamp.lies_over(outline))
        if channels:
            window = replace(view.window, pixels=without_stamp(view.window.pixels, channels))
            views.append(_View(view.field, window, channels))
    return views


def _strips(
    image: Image, number: int, view: _View, lines: Sequence[Quad], shift: tuple[float, float]
) -> list[_Strip]:
    """What is to be read for one look at a field."""
    plan = view.window.plan
    mine = [quad for quad in lines if belongs(plan, Box.around(quad), shift)]
    wanted = [("line", quad) for quad in mine]
    wanted += [("row", quad) for quad in joined_rows([Box.around(quad) for quad in mine])]
    if not mine:
        lone = find_lone_ink(view.window, shift)
        wanted += [("lone", lone)] if lone is not None else []
    strips = []
    for kind, quad in wanted:
        pixels, on_query = crop_line(image, carry(quad, view.window.to_query))
        if view.cleaned:
            pixels = without_stamp(pixels, view.cleaned)
        strips.append(_Strip(number, kind, Box.around(quad), on_query, pixels))
    return strips


def _read(strips: Sequence[_Strip], views: Sequence[_View], engine: TextEngine) -> list[list[Reading]]:
    """Read all strips in one batch; those of a field with a hint come with further candidates."""
    hinted = [views[strip.view].window.plan.mark.hint is not None for strip in strips]
    return engine.recognizer.read_candidates(
        [strip.pixels for strip in strips], [24 if hint else 1 for hint in hinted]
    )


def _piece(
    view: _View, strip: _Strip, choices: Sequence[Reading], shift: tuple[float, float]
) -> _Piece | None:
    """What a strip says of its field; None when nothing is left that is the field's own."""
    own = [line for reading in choices if (line := _own_part(view.window, strip, reading, shift)) is not None]
    if not own:
        return None
    hint = view.window.plan.mark.hint
    chosen = best_for_hint(own, hint) if hint is not None else own[0]
    least = _LEAST_LONE_SCORE if strip.kind == "lone" else _LEAST_SCORE
    if chosen.score < least or (strip.kind == "lone" and not any(map(str.isalnum, chosen.text))):
        return None
    return _Piece(strip.kind, strip.box, chosen)


def _own_part(window: Window, strip: _Strip, reading: Reading, shift: tuple[float, float]) -> TextLine | None:
    """The part of a line that is the field's own: without neighbours' characters and without labels."""
    plan = window.plan
    corners = carry(strip.quad, np.linalg.inv(window.to_query))
    start, end = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
    upright = abs(end[0] - start[0]) >= abs(end[1] - start[1])
    places = [
        float((start + (end - start) * (one.span[0] + one.span[1]) / 2)[0]) for one in reading.characters
    ]
    kept = list(range(len(places)))
    if upright:
        tight = _TIGHT * plan.text_height
        before = plan.room(-1, tight, _BEYOND * plan.text_height)
        behind = plan.room(1, tight, _BEYOND * plan.text_height)
        fixed = set(without_labels(reading.characters, places, strip.box, plan.labels))
        kept = [
            number
            for number in kept
            if number in fixed and shift[0] - before <= places[number] <= shift[0] + plan.width + behind
        ]
    own = [reading.characters[number] for number in kept]
    while own and not own[0].text.strip():
        own.pop(0)
    while own and not own[-1].text.strip():
        own.pop()
    if not own:
        return None
    score = float(np.mean([character.score for character in own]))
    return TextLine(strip.quad, "".join(character.text for character in own), score, tuple(own))


def _lines(pieces: Sequence[_Piece]) -> list[TextLine]:
    """Put the pieces of one look at a field in reading order, rows read as a whole where that says more."""
    single = [piece for piece in pieces if piece.kind != "row"]
    whole = [piece for piece in pieces if piece.kind == "row"]
    ordered: list[TextLine] = []
    for row in in_rows([piece.box for piece in single]):
        parts = [single[number] for number in row]
        together = next(
            (one for one in whole if all(one.box.rows_shared(part.box) > 0.7 for part in parts)), None
        )
        if (
            len(parts) > 1
            and together is not None
            and _says_more(together.line, [part.line for part in parts])
        ):
            ordered.append(together.line)
        else:
            ordered += [part.line for part in parts]
    return ordered


def _says_more(whole: TextLine, parts: Sequence[TextLine]) -> bool:
    """Whether a row read at once has all that its pieces say, and more."""
    letters = iter(_letters(whole.text))
    pieces = "".join(_letters(part.text) for part in parts)
    return (
        whole.score >= _LEAST_JOINED_SCORE
        and len(_letters(whole.text)) > len(pieces)
        and all(letter in letters for letter in pieces)
    )


def _letters(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


def _field(
    plan: FieldPlan,
    told: Sequence[Sequence[TextLine]],
    shift: tuple[float, float],
    alignment: Homography,
) -> Field:
    """Put a field together, from what was read with and without a stamp's ink."""
    lines = told[0]
    if len(told) > 1 and told[1] and _score(told[1]) >= _score(told[0]) - _WORSE_CLEANED:
        lines = told[1]
    place = carry(_corners(plan, shift), alignment @ plan.to_form)
    return Field(
        plan.mark.name, join_lines([line.text for line in lines]), _score(lines), place, tuple(lines)
    )


def _score(lines: Sequence[TextLine]) -> float:
    return float(np.mean([line.score for line in lines])) if lines else 0.0


def _corners(plan: FieldPlan, shift: tuple[float, float]) -> Quad:
    """The mark, moved, in the field's own frame."""
    corners = np.array([[0, 0], [plan.width, 0], [plan.width, plan.height], [0, plan.height]], np.float32)
    return corners + np.array(shift, np.float32)
