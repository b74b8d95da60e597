"""Fields about which no label tells: by the order in which rows follow each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sealstack.models.form.align.labels import FoundLabels
from sealstack.models.form.align.row_order import FreeLine, RowField, rows_in_order
from sealstack.models.form.align.rules import FoundRules
from sealstack.models.form.describe.plan import Box, FieldPlan
from sealstack.models.geometry.warps import carry
from sealstack.models.values import TextLine

_WIDE_RULE = 0.4  # of the form's width: shorter rules may belong to one column only

_IN_ROW = 0.5  # of the height of a word or a line, which they must share to stand in one row
_INTO_MARK = 0.3  # of a mark's width that a word beside it may reach into


@dataclass(frozen=True)
class Moves:
    """What is known of a field's place: by how much its ends move across, and by how much it moves down.

    Attributes:
        left: pixels of the field's frame.
        right: pixels of the field's frame.
        down: pixels of the field's frame; None when it is sought.
    """

    left: float
    right: float
    down: float | None


def down_by_order(
    plans: Sequence[FieldPlan],
    moves: Sequence[Moves],
    labels: FoundLabels,
    rules: FoundRules,
    lines: Sequence[TextLine],
    form_width: float,
) -> dict[int, float]:
    """By how much the fields go down about which labels do not tell, as the order of rows has it.

    Args:
        plans: the fields.
        moves: what labels tell about each of them.
        labels: the form's labels as they were found.
        rules: its rules as they were found.
        lines: what the query says.
        form_width: of the template's picture, pixels.

    Returns:
        By the number of the field, pixels down; fields without a clear row are missing.
    """
    anchors = [(float(one.label.here[:, 1].mean()), float(one.moved[:, 1].mean())) for one in labels.found]
    anchors += [
        (one.rule.at, one.rule.at + one.by)
        for one in rules.level
        if one.rule.length > _WIDE_RULE * form_width
    ]
    free = _free_lines(labels, lines)
    sought: list[RowField] = []
    for number, (plan, known) in enumerate(zip(plans, moves, strict=True)):
        values = plan.values or (Box(0, 0, plan.width, min(plan.height, plan.text_height)),)
        said = plan.said or ("",) * len(values)
        rows = [
            _on_form(plan, Box(known.left, one.top, plan.width + known.right, one.bottom)) for one in values
        ]
        if known.down is None:
            sought += [
                RowField(number, row, text, _words_beside(plan, value, known))
                for row, text, value in zip(rows, said, values, strict=True)
            ]
            continue
        for row in rows:
            anchors.append((row.middle, row.middle + known.down))
            free = [line for line in free if not _is_on(line.box, row, known.down)]
    if not sought:
        return {}
    usual = float(np.median([plan.text_height for plan in plans]))
    return rows_in_order(sought, anchors, free, usual)


def _words_beside(plan: FieldPlan, value: Box, known: Moves) -> tuple[FreeLine, ...]:
    """The form's words in the row of a field's line, moved across as the end of the field beside them."""
    words = []
    for label in plan.labels:
        box = label.box
        beside = box.right < _INTO_MARK * plan.width or box.left > (1 - _INTO_MARK) * plan.width
        if not beside or box.rows_shared(value) < _IN_ROW or not any(map(str.isalpha, label.text)):
            continue
        across = known.left if box.left < 0 else known.right
        moved = Box(box.left + across, box.top, box.right + across, box.bottom)
        words.append(FreeLine(_on_form(plan, moved), label.text))
    return tuple(words)


def _is_on(line: Box, row: Box, down: float) -> bool:
    """Whether a line stands where a field's row has come to lie."""
    return abs(line.middle - row.middle - down) <= 0.5 * row.height and line.common_width(row) > 0


def _on_form(plan: FieldPlan, box: Box) -> Box:
    """A box of a field's frame as one of the template."""
    corners = np.array([[box.left, box.top], [box.right, box.bottom]], np.float32)
    return Box.around(carry(corners, plan.to_form))


def _free_lines(labels: FoundLabels, lines: Sequence[TextLine]) -> list[FreeLine]:
    """The query's lines that say more than labels, laid back onto the template by the page's map."""
    back = np.linalg.inv(labels.base)
    free = []
    for line in lines:
        low, high = line.quad.min(axis=0) - 1, line.quad.max(axis=0) + 1
        told = sum(
            len(one.label.letters)
            for one in labels.found
            if (one.there >= low).all() and (one.there <= high).all()
        )
        said = sum(character.isalnum() for character in line.text)
        if said > told + (told > 0):
            free.append(FreeLine(Box.around(carry(line.quad, back)), line.text))
    return free
