"""What a strip says of its field: without its neighbours' characters, labels, and what is no value."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sealstack.models.form.describe.plan import Box, FieldPlan
from sealstack.models.form.extract.labels import without_labels
from sealstack.models.form.extract.rows import in_rows
from sealstack.models.form.extract.strips import Strip
from sealstack.models.form.extract.views import View
from sealstack.models.form.values.hints import best_for_hint
from sealstack.models.geometry.warps import carry
from sealstack.models.text.recognition.ctc import Reading
from sealstack.models.values import Character, TextLine

_LEAST_SCORE = 0.4
_LEAST_LONE_SCORE = 0.7
_LEAST_JOINED_SCORE = 0.7
_TIGHT = 0.15  # of the letters' height: characters this far out of the mark always count
_BEYOND = 14.0  # the same, where the form prints nothing
_LONE_LETTERS = 2  # more of them in a mark without a line are a line that was missed, and may go on beyond
_CUT = 0.9  # of its score is left to a line that goes on beyond what is the field's, or has a hole
_ENOUGH_STEPS, _HOLE = 4, 1.65  # steps from character to character; the usual one's length
_IN_ROW = 0.5  # of a row's height that a label or a mark in it must share


@dataclass(frozen=True, eq=False)
class Piece:
    """What a strip turned out to say of its field."""

    kind: str
    box: Box
    line: TextLine


def piece_of(
    view: View, strip: Strip, choices: Sequence[Reading], shift: tuple[float, float]
) -> Piece | None:
    """Tell what a strip says of its field.

    Args:
        view: the look at the field.
        strip: what was read.
        choices: its readings, the likeliest first; a field's hint chooses among them.
        shift: of the field's print against the form's, template pixels.

    Returns:
        The piece; None when nothing is left that is the field's own, or it is too unsure.
    """
    own = [line for reading in choices if (line := _own_part(view, strip, reading, shift)) is not None]
    if not own:
        return None
    hint = view.plan.mark.hint
    chosen = best_for_hint(own, hint) if hint is not None else own[0]
    least = _LEAST_LONE_SCORE if strip.kind == "lone" else _LEAST_SCORE
    if chosen.score < least or (strip.kind == "lone" and not any(map(str.isalnum, chosen.text))):
        return None
    return Piece(strip.kind, strip.box, chosen)


def _own_part(view: View, strip: Strip, reading: Reading, shift: tuple[float, float]) -> TextLine | None:
    """The part of a line that is the field's own: without neighbours' characters and without labels."""
    plan = view.plan
    corners = carry(strip.quad, np.linalg.inv(view.to_query))
    start, end = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
    upright = abs(end[0] - start[0]) >= abs(end[1] - start[1])
    places = [
        float((start + (end - start) * (one.span[0] + one.span[1]) / 2)[0]) for one in reading.characters
    ]
    kept = list(range(len(places)))
    cut = False
    if upright:
        tight = _TIGHT * plan.text_height
        line = Box.around(corners - np.array(shift, np.float32))
        before = plan.room(-1, tight, _BEYOND * plan.text_height, line)
        behind = plan.room(1, tight, _BEYOND * plan.text_height, line)
        fixed = set(without_labels(reading.characters, places, strip.box, plan.labels))
        if fixed and (first := min(fixed)) and _follows_own_label(plan, strip.box, places[first - 1]):
            before = max(before, shift[0] - places[first - 1])
        kept = [
            number
            for number in kept
            if number in fixed and shift[0] - before <= places[number] <= shift[0] + plan.width + behind
        ]
        cut = _is_cut(reading.characters, kept, sorted(fixed))
    own = [reading.characters[number] for number in kept]
    while own and not own[0].text.strip():
        own.pop(0)
    while own and not own[-1].text.strip():
        own.pop()
    if not own:
        return None
    score = float(np.mean([character.score for character in own]))
    if cut or _has_hole(own) or strip.goes_on or (strip.kind == "lone" and len(own) > _LONE_LETTERS):
        score *= _CUT
    return TextLine(strip.quad, "".join(character.text for character in own), score, tuple(own))


def _follows_own_label(plan: FieldPlan, row: Box, letter: float) -> bool:
    """Whether a label's last letter, at `letter`, is that of the label next to the mark on its left.

    What follows it is the field's, even where it is printed over the label's colon.
    """
    left = [label.box for label in plan.labels if label.box.left < 0 and label.box.rows_shared(row) > _IN_ROW]
    nearest = max(left, key=lambda box: box.right, default=None)
    if nearest is None or not nearest.left <= letter <= nearest.right:
        return False
    return not any(
        other.rows_shared(row) > _IN_ROW and nearest.left < other.left < 0 for other in plan.neighbours
    )


def _has_hole(characters: Sequence[Character]) -> bool:
    """Whether between two Chinese characters there is room for one that was not read.

    They are all of one width, so that the distances between them are alike.
    """
    wide = [unicodedata.east_asian_width(one.text[0]) == "W" if one.text else False for one in characters]
    middles = [(one.span[0] + one.span[1]) / 2 for one in characters]
    steps = [middles[at + 1] - middles[at] for at in range(len(characters) - 1) if wide[at] and wide[at + 1]]
    return len(steps) >= _ENOUGH_STEPS and max(steps) > _HOLE * float(np.median(steps))


def _is_cut(characters: Sequence[Character], kept: Sequence[int], free: Sequence[int]) -> bool:
    """Whether a word goes on, without a gap and with no label, beyond the characters that are kept."""
    if not kept:
        return False
    for inner, outer in ((kept[0], kept[0] - 1), (kept[-1], kept[-1] + 1)):
        if outer in free and characters[outer].text.strip():
            low, high = sorted((inner, outer))
            gap = characters[high].span[0] - characters[low].span[1]
            if gap < characters[inner].span[1] - characters[inner].span[0]:
                return True
    return False


def only_lone(pieces: Sequence[Piece]) -> bool:
    """Whether no line was found at all, as when coloured print itself was taken for a stamp."""
    return all(piece.kind == "lone" for piece in pieces)


def lines_of(pieces: Sequence[Piece]) -> list[TextLine]:
    """Put the pieces of one look at a field in reading order, rows read as a whole where that says more.

    Returns:
        The field's lines, from the top down, pieces of one row from left to right.
    """
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
