"""Whether a query is laid out as its template is, and where each field lies on it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.align.anchors import anchor
from sealstack.models.form.align.labels import FoundLabels, find_labels, labels_of
from sealstack.models.form.align.neighbourhood import Placement, carry_fields
from sealstack.models.form.align.rules import find_rules
from sealstack.models.form.align.structure import Structure, structure_of
from sealstack.models.form.align.whole import Alignment
from sealstack.models.form.describe.features import Form
from sealstack.models.form.describe.plan import Box, FieldPlan
from sealstack.models.form.query_picture import QueryPicture
from sealstack.models.form.template import FormMismatchError
from sealstack.models.geometry.warps import Homography, carry
from sealstack.models.values import Quad

_IN_PLACE = 0.57  # of all print: forms of other offices come to 0.56, the same forms to 0.85 and more
_WORDS_IN_PLACE = 0.7  # of the words: strangers with the same boxes come to 0.64, the same forms to 0.96
_BOTH = 1.3
_FEWEST_LETTERS = 6  # of labels found; of fewer nothing is concluded
_FEWEST_LABELS = 3  # at home on a map that was not fitted to them
_FEWEST_AROUND = 4  # labels around all fields
_ENOUGH_LETTERS = 12  # that a template has: of fewer it is not concluded that they are missing
_KNOWN_SHARE = 0.25  # of the form's letters found; a stranger's labels come to less than 0.1
_ALL_AT_HOME = 0.97  # of the letters found lie where the page's map has them
_MOST_AT_HOME = 0.85
_ROWS_AROUND = 1.5  # line heights above and below a field in which print moves with it
_FEWEST_CELLS = 4
_MOVED = 0.4  # of the cells around a field in place: fewer say that its rows have moved
_AT_HOME = 0.45  # line heights
_READABLE = 0.5  # of the template's letters: a query that says so much could say the labels, too


def place_fields(
    form: Form, plans: Sequence[FieldPlan], words: Sequence[Quad], picture: QueryPicture, alignment: Alignment
) -> list[Placement | None]:
    """Tell where each field lies.

    A query whose print lies where the template's does is laid out alike: the page's map carries all fields.
    Of any other the words are read, and each field is carried by the labels around it.

    Args:
        form: the template's picture.
        plans: its fields.
        words: quads of the template's print outside of all fields.
        picture: the query.
        alignment: of the whole page.

    Returns:
        For each field its place; None where its neighbourhood was not found.

    Raises:
        FormMismatchError: the query has the form's boxes and other words.
    """
    if alignment.structure is not None and laid_out_alike(alignment.structure, words):
        return _by_page(plans, alignment.homography)
    values = [plan.mark.quad for plan in plans]
    anchored = anchor(form, picture.lines, values)
    maps = [alignment.homography, *([anchored.homography] if anchored is not None else [])]
    labels = find_labels(form, values, picture.lines, maps)
    if labels is None or labels.letters < _FEWEST_LETTERS or labels.share < _KNOWN_SHARE:
        if alignment.structure is not None and _says_other_words(form, values, picture):
            raise FormMismatchError("the picture has the form's boxes and other words")
        return _by_page(plans, alignment.homography)
    structure = structure_of(form.thumbnail, picture.image, labels.base, (form.height, form.width), values)
    # few labels lie at home on any map that was fitted to them: labels around all fields or rules must, too
    told = anchored is not None and not labels.by_labels and len(labels.found) >= _FEWEST_LABELS
    at_home = told or _surround(labels, plans) or _in_place(structure)
    if labels.at_home >= _ALL_AT_HOME and at_home and not any(_rows_moved(plan, structure) for plan in plans):
        return _by_page(plans, labels.base)
    rules = find_rules(form, picture.image, labels)
    placed = carry_fields(plans, labels, picture.lines, (form.height, form.width), rules)
    return _filled_up(plans, placed, labels, structure)


def laid_out_alike(structure: Structure, words: Sequence[Quad]) -> bool:
    """Whether the print of a query lies where the template's does: its rules, and its words above all."""
    if not len(structure.cells):
        return False
    inside = np.zeros(len(structure.cells), np.bool_)
    for quad in words:
        low, high = quad.min(axis=0), quad.max(axis=0)
        for number in np.flatnonzero(((structure.cells >= low) & (structure.cells <= high)).all(axis=1)):
            x, y = structure.cells[number].tolist()
            inside[number] |= cv2.pointPolygonTest(quad, (x, y), False) >= 0
    if not inside.any():
        return False
    all_print, in_words = float(structure.near.mean()), float(structure.near[inside].mean())
    return all_print >= _IN_PLACE and in_words >= _WORDS_IN_PLACE and all_print + in_words >= _BOTH


