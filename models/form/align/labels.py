"""Labels: the words that a form prints beside its fields, found again on a query.

A label keeps its words wherever another office prints it, in whatever face. Every row of the query is
searched for the letters of every label; which of several places is the right one is told by the places of the
others, first by one map for the page, then by the displacement of the labels around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.align.spelling import Spelled, joined_in_rows, spell
from sealstack.models.form.describe.features import Form
from sealstack.models.geometry.warps import Homography, carry, plausible
from sealstack.models.values import Quad, TextLine

_FEWEST_LETTERS = 2
_ONE_WRONG_IN = 4  # letters of a label: so many may be read otherwise
_JOINED_LETTERS = 2  # pieces of so few letters are joined with what follows them in their row
_GAP_IN_LABEL = 3.5  # line heights between the letters of one label
_DOWN, _ACROSS = 2.6, 0.06  # how far from the page's map a label may lie: line heights, of the form's width
_WIDE = 0.03  # of the query's diagonal: tolerance of a map fitted to labels alone
_AT_HOME = 0.45  # line heights within which a label lies where the map has it
_BETTER, _FEW = 1.12, 4  # than a map of less freedom, where fewer labels than that may be fitted
_COUNTED = 8  # letters of one label that count
_ROUNDS = 4
_REACH_ACROSS, _REACH_DOWN = 0.3, 0.12  # of the form: how far labels speak for each other
_ODD_DOWN, _ODD_ACROSS = 1.6, 0.04  # against the labels around: line heights, of the form's width


@dataclass(frozen=True, eq=False)
class Label:
    """A row of the form's own letters.

    Attributes:
        letters: folded, digits all alike.
        here: the middles of its first and last letter, `(2, 2)` pixels of the template.
        height: of its line, pixels of the template.
    """

    letters: str
    here: NDArray[np.float32]
    height: float


@dataclass(frozen=True, eq=False)
class FoundLabel:
    """A label and where it stands in a query.

    Attributes:
        label: as the form has it.
        there: the middles of its first and last letter, `(2, 2)` pixels of the query.
        moved: the same laid back onto the template by the page's map, `(2, 2)` pixels of the template.
    """

    label: Label
    there: NDArray[np.float32]
    moved: NDArray[np.float32]

    @property
    def displacement(self) -> NDArray[np.float32]:
        """By how much its middle lies off its place, `(2,)` pixels of the template."""
        return np.asarray((self.moved - self.label.here).mean(axis=0), np.float32)


@dataclass(frozen=True, eq=False)
class FoundLabels:
    """The labels of a form in a query.

    Attributes:
        base: the page's map, from pixels of the template to the query's.
        found: those that were found.
        share: letters found of all the form's, 0..1.
        at_home: of the letters found, the share that lies where the map has it, 0..1.
        by_labels: whether the map was fitted to these labels alone, so that they lie at home in any case.
    """

    base: Homography
    found: tuple[FoundLabel, ...]
    share: float
    at_home: float
    by_labels: bool = False

    @property
    def letters(self) -> int:
        """How many letters were found."""
        return sum(len(one.label.letters) for one in self.found)


def labels_of(form: Form, values: Sequence[Quad]) -> list[Label]:
    """The words of a form outside of its fields, those of digits alone left out."""
    pieces: list[Spelled] = []
    for line in map(spell, form.lines):
        if line.letters:
            pieces += _outside(line, values)
    short = [piece for piece in pieces if len(piece.letters) <= _JOINED_LETTERS]
    whole = [piece for piece in pieces if len(piece.letters) > _JOINED_LETTERS]
    whole += joined_in_rows(short, _GAP_IN_LABEL)
    return [
        Label(piece.letters, piece.middles[[0, -1]], piece.height)
        for piece in whole
        if len(piece.letters) >= _FEWEST_LETTERS and set(piece.letters) != {"0"}
    ]


def find_labels(
    form: Form, values: Sequence[Quad], lines: Sequence[TextLine], maps: Sequence[Homography]
) -> FoundLabels | None:
    """Find a form's labels in what a query says.

    Args:
        form: the template.
        values: quads on the template where values stand.
        lines: the query's lines with characters.
        maps: from pixels of the template to the query's, that others found, the surest first; the first is
            kept that none brings clearly more labels home than, among them those fitted to the labels.

    Returns:
        The labels found; None when the form has none, or there is no map to begin with.
    """
    labels = labels_of(form, values)
    rows = joined_in_rows([spelled for line in lines if (spelled := spell(line)).letters])
    places = [_occurrences(label, rows) for label in labels]
    if not labels:
        return None
    line = float(np.median([label.height for label in labels]))
    limits = np.array([_ACROSS * form.width, _DOWN * line], np.float32)
    fitted = _fitted(form, labels, places)
    base, most, by_labels = None, 0.0, False
    # of few labels, a map of more freedom lies nearer in any case: it must bring more letters home
    better = _BETTER if sum(len(place) > 0 for place in places) < _FEW else 1.0
    for number, one in enumerate([*maps, *fitted]):
        support = _support(labels, places, one, limits)
        if base is None or support > better * most:
            base, most, by_labels = one, support, number >= len(maps)
    if base is None:
        return None
    found = _consistent(form, labels, places, base, line)
    every = sum(len(label.letters) for label in labels)
    letters = sum(len(one.label.letters) for one in found)
    home = sum(
        len(one.label.letters)
        for one in found
        if float(np.abs(one.displacement).max()) < _AT_HOME * max(one.label.height, line)
    )
    return FoundLabels(base, tuple(found), letters / max(every, 1), home / max(letters, 1), by_labels)


def _outside(line: Spelled, values: Sequence[Quad]) -> list[Spelled]:
    """The runs of a line's letters that lie in no field."""
    inside = [
        any(cv2.pointPolygonTest(quad, (float(x), float(y)), False) >= 0 for quad in values)
        for x, y in line.middles
    ]
    runs, start = [], 0
    for end in range(1, len(inside) + 1):
        if end == len(inside) or inside[end] != inside[start]:
            if not inside[start]:
                runs.append(line.part(start, end))
            start = end
    return runs


