"""Fields carried by the labels around them, on pages written down as lines, without a network."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.form.align.fields import find_shifts
from sealstack.models.form.align.labels import find_labels
from sealstack.models.form.align.neighbourhood import carry_fields
from sealstack.models.form.align.row_order import FreeLine, RowField, rows_in_order
from sealstack.models.form.align.rules import FoundRule, FoundRules, Rule
from sealstack.models.form.describe.features import Form
from sealstack.models.form.describe.keypoints import Keypoints
from sealstack.models.form.describe.pieces import cut_at_marks
from sealstack.models.form.describe.plan import Box, FieldPlan, plan_fields
from sealstack.models.form.template import FieldMark
from sealstack.models.geometry.warps import carry
from sealstack.models.values import Character, Quad, TextLine

LABELS = ("购买方名称", "纳税人识别号", "开户行及账号", "收款人姓名", "复核人姓名")
VALUES = ("海州青禾软件公司", "914401030967", "建设银行支行", "张三丰", "李四光")


def rectangle(left: float, top: float, width: float, height: float) -> Quad:
    return np.array(
        [[left, top], [left + width, top], [left + width, top + height], [left, top + height]], np.float32
    )


def line(text: str, left: float, top: float) -> TextLine:
    step = 1 / len(text)
    told = tuple(Character(one, 1.0, (at * step, (at + 1) * step)) for at, one in enumerate(text))
    return TextLine(rectangle(left, top, 20 * len(text), 20), text, 1.0, told)


def page(rows: dict[str, float], values: dict[str, float], across: float = 0.0) -> list[TextLine]:
    """Labels at the left and values at the right, each at the height named."""
    lines = [line(label, 40 + across, top) for label, top in rows.items()]
    return lines + [line(value, 240 + across, top) for value, top in values.items()]


TOPS = [60.0 + 50 * number for number in range(len(LABELS))]
TEMPLATE = page(dict(zip(LABELS, TOPS, strict=True)), dict(zip(VALUES, TOPS, strict=True)))


@pytest.fixture
def form() -> Form:
    nothing = np.zeros(0, np.float32)
    keypoints = Keypoints(nothing.reshape(0, 2), nothing, nothing, np.zeros((0, 128), np.uint8))
    return Form(400, 600, keypoints, np.full((200, 300), 255, np.uint8), tuple(TEMPLATE))


@pytest.fixture
def plans(form: Form) -> list[FieldPlan]:
    marks = [
        FieldMark(label, rectangle(235, top - 4, 200, 28)) for label, top in zip(LABELS, TOPS, strict=True)
    ]
    return plan_fields(form, marks, cut_at_marks(form.lines, [mark.quad for mark in marks]))


def heights(form: Form, plans: list[FieldPlan], query: list[TextLine]) -> list[float | None]:
    """The height at which the middle of each field's row lands."""
    labels = find_labels(form, [plan.mark.quad for plan in plans], query, [np.eye(3)])
    assert labels is not None
    placed = carry_fields(plans, labels, query, (form.height, form.width))
    return [
        None
        if place is None
        else float(carry(np.array([[plan.width / 2, plan.height / 2]]), place.to_query)[0, 1])
        for plan, place in zip(plans, placed, strict=True)
    ]


def test_each_field_goes_with_the_label_of_its_own_row(form: Form, plans: list[FieldPlan]) -> None:
    tops = [60.0, 122.0, 160.0, 232.0, 270.0]
    query = page(dict(zip(LABELS, tops, strict=True)), dict(zip(VALUES, tops, strict=True)), across=12)
    assert heights(form, plans, query) == pytest.approx([top + 10 for top in tops], abs=3)


def test_a_field_whose_label_is_missing_is_found_by_the_order_of_rows(
    form: Form, plans: list[FieldPlan]
) -> None:
    tops = [60.0, 125.0, 185.0, 235.0, 285.0]
    labels = {label: top for label, top in zip(LABELS, tops, strict=True) if label != LABELS[1]}
    query = page(labels, dict(zip(VALUES, tops, strict=True)))
    assert heights(form, plans, query)[1] == pytest.approx(135, abs=3)


def test_a_field_that_may_be_either_of_two_rows_is_not_guessed() -> None:
    field = [RowField(0, Box(240, 100, 400, 120))]
    anchors = [(60.0, 60.0), (160.0, 240.0)]
    rows = [FreeLine(Box(240, top, 400, top + 20)) for top in (120, 160)]
    assert rows_in_order(field, anchors, rows[:1], 20) == {0: 20}
    assert rows_in_order(field, anchors, rows, 20) == {}


def test_of_two_rows_the_one_is_a_fields_that_says_what_is_like_its_value() -> None:
    field = [RowField(0, Box(240, 100, 400, 120), "2011年01月23日")]
    anchors = [(60.0, 60.0), (160.0, 240.0)]
    rows = [FreeLine(Box(240, 120, 400, 140), "长沙站"), FreeLine(Box(240, 160, 400, 180), "2017年6月13日")]
    assert rows_in_order(field, anchors, rows, 20) == {0: 60}


