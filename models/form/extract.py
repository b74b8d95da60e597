"""Extract: what a form says in each of its fields, once it is aligned."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.form.geometry import Homography, carry
from models.form.hints import best_for_hint
from models.form.labels import without_labels
from models.form.lone_ink import find_lone_ink, margin_of
from models.form.phrases import join_lines
from models.form.plan import Box, FieldPlan
from models.form.refine import find_shifts
from models.form.rows import belongs, in_rows, joined_rows
from models.form.sheet import Window, cut_window, detect_lines, plan_regions, straightened, surroundings_of
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
_LETTERS_LOOKED_AT = 26.0  # pixels of a patch in which lone ink is sought
_LONGEST_PATCH = 4000
_WORSE_CLEANED = 0.12  # a reading without the stamp may score so much less than one with it


@dataclass(frozen=True, eq=False)
class _View:
    """One look at one field: as it is, or with a stamp's ink taken away.

    Attributes:
        field: its number.
        plan: its plan.
        to_query: from the field's frame to pixels of the query.
        window: the number of the window that shows it.
        cleaned: the channels of the stamps whose ink was taken away.
    """

    field: int
    plan: FieldPlan
    to_query: Homography
    window: int
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
    views, windows = _views(image, plans, alignment)
    found = detect_lines(windows, engine.detector)
    lines = [_near(view.plan, found[view.window]) for view in views]
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
    plain = {view.field: number for number, view in enumerate(views) if not view.cleaned}
    told = [
        [] if view.cleaned and _only_lone(found) and pieces[plain[view.field]] else _lines(found)
        for view, found in zip(views, pieces, strict=True)
    ]
    return [
        _field(
            plan,
            [told[at] for at, view in enumerate(views) if view.field == number],
            shifts[number],
            alignment,
        )
        for number, plan in enumerate(plans)
    ]


def _views(
    image: Image, plans: Sequence[FieldPlan], alignment: Homography
) -> tuple[list[_View], list[Window]]:
    """Each field as it is, those under a stamp once more without it; and the windows that show them."""
    stamps = find_stamps(image)
    plain: list[_View] = []
    cleaned: list[_View] = []
    windows: list[Window] = []
    for region in plan_regions(plans):
        window = cut_window(image, region, alignment)
        at, inks = len(windows), set()
        stamped = []
        for number in region.fields:
            to_query = alignment @ plans[number].to_form
            plain.append(_View(number, plans[number], to_query, at))
            outline = carry(_corners(plans[number], (0.0, 0.0)), to_query)
            if over := {stamp.channel for stamp in stamps if stamp.lies_over(outline)}:
                stamped.append(number)
                inks |= over
        windows.append(window)
        if inks:
            channels = tuple(sorted(inks))
            windows.append(replace(window, pixels=without_stamp(window.pixels, channels)))
            for number in stamped:
                cleaned.append(
                    _View(number, plans[number], alignment @ plans[number].to_form, at + 1, channels)
                )
    return [*plain, *cleaned], windows


def _near(plan: FieldPlan, lines: Sequence[Quad]) -> list[Quad]:
    """Lines of a window, in template pixels, that lie around a field, in the field's frame."""
    around = surroundings_of(plan)
    to_frame = np.linalg.inv(plan.to_form)
    near = []
    for quad in (carry(line, to_frame) for line in lines):
        box = Box.around(quad)
        if box.right > around.left and box.left < around.right and around.top < box.middle < around.bottom:
            near.append(quad)
    return near


def _strips(
    image: Image, number: int, view: _View, lines: Sequence[Quad], shift: tuple[float, float]
) -> list[_Strip]:
    """What is to be read for one look at a field."""
    mine = [quad for quad in lines if belongs(view.plan, Box.around(quad), shift)]
    wanted = [("line", quad) for quad in mine]
    wanted += [("row", quad) for quad in joined_rows([Box.around(quad) for quad in mine])]
    if not mine:
        lone = _lone(image, view, shift)
        wanted += [("lone", lone)] if lone is not None else []
    strips = []
    for kind, quad in wanted:
        place = carry(quad, view.to_query)
        if not _on_picture(place, image):
            continue
        pixels, on_query = crop_line(image, place)
        if view.cleaned:
            pixels = without_stamp(pixels, view.cleaned)
        strips.append(_Strip(number, kind, Box.around(quad), on_query, pixels))
    return strips


def _on_picture(quad: Quad, image: Image) -> bool:
    """Whether a line's middle lies on the query; beyond its edge there is nothing but what was made up."""
    across, down = quad.mean(axis=0)
    inside = 0 <= across < image.shape[1] and 0 <= down < image.shape[0]
    return bool(inside and np.ptp(quad, axis=0).max() <= 2 * max(image.shape[:2]))


def _lone(image: Image, view: _View, shift: tuple[float, float]) -> Quad | None:
    """Ink in a field without a line, in the field's frame."""
    plan = view.plan
    scale, margin = _LETTERS_LOOKED_AT / plan.text_height, margin_of(plan)
    size = (
        max(1, round((plan.width + 2 * margin) * scale)),
        max(1, round((plan.height + 2 * margin) * scale)),
    )
    if max(size) > _LONGEST_PATCH:
        return None
    from_patch = np.array(
        [[1 / scale, 0, shift[0] - margin], [0, 1 / scale, shift[1] - margin], [0, 0, 1]], np.float64
    )
    patch = straightened(image, view.to_query @ from_patch, size)
    if view.cleaned:
        patch = without_stamp(patch, view.cleaned)
    quad = find_lone_ink(patch, scale, plan)
    return quad + np.array(shift, np.float32) if quad is not None else None


def _read(strips: Sequence[_Strip], views: Sequence[_View], engine: TextEngine) -> list[list[Reading]]:
    """Read all strips in one batch; those of a field with a hint come with further candidates."""
    hinted = [views[strip.view].plan.mark.hint is not None for strip in strips]
    return engine.recognizer.read_candidates(
        [strip.pixels for strip in strips], [24 if hint else 1 for hint in hinted]
    )


def _piece(
    view: _View, strip: _Strip, choices: Sequence[Reading], shift: tuple[float, float]
) -> _Piece | None:
    """What a strip says of its field; None when nothing is left that is the field's own."""
    own = [line for reading in choices if (line := _own_part(view, strip, reading, shift)) is not None]
    if not own:
        return None
    hint = view.plan.mark.hint
    chosen = best_for_hint(own, hint) if hint is not None else own[0]
    least = _LEAST_LONE_SCORE if strip.kind == "lone" else _LEAST_SCORE
    if chosen.score < least or (strip.kind == "lone" and not any(map(str.isalnum, chosen.text))):
        return None
    return _Piece(strip.kind, strip.box, chosen)


def _own_part(view: _View, strip: _Strip, reading: Reading, shift: tuple[float, float]) -> TextLine | None:
    """The part of a line that is the field's own: without neighbours' characters and without labels."""
    plan = view.plan
    corners = carry(strip.quad, np.linalg.inv(view.to_query))
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


def _only_lone(pieces: Sequence[_Piece]) -> bool:
    """Whether no line was found at all, as when coloured print itself was taken for a stamp."""
    return all(piece.kind == "lone" for piece in pieces)


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
