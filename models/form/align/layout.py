"""Whether a query is laid out as its template is, and where each field lies on it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from sealstack.models.form.align.anchors import anchor
from sealstack.models.form.align.labels import FoundLabels, find_labels, labels_of
from sealstack.models.form.align.neighbourhood import Placement, carry_fields
from sealstack.models.form.align.structure import Structure, structure_of
from sealstack.models.form.align.whole import Alignment
from sealstack.models.form.describe.features import Form
from sealstack.models.form.describe.plan import FieldPlan
from sealstack.models.form.query_picture import QueryPicture
from sealstack.models.form.template import FormMismatchError
from sealstack.models.geometry.warps import Homography
from sealstack.models.values import Quad

_IN_PLACE = 0.57  # of all print: forms of other offices come to 0.56, the same forms to 0.85 and more
_WORDS_IN_PLACE = 0.7  # of the words: strangers with the same boxes come to 0.64, the same forms to 0.96
_BOTH = 1.3
_FEWEST_LETTERS = 6  # of labels found; of fewer nothing is concluded
_FEWEST_LABELS = 3
_ENOUGH_LETTERS = 12  # that a template has: of fewer it is not concluded that they are missing
_KNOWN_SHARE = 0.25  # of the form's letters found; a stranger's labels come to less than 0.1
_ALL_AT_HOME = 0.97  # of the letters found lie where the page's map has them
_MOST_AT_HOME = 0.85
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
    # few labels lie at home on any map that was fitted to them: values or rules must do so, too
    sure = anchored is not None and len(labels.found) >= _FEWEST_LABELS
    if labels.at_home >= _ALL_AT_HOME and (sure or _print_in_place(form, values, picture, labels.base)):
        return _by_page(plans, labels.base)
    placed = carry_fields(plans, labels, picture.lines, (form.height, form.width))
    return _filled_up(plans, placed, labels)


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


def _print_in_place(form: Form, values: Sequence[Quad], picture: QueryPicture, page: Homography) -> bool:
    """Whether the form's print, rules and all, lies where a map has it: few labels do not tell that."""
    size = (form.height, form.width)
    structure = structure_of(form.thumbnail, picture.image, page, size, values)
    return bool(len(structure.cells)) and float(structure.near.mean()) >= _IN_PLACE


def _by_page(plans: Sequence[FieldPlan], page: Homography) -> list[Placement | None]:
    return [Placement(page @ plan.to_form) for plan in plans]


def _filled_up(
    plans: Sequence[FieldPlan], placed: Sequence[Placement | None], labels: FoundLabels
) -> list[Placement | None]:
    """Where almost all labels lie where the page's map has them, that map carries what they do not."""
    if labels.at_home < _MOST_AT_HOME:
        return list(placed)
    return [
        Placement(labels.base @ plan.to_form, 0.9) if placement is None else placement
        for plan, placement in zip(plans, placed, strict=True)
    ]


def _says_other_words(form: Form, values: Sequence[Quad], picture: QueryPicture) -> bool:
    """Whether a query can be read and the template has words, so that they would have been found."""
    wanted = sum(len(label.letters) for label in labels_of(form, values))
    every = sum(len(line.text) for line in form.lines)
    said = sum(len(line.text) for line in picture.lines)
    return wanted >= _ENOUGH_LETTERS and said >= _READABLE * every
