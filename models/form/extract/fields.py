"""Extract: what a form says in each of its fields, once it is aligned."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sealstack.models.form.align.fields import find_shifts
from sealstack.models.form.align.neighbourhood import Placement
from sealstack.models.form.describe.plan import FieldPlan
from sealstack.models.form.extract.claims import leave_to_their_own
from sealstack.models.form.extract.own_text import Piece, lines_of, only_lone, piece_of
from sealstack.models.form.extract.strips import Strip, strips_of
from sealstack.models.form.extract.views import View, corners_of, lines_by_field, lines_near, views_of
from sealstack.models.form.extract.wider import looked_wider
from sealstack.models.form.extract.windows import detect_lines
from sealstack.models.form.values.phrases import join_lines
from sealstack.models.geometry.warps import carry
from sealstack.models.text.engine import TextEngine
from sealstack.models.text.recognition.ctc import Reading
from sealstack.models.values import Field, Image, TextLine

_WORSE_CLEANED = 0.12  # a reading without the stamp may score so much less than one with it
_BETTER_OF_TRACES = 0.02  # and must score so much more where it is made of traces of coloured ink
# of 316 fields drawn by bench.forms, seed 611, nine in ten are right whose least sure character scores 0.75
_RIGHT_IN_DOUBT = 0.75
_TRACES = 0.6  # of a strip's ink left without the stamp; print under one keeps three quarters and more


def extract_fields(
    image: Image, plans: Sequence[FieldPlan], places: Sequence[Placement | None], engine: TextEngine
) -> list[Field]:
    """Read all fields of an aligned form.

    Args:
        image: the query, `(H, W, 3)` uint8 BGR.
        plans: the fields.
        places: where each lies on the query; None for one that was not found.
        engine: its detector is run over the fields' surroundings, its recognizer in one batch over all lines.

    Returns:
        A field for each plan, in the same order.
    """
    views, windows = views_of(image, plans, [place.to_query if place else None for place in places])
    found = detect_lines(windows, engine.detector)
    lines = [lines_near(view.plan, found[view.window]) for view in views]
    lines = looked_wider(image, views, windows, lines, engine.detector)
    near = lines_by_field(len(plans), views, lines)
    shifts = find_shifts(plans, near, [bool(place and place.label) for place in places])
    strips: list[Strip] = []
    for number, view in enumerate(views):
        strips += strips_of(image, number, view, lines[number], shifts[view.field])
    readings = _read(strips, views, engine)
    pieces: list[list[Piece]] = [[] for _ in views]
    left: list[list[float]] = [[] for _ in plans]
    for strip, choices in zip(strips, readings, strict=True):
        view = views[strip.view]
        piece = piece_of(view, strip, choices, shifts[view.field])
        if piece is not None:
            pieces[strip.view].append(piece)
            if view.cleaned:
                left[view.field].append(strip.ink_left)
    plain = {view.field: number for number, view in enumerate(views) if not view.cleaned}
    leave_to_their_own(views, pieces, shifts)
    told = [
        [] if view.cleaned and only_lone(found) and pieces[plain[view.field]] else lines_of(found)
        for view, found in zip(views, pieces, strict=True)
    ]
    return [
        _field(
            plan,
            [told[at] for at, view in enumerate(views) if view.field == number],
            shifts[number],
            places[number],
            margin=_BETTER_OF_TRACES if np.median(left[number] or 1.0) < _TRACES else -_WORSE_CLEANED,
        )
        for number, plan in enumerate(plans)
    ]


def _read(strips: Sequence[Strip], views: Sequence[View], engine: TextEngine) -> list[list[Reading]]:
    """Read all strips in one batch; those of a field with a hint come with further candidates."""
    hinted = [views[strip.view].plan.mark.hint is not None for strip in strips]
    return engine.recognizer.read_candidates(
        [strip.pixels for strip in strips], [24 if hint else 1 for hint in hinted]
    )


def _field(
    plan: FieldPlan,
    told: Sequence[Sequence[TextLine]],
    shift: tuple[float, float],
    place: Placement | None,
    margin: float,
) -> Field:
    """Put a field together, from what was read with a stamp's ink and, if that scores enough, without."""
    if place is None or not told:
        return Field(plan.mark.name, "", 0.0, plan.mark.quad)
    lines = told[0]
    if len(told) > 1 and told[1] and _score(told[1]) >= _score(told[0]) + margin:
        lines = told[1]
    quad = carry(corners_of(plan, shift), place.to_query)
    score = place.certainty * _surety(lines)
    value = join_lines([line.text for line in lines])
    return Field(plan.mark.name, value, score, quad, tuple(lines), place.label)


def _surety(lines: Sequence[TextLine]) -> float:
    """How sure a value is: as its lines on average, and no surer than its least sure character allows."""
    weakest = min((character.score for line in lines for character in line.characters), default=1.0)
    return min(_score(lines), _RIGHT_IN_DOUBT + (1 - _RIGHT_IN_DOUBT) * weakest)


def _score(lines: Sequence[TextLine]) -> float:
    return float(np.mean([line.score for line in lines])) if lines else 0.0
