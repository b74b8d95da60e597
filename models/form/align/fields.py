"""Refine: how far a form's filled-in print lies from where the template has it.

Tickets and invoices are printed onto stock that was printed before, and the paper never lies the same twice:
all values of one copy are off together, by up to several millimetres, while lines and labels are in place. A
line that lies where the template has another field or other words speaks for its own place first: fields that
stand close above each other must not take each other's rows. Another office's rows lie elsewhere than the
template's, some higher and some lower: where fields close above each other have their lines at one shift and
none at the form's, theirs counts.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.describe.plan import Box, FieldPlan
from sealstack.models.geometry.warps import carry

_SIMILAR = 1.7  # ratio of heights
_BAND = 0.16  # of the letters' height: shifts this close agree
_FARTHEST = 1.15  # of the letters' height
_FARTHEST_SIDEWAYS = 1.5
_MOST_VOTES = 80
_AT_REST = 0.35  # weight of the guess that nothing moved
_NEIGHBOURHOOD = 0.45  # of the form's size
_OWN = 0.4  # of the letters' height: how far a field may stray from its neighbours' shift
_ROWS_AROUND = 3.5  # of the letters' height: fields so close above or below move together
_EXPLAINS_MORE = 1.5  # fields more that have a line at their own rows' shift than at the form's
_SAME_ROW = 0.5  # of the lower mark's height
_LABEL_OVERLAP = 0.45
_WITHIN_LABEL = 0.85
_OF_ANOTHER = 0.25  # weight of a line that lies in the row of another field or of other words
_ROW_WIDTH = 0.5  # of a line that stands along that row
_STAYS = 0.8  # a move onto another row must have so much more support than staying has
_FARTHEST_ALONE = 0.7  # of the letters' height, for a field that its own label carried

_Vote: TypeAlias = tuple[float, float, float]  # right and down, pixels, and its weight


def find_shifts(
    plans: Sequence[FieldPlan], lines: Sequence[Sequence[Box]], alone: Sequence[bool] | None = None
) -> list[tuple[float, float]]:
    """Tell for every field by how much its print is off.

    Each line near a field votes for the shift that would bring the template's value onto it; fields near each
    other pool their votes, and the fullest place wins.

    Args:
        plans: the fields.
        lines: for each field the lines found around it, in its own frame.
        alone: for each field whether its own label carried it, so that no other's print speaks for it.

    Returns:
        For each field `(right, down)`, pixels of its own frame.
    """
    places = np.array(
        [carry(np.array([[plan.width / 2, plan.height / 2]]), plan.to_form)[0] for plan in plans]
    )
    extent = float(np.ptp(places, axis=0).max()) if len(places) else 0.0
    reach = _NEIGHBOURHOOD * max(extent, 1.0)
    votes = [_votes(plan, here) for plan, here in zip(plans, lines, strict=True)]
    shifts = []
    for number, plan in enumerate(plans):
        if alone is not None and alone[number]:
            shifts.append(_settle_alone(plan, votes[number]))
            continue
        away = np.linalg.norm(places - places[number], axis=1)
        common = _common(plan, _pooled(votes, np.exp(-0.5 * (away / reach) ** 2)))
        if not _explained([votes[number]], common[1], _OWN * plan.text_height):
            common = _of_own_rows(plan, [votes[other] for other in _moving_with(plan, plans)], common)
        shifts.append(_settle(plan, common, votes[number]))
    return shifts


def _pooled(votes: Sequence[Sequence[_Vote]], nearness: NDArray[np.float64]) -> list[_Vote]:
    """The weightiest votes of all fields, each counted as much as its field is near."""
    pooled = [
        (dx, dy, float(weight * near))
        for theirs, near in zip(votes, nearness, strict=True)
        for dx, dy, weight in theirs
    ]
    return heapq.nlargest(_MOST_VOTES, pooled, key=lambda vote: vote[2])


def _moving_with(plan: FieldPlan, plans: Sequence[FieldPlan]) -> list[int]:
    """The numbers of the fields in a field's own row and of those close above and below it, with its own."""
    own = Box(0, 0, plan.width, plan.height)
    corners = carry(np.stack([other.mark.quad for other in plans]), np.linalg.inv(plan.to_form))
    return [
        number
        for number, box in enumerate(map(Box.around, corners))
        if box.rows_shared(own) > _SAME_ROW
        or (box.common_width(own) > 0 and abs(box.middle - own.middle) < _ROWS_AROUND * plan.text_height)
    ]


def _of_own_rows(
    plan: FieldPlan, rows: Sequence[Sequence[_Vote]], common: tuple[float, float]
) -> tuple[float, float]:
    """The shift of the rows around a field, where it has clearly more of their lines than the form's has.

    Args:
        plan: the field.
        rows: the votes of the fields that move with it.
        common: the form's shift there.
    """
    here = _common(plan, _pooled(rows, np.ones(len(rows))))
    slack = _OWN * plan.text_height
    more = _explained(rows, here[1], slack) - _explained(rows, common[1], slack)
    return here if more >= _EXPLAINS_MORE else common


