"""Rules: the printed lines of a form's boxes, found again on a query beside its labels.

A box's lines move with its row as a label does. They are dark, thin and long on the small grey picture that
is kept of a template, and on the query laid onto it. Those of one direction come in the same order on every
copy (see `models.form.align.row_order`); the labels around tell about where each has gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.align.labels import FoundLabel, FoundLabels
from sealstack.models.form.align.row_order import clear_pairs
from sealstack.models.form.align.structure import warp_smoothly
from sealstack.models.form.describe.features import Form
from sealstack.models.values import Image


@dataclass(frozen=True)
class RuleLimits:
    """What a rule is; set on drawn forms.

    Attributes:
        thinnest_contrast: grey levels of the thumbnail by which a rule is darker than the paper beside it.
        thickest: of a rule, pixels of the thumbnail.
        shortest: of a rule, pixels of the thumbnail.
        beyond: of the form's size, how far outside of it rules of a query are looked for.
        farthest: line heights that a rule may lie from where the labels around have it.
        overlap: of the shorter of two rules, how much both must cover.
        off: what a line height of departure costs, against 1 for a pair and 1 for ends that agree.
        reach: of the form's size, how far labels speak for a rule.
    """

    thinnest_contrast: float = 18.0
    thickest: int = 7
    shortest: int = 36
    beyond: float = 0.08
    farthest: float = 2.6
    overlap: float = 0.5
    off: float = 0.35
    reach: float = 0.12


LIMITS = RuleLimits()

_SAME_LINE = 2.5  # pixels of the thumbnail between pieces of one line


@dataclass(frozen=True)
class Rule:
    """A printed line along the rows, or down the page.

    Attributes:
        at: its height, or its place across; pixels of the template.
        low: its lesser end along itself, pixels of the template.
        high: its greater end.
    """

    at: float
    low: float
    high: float

    @property
    def length(self) -> float:
        """From end to end, pixels."""
        return self.high - self.low


@dataclass(frozen=True)
class FoundRule:
    """A rule of the template and by how much it lies off its place on the query laid onto it, pixels."""

    rule: Rule
    by: float


@dataclass(frozen=True)
class FoundRules:
    """The rules of a form that were found in a query: those along the rows, and those down the page."""

    level: tuple[FoundRule, ...] = ()
    upright: tuple[FoundRule, ...] = ()


NO_RULES = FoundRules()


def find_rules(form: Form, image: Image, labels: FoundLabels, limits: RuleLimits = LIMITS) -> FoundRules:
    """Find a form's rules in a query.

    Args:
        form: the template.
        image: the query, `(H, W, 3)` uint8.
        labels: the form's labels as they were found, with the page's map.
        limits: what a rule is.

    Returns:
        Those that can be told from others.
    """
    rows, columns = form.thumbnail.shape
    scale = np.array([form.width / columns, form.height / rows])
    margin = round(limits.beyond * max(rows, columns))
    size = (rows + 2 * margin, columns + 2 * margin)
    to_form = np.diag([*scale, 1.0]) @ np.array([[1, 0, -margin], [0, 1, -margin], [0, 0, 1]], np.float64)
    seen = warp_smoothly(image, labels.base @ to_form, size)
    line = float(np.median([one.label.height for one in labels.found])) if labels.found else 0.0
    if line <= 0:
        return NO_RULES
    found = []
    for axis in (1, 0):
        ours = _rules(form.thumbnail, axis, scale, 0, limits)
        theirs = _rules(seen, axis, scale, margin, limits)
        expected = [_expected(rule, axis, labels.found, form, limits.reach) for rule in ours]
        found.append(_paired(ours, theirs, expected, line, limits))
    return FoundRules(*found)


def _rules(
    grey: NDArray[np.uint8], axis: int, scale: NDArray[np.float64], margin: int, limits: RuleLimits
) -> list[Rule]:
    """The rules of a small grey picture, in order: along the rows for axis 1, down the page for axis 0."""
    picture = np.asarray(grey if axis == 1 else np.ascontiguousarray(grey.T), np.uint8)
    beside = cv2.morphologyEx(picture, cv2.MORPH_CLOSE, np.ones((2 * limits.thickest + 1, 1), np.uint8))
    darker = np.asarray(cv2.subtract(beside, picture), np.uint8) > limits.thinnest_contrast
    dark = cv2.dilate(np.asarray(darker, np.uint8), np.ones((3, 1), np.uint8))
    long = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, limits.shortest * 2 // 3), np.uint8))
    count, _, boxes, middles = cv2.connectedComponentsWithStats(long, connectivity=8)
    along, across = scale[1 - axis], scale[axis]
    rules = []
    for number in range(1, count):
        left, _, wide, high, _ = (int(value) for value in boxes[number])
        if wide >= limits.shortest and high <= limits.thickest + 2:
            at = float(middles[number][1]) + 0.5 - margin
            rules.append(
                Rule(
                    at * float(across), (left - margin) * float(along), (left + wide - margin) * float(along)
                )
            )
    return _joined(sorted(rules, key=lambda rule: rule.at), _SAME_LINE * float(across))


def _joined(rules: Sequence[Rule], apart: float) -> list[Rule]:
    """Pieces of one line together, as others that cross it divide it; `rules` in order."""
    joined: list[Rule] = []
    for rule in rules:
        if joined and rule.at - joined[-1].at < apart:
            last, length = joined[-1], joined[-1].length + rule.length
            at = (last.at * last.length + rule.at * rule.length) / max(length, 1e-6)
            joined[-1] = Rule(at, min(last.low, rule.low), max(last.high, rule.high))
        else:
            joined.append(rule)
    return joined


def _expected(rule: Rule, axis: int, found: Sequence[FoundLabel], form: Form, reach: float) -> float:
    """By how much the labels around say that a rule lies off its place, pixels."""
    middles = np.array([one.label.here.mean(axis=0) for one in found])
    offs = np.array([one.displacement[axis] for one in found], np.float64)
    side = form.height if axis == 1 else form.width
    near = np.exp(-0.5 * ((middles[:, axis] - rule.at) / (reach * side)) ** 2) + 1e-6
    order = np.argsort(offs)
    total = np.cumsum(near[order])
    return float(offs[order[int(np.searchsorted(total, total[-1] / 2))]])


def _paired(
    ours: Sequence[Rule], theirs: Sequence[Rule], expected: Sequence[float], line: float, limits: RuleLimits
) -> tuple[FoundRule, ...]:
    """The template's rules with those of the query that are clearly theirs, in the same order."""
    if not ours or not theirs:
        return ()
    worth = np.full((len(ours), len(theirs)), -1e6)
    for one, rule in enumerate(ours):
        for other, their in enumerate(theirs):
            off = abs(their.at - rule.at - expected[one]) / line
            common = min(rule.high, their.high) - max(rule.low, their.low)
            shorter, longer = sorted((rule.length, their.length))
            if off < limits.farthest and common > limits.overlap * shorter:
                worth[one, other] = 1 + common / longer - limits.off * off
    return tuple(FoundRule(ours[one], theirs[other].at - ours[one].at) for one, other in clear_pairs(worth))