def _occurrences(label: Label, rows: Sequence[Spelled]) -> NDArray[np.float32]:
    """Where a label's letters stand in the query, `(N, 2, 2)` pixels: middles of the first and the last."""
    length = len(label.letters)
    wanted = np.array([ord(letter) for letter in label.letters])
    allowed = length // _ONE_WRONG_IN
    exact: list[NDArray[np.float32]] = []
    near: list[NDArray[np.float32]] = []
    for row in rows:
        if len(row.letters) < length:
            continue
        letters = np.array([ord(letter) for letter in row.letters])
        wrong = (np.lib.stride_tricks.sliding_window_view(letters, length) != wanted).sum(axis=1)
        for start in np.flatnonzero(wrong <= allowed).tolist():
            place = row.middles[[start, start + length - 1]]
            (exact if wrong[start] == 0 else near).append(place)
    return np.array(exact or near, np.float32).reshape(-1, 2, 2)


def _fitted(form: Form, labels: Sequence[Label], places: Sequence[NDArray[np.float32]]) -> list[Homography]:
    """Maps fitted to the labels alone, loosely: affine, only turned and scaled, and plane."""
    source = [label.here for label, place in zip(labels, places, strict=True) for _ in place]
    target = [one for place in places for one in place]
    if len(source) < 2:
        return []
    ours, theirs = np.concatenate(source), np.concatenate(target)
    tolerance = _WIDE * float(np.linalg.norm(np.ptp(theirs, axis=0)))
    maps: list[Homography] = []
    for estimate in (cv2.estimateAffinePartial2D, cv2.estimateAffine2D):
        affine, _ = estimate(
            ours, theirs, method=cv2.RANSAC, ransacReprojThreshold=max(tolerance, 1.0), maxIters=2000
        )
        if affine is not None:
            maps.append(np.vstack([affine, [0, 0, 1]]).astype(np.float64))
    if len(source) >= 8:
        plane, _ = cv2.findHomography(ours, theirs, cv2.USAC_MAGSAC, max(tolerance, 1.0), maxIters=4000)
        if plane is not None:
            maps.append(np.asarray(plane, np.float64))
    return [one for one in maps if plausible(one, form.height, form.width)]


def _support(
    labels: Sequence[Label],
    places: Sequence[NDArray[np.float32]],
    base: Homography,
    limits: NDArray[np.float32],
) -> float:
    """How many letters a map brings near their place; those that it brings nearer count a little more."""
    back = np.linalg.inv(base)
    total = 0.0
    for label, place in zip(labels, places, strict=True):
        if len(place):
            off = np.abs(carry(place, back) - label.here).mean(axis=1) / limits
            nearest = float(off.max(axis=1).min())
            if nearest < 1:
                total += min(len(label.letters), _COUNTED) * (1 - 0.3 * nearest)
    return total


def _consistent(
    form: Form,
    labels: Sequence[Label],
    places: Sequence[NDArray[np.float32]],
    base: Homography,
    line: float,
) -> list[FoundLabel]:
    """For each label the place that the labels around it speak for, those without such a place left out."""
    back = np.linalg.inv(base)
    known = [
        (label, place, carry(place, back)) for label, place in zip(labels, places, strict=True) if len(place)
    ]
    middles = np.array([label.here.mean(axis=0) for label, _, _ in known], np.float32)
    options = [moved.mean(axis=1) - middle for (_, _, moved), middle in zip(known, middles, strict=True)]
    weights = np.array([min(len(label.letters), _COUNTED) / len(place) for label, place, _ in known])
    limits = np.array([_ODD_ACROSS * form.width, _ODD_DOWN * line])
    outer = np.array([_ACROSS * form.width, _DOWN * line])
    expected = np.zeros((len(known), 2))
    chosen = np.zeros(len(known), int)
    kept = np.zeros(len(known), bool)
    for turn in range(_ROUNDS):
        for number, option in enumerate(options):
            off = np.abs(option - expected[number]) / (outer if turn == 0 else limits)
            chosen[number] = int(off.max(axis=1).argmin())
            kept[number] = bool(off[chosen[number]].max() < 1)
        told = np.array([option[at] for option, at in zip(options, chosen, strict=True)])
        for number in range(len(known)):
            apart = (middles - middles[number]) / np.array(
                [_REACH_ACROSS * form.width, _REACH_DOWN * form.height]
            )
            near = np.exp(-0.5 * (apart**2).sum(axis=1)) * weights * kept
            near[number] = 0
            if near.sum() > 1e-3:
                expected[number] = _weighted_median(told, near)
            elif kept.any():
                expected[number] = _weighted_median(told, weights * kept)
    return [
        FoundLabel(label, place[at], moved[at])
        for (label, place, moved), at, good in zip(known, chosen, kept, strict=True)
        if good
    ]


def _weighted_median(points: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The median of each column, `(2,)`."""
    result = []
    for column in points.T:
        order = np.argsort(column)
        total = np.cumsum(weights[order])
        result.append(column[order[int(np.searchsorted(total, total[-1] / 2))]])
    return np.array(result)