def _explained(rows: Sequence[Sequence[_Vote]], down: float, slack: float) -> float:
    """How many fields have a line where a shift puts theirs, one in another's row counting less."""
    return sum(
        max((weight for _, by, weight in theirs if abs(by - down) < slack), default=0.0) for theirs in rows
    )


def _votes(plan: FieldPlan, lines: Sequence[Box]) -> list[_Vote]:
    """Shifts that the lines around one field speak for: right, down, weight."""
    votes = []
    free = [box for box in lines if not _is_label(plan, box)]
    for value in plan.values:
        for box in free:
            ratio = max(box.height, value.height) / max(min(box.height, value.height), 1e-6)
            down = box.middle - value.middle
            if ratio > _SIMILAR or abs(down) > _FARTHEST * plan.text_height:
                continue
            # values differ in length: one end or the middle stays
            right = min(
                (
                    box.left - value.left,
                    box.right - value.right,
                    (box.left + box.right - value.left - value.right) / 2,
                ),
                key=abs,
            )
            if abs(right) <= _FARTHEST_SIDEWAYS * plan.text_height:
                weight = _OF_ANOTHER if _is_anothers(plan, box) else 1.0
                votes.append((right, down, weight / ratio / len(plan.values)))
    return votes


def _is_anothers(plan: FieldPlan, box: Box) -> bool:
    """Whether a line lies in a row where the template has another field or other words."""
    own = Box(0, 0, plan.width, plan.height)
    others = [*plan.neighbours, *(label.box for label in plan.labels)]
    return any(
        other.top <= box.middle <= other.bottom
        and box.common_width(other) > _ROW_WIDTH * min(box.width, other.width)
        and box.common_height(other) > max(0.0, box.common_height(own))
        for other in others
    )


def _is_label(plan: FieldPlan, box: Box) -> bool:
    """Whether a line lies just where a label is."""
    return any(
        label.box.intersection_over_union(box) > _LABEL_OVERLAP or box.share_inside(label.box) > _WITHIN_LABEL
        for label in plan.labels
    )


def _common(plan: FieldPlan, votes: Sequence[_Vote]) -> tuple[float, float]:
    """The shift that most votes are close to."""
    table = np.array([(0.0, 0.0, _AT_REST), *votes], np.float64)
    band = _BAND * plan.text_height
    down = _fullest(table[:, 1], table[:, 2], band)
    if abs(down) > _OWN * plan.text_height and _support(table, 0.0, band) >= _STAYS * _support(
        table, down, band
    ):
        down = _fullest_near(table, 0.0, band)
    near = np.abs(table[:, 1] - down) < 2 * band
    return _fullest(table[near, 0], table[near, 2], 2 * band), down


def _fullest(values: NDArray[np.float64], weights: NDArray[np.float64], band: float) -> float:
    """Where a weighted Gaussian density of values is highest."""
    if not len(values):
        return 0.0
    close = np.exp(-0.5 * ((values[:, None] - values[None]) / band) ** 2) @ weights
    around = np.exp(-0.5 * ((values - values[int(close.argmax())]) / band) ** 2) * weights
    return float((around * values).sum() / around.sum())


def _support(table: NDArray[np.float64], down: float, band: float) -> float:
    """The weight of the votes close to a shift."""
    return float((np.exp(-0.5 * ((table[:, 1] - down) / band) ** 2) * table[:, 2]).sum())


def _fullest_near(table: NDArray[np.float64], down: float, band: float) -> float:
    """Where the votes near a shift are densest."""
    near = np.abs(table[:, 1] - down) < 2 * band
    return _fullest(table[near, 1], table[near, 2], band)


def _settle_alone(plan: FieldPlan, own: Sequence[_Vote]) -> tuple[float, float]:
    """By how much a field's own line lies off the place to which its label carried it."""
    near = [vote for vote in own if abs(vote[1]) < _FARTHEST_ALONE * plan.text_height]
    if not near:
        return 0.0, 0.0
    right, down, _ = min(near, key=lambda vote: abs(vote[1]) / max(vote[2], 1e-6))
    return float(np.clip(right, -plan.text_height, plan.text_height)), down


def _settle(plan: FieldPlan, common: tuple[float, float], own: Sequence[_Vote]) -> tuple[float, float]:
    """The common shift, corrected by the field's own line when that is near."""
    near = [vote for vote in own if abs(vote[1] - common[1]) < _OWN * plan.text_height]
    if not near:
        return common
    _, down, _ = min(near, key=lambda vote: abs(vote[1] - common[1]))
    return common[0], down
