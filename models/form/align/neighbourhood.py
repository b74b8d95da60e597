"""Neighbourhoods: each field carried by the printed labels and rules around it.

On a form that another office printed, columns are wider and rows lie elsewhere than on the template. A field
goes down with the label of its own row, else with the labels or rules above and below it, and across with its
label, with those above and below and with the rules beside it; what they say together is a smooth
displacement, from which none departs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.align.by_order import Moves, down_by_order
from sealstack.models.form.align.labels import FoundLabel, FoundLabels
from sealstack.models.form.align.rules import NO_RULES, FoundRule, FoundRules
from sealstack.models.form.describe.plan import Box, FieldPlan
from sealstack.models.geometry.warps import Homography, carry
from sealstack.models.values import TextLine

_SAME_ROW = 0.5  # of a label's height that its middle may lie above or below of a mark
_FAR_IN_ROW = 14.0  # line heights: a label of the row farther off says less of the field's height
_AGREE = 0.4  # line heights between two displacements that agree
_NEAR_IN_COLUMN = 7.0  # line heights in which a label above or below concerns a field
_BESIDE = 3.0  # line heights that a label above may begin beside a field
_SLOPE_REACH = 6.0  # line heights up and down in which labels tell how rows are turned
_PRIOR_SLOPE = 20.0  # squared line heights of labels that would say that rows are not turned
_REACH_ACROSS, _REACH_DOWN = 0.22, 0.3  # of the form's size: how far labels tell how it is stretched
_OWN_LABEL = 6.0  # how much more the field's own label counts
_MOST_STRETCH = 0.12
_PRIOR = 0.4  # weight of no stretch at all
_SAME_PLACE = 0.3  # intersection over union
_BY_ROW, _BY_BOTH, _BY_ORDER = 1.0, 0.94, 0.9
_ALONG_FIELD = 0.6  # of a field's width or height that a rule beside it must run along
_RULE_COUNTS = 4.0  # as many letters of a label


@dataclass(frozen=True, eq=False)
class Placement:
    """Where a field lies on a query.

    Attributes:
        to_query: from the field's own frame to pixels of the query.
        certainty: how sure that is, 0..1.
        label: the words of the label that carried it; empty where the whole page did.
    """

    to_query: Homography
    certainty: float = 1.0
    label: str = ""


@dataclass(frozen=True, eq=False)
class _Seen:
    """A label in a field's frame: where the template has it, its displacement, and how it is turned.

    `turn` is by how much further down its last letter moves than its first, `length` pixels apart.
    """

    letters: str
    box: Box
    right: float
    down: float
    length: float
    turn: float


@dataclass(frozen=True)
class _Down:
    """By how much a field moves down, pixels of its frame; how sure that is, 0..1; and by which label."""

    by: float
    certainty: float
    label: str


def carry_fields(
    plans: Sequence[FieldPlan],
    labels: FoundLabels,
    lines: Sequence[TextLine],
    form_size: tuple[int, int],
    rules: FoundRules = NO_RULES,
) -> list[Placement | None]:
    """Carry each field by its own neighbourhood.

    Args:
        plans: the fields.
        labels: the form's labels as they were found.
        lines: what the query says; it tells where rows without a label have gone.
        form_size: height and width of the template's picture, pixels.
        rules: the form's rules as they were found.

    Returns:
        For each field its place; None where its neighbourhood was not found.
    """
    seen = [[_in_frame(label, np.linalg.inv(plan.to_form)) for label in labels.found] for plan in plans]
    level = [[_rule_in_frame(plan, rule) for rule in rules.level] for plan in plans]
    across = [_across(plan, near, rules.upright, form_size) for plan, near in zip(plans, seen, strict=True)]
    down = [_by_labels(plan, near, bounds) for plan, near, bounds in zip(plans, seen, level, strict=True)]
    moves = [Moves(*ends, None if by is None else by.by) for ends, by in zip(across, down, strict=True)]
    for number, by in down_by_order(plans, moves, labels, rules, lines, form_size[1]).items():
        down[number] = _Down(by, _BY_ORDER, "")
    placed = [
        None if by is None else _placed(plan, ends, by, labels.base)
        for plan, ends, by in zip(plans, across, down, strict=True)
    ]
    return _in_order(plans, placed, labels.base)


def _placed(plan: FieldPlan, ends: tuple[float, float], down: _Down, base: Homography) -> Placement | None:
    """A field with its ends moved across and itself moved down."""
    left, right = ends
    if right - left < -0.5 * plan.width:
        return None
    corners = np.array([[0, 0], [plan.width, 0], [plan.width, plan.height], [0, plan.height]], np.float32)
    by = np.array([[left, down.by], [right, down.by], [right, down.by], [left, down.by]], np.float32)
    there = carry(carry(corners + by, plan.to_form), base)
    to_query = cv2.getPerspectiveTransform(corners, there)
    return Placement(np.asarray(to_query, np.float64), down.certainty, down.label)


def _in_frame(found: FoundLabel, to_frame: Homography) -> _Seen:
    here, moved = carry(found.label.here, to_frame), carry(found.moved, to_frame)
    (right, down), half = (moved - here).mean(axis=0).tolist(), found.label.height / 2
    low, high = here.min(axis=0), here.max(axis=0)
    box = Box(float(low[0] - half), float(low[1] - half), float(high[0] + half), float(high[1] + half))
    turn = float((moved - here)[1, 1] - (moved - here)[0, 1])
    return _Seen(found.label.letters, box, right, down, float(here[1, 0] - here[0, 0]), turn)


def _rule_in_frame(plan: FieldPlan, found: FoundRule) -> _Seen:
    """A level rule as a field sees it."""
    rule = found.rule
    ends = carry(
        np.array([[rule.low, rule.at], [rule.high, rule.at]], np.float32), np.linalg.inv(plan.to_form)
    )
    return _Seen("", Box.around(ends), 0.0, found.by, rule.length, 0.0)


def _across(
    plan: FieldPlan, seen: Sequence[_Seen], upright: Sequence[FoundRule], form_size: tuple[int, int]
) -> tuple[float, float]:
    """By how much a field's left and right end move along its row: a weighted line through its labels."""
    reach = np.array([_REACH_ACROSS * form_size[1], _REACH_DOWN * form_size[0]])
    places, moved, weights = [], [], []
    for one in seen:
        gap = max(0.0, one.box.left - plan.width, -one.box.right)
        apart = np.array([gap, one.box.middle - plan.height / 2]) / reach
        weight = float(np.exp(-0.5 * (apart**2).sum())) * min(len(one.letters), 6)
        if _in_row(plan, one) and gap < _FAR_IN_ROW * plan.text_height:
            weight *= _OWN_LABEL
        places.append((one.box.left + one.box.right) / 2)
        moved.append(one.right)
        weights.append(weight)
    for rule in upright:
        box = _upright_in_frame(plan, rule)
        if box.common_height(Box(0, 0, plan.width, plan.height)) > _ALONG_FIELD * plan.height:
            gap = max(0.0, box.left - plan.width, -box.right) / reach[0]
            places.append(box.left)
            moved.append(rule.by)
            weights.append(_RULE_COUNTS * float(np.exp(-0.5 * gap**2)))
    if not places:
        return 0.0, 0.0
    x, y, w = np.array(places), np.array(moved), np.array(weights) + 1e-9
    for _ in range(2):  # once more without those that depart from the rest
        middle = float((w * x).sum() / w.sum())
        mean = float((w * y).sum() / w.sum())
        spread = float((w * (x - middle) ** 2).sum())
        slope = float((w * (x - middle) * (y - mean)).sum()) / (
            spread + _PRIOR * w.sum() * (0.1 * form_size[1]) ** 2
        )
        slope = float(np.clip(slope, -_MOST_STRETCH, _MOST_STRETCH))
        off = np.abs(y - mean - slope * (x - middle))
        limit = max(1.5 * plan.text_height, 3 * float((w * off).sum() / w.sum()))
        w = np.where(off > limit, 1e-6, w)
    return mean + slope * (0.0 - middle), mean + slope * (plan.width - middle)