def test_of_two_rows_the_one_is_a_fields_beside_which_the_forms_word_stands() -> None:
    unit = FreeLine(Box(420, 100, 440, 120), "元")
    field = [RowField(0, Box(240, 100, 400, 120), "¥ 6.66", (unit,))]
    anchors = [(60.0, 60.0), (160.0, 240.0)]
    rows = [FreeLine(Box(240, top, 400, top + 20), "105.97") for top in (120, 160)]
    assert rows_in_order(field, anchors, [*rows, FreeLine(Box(430, 160, 450, 180), "元")], 20) == {0: 60}
    elsewhere = FreeLine(Box(900, 160, 920, 180), "元")
    assert rows_in_order(field, anchors, [*rows, elsewhere], 20) == {}


def test_a_unit_of_one_letter_leads_a_price_to_its_row() -> None:
    said = [line("上海公司", 40, 40), line("6.66", 120, 140), line("元", 240, 140), line("限乘当日", 40, 300)]
    nothing = np.zeros(0, np.float32)
    keypoints = Keypoints(nothing.reshape(0, 2), nothing, nothing, np.zeros((0, 128), np.uint8))
    form = Form(400, 600, keypoints, np.full((200, 300), 255, np.uint8), tuple(said))
    mark = rectangle(115, 136, 105, 28)
    plans = plan_fields(form, [FieldMark("票价", mark)], cut_at_marks(form.lines, [mark]))
    query = [said[0], line("9.75", 120, 190), line("元", 240, 190), line("附注九七", 120, 140), said[3]]
    assert heights(form, plans, query) == [pytest.approx(200, abs=3)]


def test_a_field_without_labels_is_carried_by_the_rules_of_its_box(
    form: Form, plans: list[FieldPlan]
) -> None:
    query = page(dict(zip(LABELS[2:], TOPS[2:], strict=True)), {})
    labels = find_labels(form, [plan.mark.quad for plan in plans], query, [np.eye(3)])
    assert labels is not None
    rules = FoundRules(tuple(FoundRule(Rule(at, 30.0, 500.0), 24.0) for at in (45.0, 95.0)))
    placed = carry_fields(plans, labels, query, (form.height, form.width), rules)
    first = placed[0]
    assert first is not None
    middle = carry(np.array([[plans[0].width / 2, plans[0].height / 2]]), first.to_query)
    assert middle[0, 1] == pytest.approx(TOPS[0] + 10 + 24, abs=3)
    assert first.label == ""


def test_a_field_names_the_label_that_carried_it(form: Form, plans: list[FieldPlan]) -> None:
    labels = find_labels(form, [plan.mark.quad for plan in plans], TEMPLATE, [np.eye(3)])
    assert labels is not None
    placed = carry_fields(plans, labels, TEMPLATE, (form.height, form.width))
    assert [place.label for place in placed if place is not None] == list(LABELS)


def test_rows_keep_their_order() -> None:
    fields = [RowField(number, Box(0, 40.0 * number, 100, 40.0 * number + 20)) for number in range(3)]
    moved = [FreeLine(Box(0, 40.0 * number + 30, 100, 40.0 * number + 50)) for number in range(3)]
    found = rows_in_order(fields, [(-40.0, -10.0), (130.0, 160.0)], moved, 20)
    assert found == {0: 30, 1: 30, 2: 30}


def test_other_words_in_the_same_boxes_are_not_the_labels(form: Form, plans: list[FieldPlan]) -> None:
    words = ("送货单编号", "客户联系电话", "货物存放地点", "司机的签名", "车辆的号牌")
    query = page(dict(zip(words, TOPS, strict=True)), dict(zip(VALUES, TOPS, strict=True)))
    labels = find_labels(form, [plan.mark.quad for plan in plans], query, [np.eye(3)])
    assert labels is not None
    assert labels.letters == 0


def test_one_letter_read_otherwise_does_not_hide_a_label(form: Form, plans: list[FieldPlan]) -> None:
    labels = ("购买万名称", *LABELS[1:])
    query = page(dict(zip(labels, TOPS, strict=True)), dict(zip(VALUES, TOPS, strict=True)))
    found = find_labels(form, [plan.mark.quad for plan in plans], query, [np.eye(3)])
    assert found is not None
    assert found.share == 1.0
    assert found.at_home == 1.0


@given(st.floats(1.05, 1.9), st.lists(st.floats(-0.12, 0.12), min_size=4, max_size=4))
def test_fields_that_stand_close_above_each_other_keep_their_rows(pitch: float, jitter: list[float]) -> None:
    tops = [20 * pitch * number for number in range(4)]
    lines = [line(VALUES[number], 240, top) for number, top in enumerate(tops)]
    marks = [
        FieldMark(str(number), rectangle(235, tops[number] + 10 - 10 * pitch, 220, 20 * pitch))
        for number in (1, 2)
    ]
    nothing = np.zeros(0, np.float32)
    keypoints = Keypoints(nothing.reshape(0, 2), nothing, nothing, np.zeros((0, 128), np.uint8))
    form = Form(400, 600, keypoints, np.full((200, 300), 255, np.uint8), tuple(lines))
    plans = plan_fields(form, marks, cut_at_marks(form.lines, [mark.quad for mark in marks]))
    near = [
        [
            Box.around(carry(one.quad + np.float32([0, 20 * off]), np.linalg.inv(plan.to_form)))
            for one, off in zip(lines, jitter, strict=True)
        ]
        for plan in plans
    ]
    for _, down in find_shifts(plans, near):
        assert abs(down) < 7
