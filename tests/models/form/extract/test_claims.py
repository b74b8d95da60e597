"""Whose a line is, and what goes on from one line to the next."""

from __future__ import annotations

import numpy as np

from sealstack.models.form.describe.plan import Box, FieldPlan
from sealstack.models.form.describe.surroundings import Free
from sealstack.models.form.extract.claims import leave_to_their_own
from sealstack.models.form.extract.own_text import Piece
from sealstack.models.form.extract.rows import continued
from sealstack.models.form.extract.views import View
from sealstack.models.form.template import FieldMark
from sealstack.models.values import Character, Quad, TextLine


def rectangle(left: float, top: float, right: float, bottom: float) -> Quad:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def plan_at(left: float, top: float, right: float, bottom: float, free: float = 100.0) -> FieldPlan:
    to_form = np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]])
    mark = FieldMark("field", rectangle(left, top, right, bottom))
    width, height = right - left, bottom - top
    value = Box(0, (height - 20) / 2, width, (height + 20) / 2)
    return FieldPlan(mark, width, height, to_form, 20, (value,), (), (), Free(free, free, free, free))


def piece(text: str, left: float, top: float) -> Piece:
    step = 1 / len(text)
    told = tuple(Character(one, 0.99, (at * step, (at + 1) * step)) for at, one in enumerate(text))
    quad = rectangle(left, top, left + 20 * len(text), top + 20)
    return Piece("line", Box.around(quad), TextLine(quad, text, 0.99, told))


def views(*plans: FieldPlan) -> list[View]:
    return [View(number, plan, plan.to_form, number) for number, plan in enumerate(plans)]


def test_a_line_that_two_fields_read_is_left_to_the_one_it_stands_in() -> None:
    looks = views(plan_at(0, 0, 200, 26), plan_at(0, 26, 200, 52))
    read = [[piece("海州青禾软件", 5, 3), piece("914401", 5, 29)], [piece("914401", 5, 29)]]
    leave_to_their_own(looks, read, [(0.0, 0.0), (0.0, 0.0)])
    assert [[one.line.text for one in pieces] for pieces in read] == [["海州青禾软件"], ["914401"]]


def test_a_field_that_was_moved_onto_anothers_row_loses_it() -> None:
    looks = views(plan_at(0, 0, 200, 26), plan_at(0, 26, 200, 52))
    read = [[piece("914401", 5, 29)], [piece("914401", 5, 29)]]
    leave_to_their_own(looks, read, [(0.0, 22.0), (0.0, 0.0)])
    assert [len(pieces) for pieces in read] == [0, 1]


def test_a_line_between_two_fields_goes_on_from_the_upper_one() -> None:
    looks = views(plan_at(0, 0, 200, 26), plan_at(0, 52, 200, 78))
    between = "有限责任公司"
    read = [[piece(between, 5, 29)], [piece(between, 5, 29)]]
    leave_to_their_own(looks, read, [(0.0, 0.0), (0.0, 0.0)])
    assert [len(pieces) for pieces in read] == [1, 0]


def test_what_an_operator_marked_twice_is_read_twice() -> None:
    looks = views(plan_at(0, 0, 200, 26), plan_at(0, 0, 120, 26))
    read = [[piece("海州青禾软件", 5, 3)], [piece("海州青禾软件", 5, 3)]]
    leave_to_their_own(looks, read, [(0.0, 0.0), (0.0, 0.0)])
    assert [len(pieces) for pieces in read] == [1, 1]


FIRST = Box(0, 4, 200, 24)


def test_a_long_value_goes_on_below_where_the_form_has_room() -> None:
    below = Box(0, 30, 120, 50)
    assert continued(plan_at(0, 0, 150, 28), [FIRST], [below], (0, 0)) == [0]
    assert continued(plan_at(0, 0, 150, 28, free=8), [FIRST], [below], (0, 0)) == []


def test_a_short_value_or_a_line_set_apart_does_not_go_on() -> None:
    plan = plan_at(0, 0, 150, 28)
    assert continued(plan, [Box(0, 4, 60, 24)], [Box(0, 30, 60, 50)], (0, 0)) == []
    assert continued(plan, [FIRST], [Box(0, 60, 120, 80)], (0, 0)) == []
    assert continued(plan, [FIRST], [Box(90, 30, 190, 50)], (0, 0)) == []