def _upright_in_frame(plan: FieldPlan, found: FoundRule) -> Box:
    rule = found.rule
    ends = np.array([[rule.at, rule.low], [rule.at, rule.high]], np.float32)
    return Box.around(carry(ends, np.linalg.inv(plan.to_form)))


def _by_labels(plan: FieldPlan, seen: Sequence[_Seen], rules: Sequence[_Seen]) -> _Down | None:
    """By how much labels say that a field moves down; None when they are too far or do not agree.

    Without a label in its row, what bounds it above and below tells, be it a label or a rule.
    """
    slope = _slope(plan, seen)
    row = sorted((one for one in seen if _in_row(plan, one)), key=lambda one: _gap(plan, one))
    if row and _gap(plan, row[0]) < _FAR_IN_ROW * plan.text_height:
        aside = plan.width / 2 - (row[0].box.left + row[0].box.right) / 2
        return _Down(row[0].down + slope * aside, _BY_ROW, _words_of(plan, row[0]))
    field = Box(0, 0, plan.width, plan.height)
    around = [*seen, *(one for one in rules if one.box.common_width(field) > _ALONG_FIELD * plan.width)]
    above = _nearest(plan, [one for one in around if one.box.middle <= 0], lambda one: -one.box.middle)
    below = _nearest(
        plan,
        [one for one in around if one.box.middle > plan.height],
        lambda one: one.box.middle - plan.height,
    )
    if above is None or below is None:
        return None
    shifts = [
        one.down + (slope * (plan.width / 2 - (one.box.left + one.box.right) / 2) if one.letters else 0.0)
        for one in (above, below)
    ]
    if abs(shifts[0] - shifts[1]) < _AGREE * plan.text_height:
        words = [_words_of(plan, one) for one in (above, below) if one.letters]
        return _Down(float(np.mean(shifts)), _BY_BOTH, words[0] if words else "")
    return None