def _in_place(structure: Structure) -> bool:
    """Whether the form's print, rules and all, lies where a map has it: few labels do not tell that."""
    return bool(len(structure.cells)) and float(structure.near.mean()) >= _IN_PLACE


def _surround(labels: FoundLabels, plans: Sequence[FieldPlan]) -> bool:
    """Whether enough labels were found above and below all fields, or in their rows."""
    if len(labels.found) < _FEWEST_AROUND:
        return False
    heights = [float(one.label.here[:, 1].mean()) for one in labels.found]
    return all(
        min(heights) <= box.bottom + plan.text_height and max(heights) >= box.top - plan.text_height
        for plan in plans
        for box in [Box.around(plan.mark.quad)]
    )


def _cells_beside(plan: FieldPlan, structure: Structure) -> NDArray[np.bool_]:
    """Which of the form's printed cells in and around a field's rows lie where a map has them, `(N,)`."""
    box, reach = Box.around(plan.mark.quad), _ROWS_AROUND * plan.text_height
    down = structure.cells[:, 1]
    return structure.near[(down > box.top - reach) & (down < box.bottom + reach)]


def _rows_moved(plan: FieldPlan, structure: Structure) -> bool:
    """Whether the print in and around a field's rows lies elsewhere than a map has it, which has the rest."""
    cells = _cells_beside(plan, structure)
    return _in_place(structure) and len(cells) >= _FEWEST_CELLS and float(cells.mean()) < _MOVED


def _by_page(plans: Sequence[FieldPlan], page: Homography) -> list[Placement | None]:
    return [Placement(page @ plan.to_form) for plan in plans]


def _filled_up(
    plans: Sequence[FieldPlan],
    placed: Sequence[Placement | None],
    labels: FoundLabels,
    structure: Structure,
) -> list[Placement | None]:
    """Where almost all labels lie where the page's map has them, that map carries what they do not.

    Not a field whose rows have moved, nor one whose neighbours did.
    """
    if labels.at_home < _MOST_AT_HOME:
        return list(placed)
    moved = [
        None if place is None else _off(plan, place, labels.base)
        for plan, place in zip(plans, placed, strict=True)
    ]
    tops = [float(plan.mark.quad[:, 1].mean()) for plan in plans]
    filled: list[Placement | None] = []
    for number, (plan, place) in enumerate(zip(plans, placed, strict=True)):
        if place is None:
            known = [at for at, by in enumerate(moved) if by is not None]
            above = [at for at in known if tops[at] <= tops[number]]
            below = [at for at in known if tops[at] >= tops[number]]
            beside = [
                moved[min(some, key=lambda at: abs(tops[at] - tops[number]))]
                for some in (above, below)
                if some
            ]
            stay = all(by is not None and by < _AT_HOME for by in beside)
            cells = _cells_beside(plan, structure)
            told = bool(beside) or len(cells) >= _FEWEST_CELLS
            if told and stay and not _rows_moved(plan, structure):
                place = Placement(labels.base @ plan.to_form, 0.9)
        filled.append(place)
    return filled


def _off(plan: FieldPlan, place: Placement, page: Homography) -> float:
    """How far down or up of the page's map a field was placed, line heights."""
    middle = np.array([[plan.width / 2, plan.height / 2]], np.float32)
    home, here = carry(middle, plan.to_form), carry(carry(middle, place.to_query), np.linalg.inv(page))
    return abs(float(here[0, 1] - home[0, 1])) / max(plan.text_height, 1.0)


def _says_other_words(form: Form, values: Sequence[Quad], picture: QueryPicture) -> bool:
    """Whether a query can be read and the template has words, so that they would have been found."""
    wanted = sum(len(label.letters) for label in labels_of(form, values))
    every = sum(len(line.text) for line in form.lines)
    said = sum(len(line.text) for line in picture.lines)
    return wanted >= _ENOUGH_LETTERS and said >= _READABLE * every