def _words_of(plan: FieldPlan, seen: _Seen) -> str:
    """What a label says as it is printed."""
    printed = max(plan.labels, key=lambda one: one.box.intersection_over_union(seen.box), default=None)
    if printed is None or printed.box.intersection_over_union(seen.box) < _SAME_PLACE:
        return seen.letters
    return printed.text.strip()


def _slope(plan: FieldPlan, seen: Sequence[_Seen]) -> float:
    """By how much more a point further right moves down: what the ends of the labels near a row tell."""
    told, weight = 0.0, _PRIOR_SLOPE * plan.text_height**2
    for one in seen:
        apart = (one.box.middle - plan.height / 2) / (_SLOPE_REACH * plan.text_height)
        near = float(np.exp(-0.5 * apart**2))
        told += near * one.length * one.turn
        weight += near * one.length**2
    return float(np.clip(told / weight, -0.1, 0.1))


def _in_row(plan: FieldPlan, one: _Seen) -> bool:
    slack = _SAME_ROW * one.box.height
    beside = one.box.right < 0.3 * plan.width or one.box.left > 0.7 * plan.width
    return beside and -slack <= one.box.middle <= plan.height + slack


def _gap(plan: FieldPlan, one: _Seen) -> float:
    """How far a label of the row lies from the field; one to the left, its key, counts as nearer."""
    before = -one.box.right
    return before if before > -0.3 * plan.width else 1.5 * (one.box.left - plan.width) + plan.text_height


def _nearest(plan: FieldPlan, some: Sequence[_Seen], distance: Callable[[_Seen], float]) -> _Seen | None:
    """The nearest label above or below, of those in the field's own columns if there are any."""
    slack = _BESIDE * plan.text_height
    near = [one for one in some if distance(one) < _NEAR_IN_COLUMN * plan.text_height]
    own = [one for one in near if one.box.right > -slack and one.box.left < plan.width + slack]
    return min(own or near, key=distance, default=None)


def _in_order(
    plans: Sequence[FieldPlan], placed: list[Placement | None], base: Homography
) -> list[Placement | None]:
    """Take back what would put one field onto another's row: the less sure of the two."""
    back = np.linalg.inv(base)
    corners = [
        None
        if placement is None
        else carry(carry(np.array([[0, 0], [plan.width, plan.height]], np.float32), placement.to_query), back)
        for plan, placement in zip(plans, placed, strict=True)
    ]
    result = list(placed)
    for one, other in combinations(range(len(plans)), 2):
        first, second = placed[one], placed[other]
        if first is None or second is None or result[one] is None or result[other] is None:
            continue
        now = _common(corners[one], corners[other])
        if now > max(_SAME_PLACE, 2 * _common(plans[one].mark.quad, plans[other].mark.quad)):
            result[one if first.certainty < second.certainty else other] = None
    return result


def _common(one: NDArray[np.float32] | None, other: NDArray[np.float32] | None) -> float:
    """How well the boxes around two sets of points agree, 0..1."""
    if one is None or other is None:
        return 0.0
    return Box.around(one).intersection_over_union(Box.around(other))
