"""Which print around a field is its own: plans, rows, labels, shifts, lone ink."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.form.align.fields import find_shifts
from sealstack.models.form.describe.features import Form
from sealstack.models.form.describe.keypoints import Keypoints
from sealstack.models.form.describe.pieces import cut_at_marks
from sealstack.models.form.describe.plan import Box, FieldPlan, Label, plan_fields
from sealstack.models.form.extract.labels import without_labels
from sealstack.models.form.extract.lone_ink import beside_of, find_lone_ink, margin_of
from sealstack.models.form.extract.own_text import Piece, piece_of
from sealstack.models.form.extract.rows import belongs, in_rows, joined_rows
from sealstack.models.form.extract.strips import Strip, strips_of
from sealstack.models.form.extract.views import View, lines_by_field
from sealstack.models.form.extract.wider import looked_wider
from sealstack.models.form.extract.windows import Region, Window, plan_regions
from sealstack.models.form.template import FieldMark
from sealstack.models.form.values.phrases import join_lines
from sealstack.models.text.detection.detector import Detector
from sealstack.models.text.recognition.ctc import Reading
from sealstack.models.values import Character, Image, TextLine


def rectangle(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def line(text: str, left: float, top: float, right: float, bottom: float) -> TextLine:
    step = 1 / max(len(text), 1)
    told = tuple(Character(one, 1.0, (at * step, (at + 1) * step)) for at, one in enumerate(text))
    return TextLine(rectangle(left, top, right, bottom), text, 1.0, told)


def form_saying(*lines: TextLine) -> Form:
    nothing = np.zeros(0, np.float32)
    keypoints = Keypoints(nothing.reshape(0, 2), nothing, nothing, np.zeros((0, 128), np.uint8))
    return Form(400, 600, keypoints, np.full((200, 300), 255, np.uint8), lines)


def planned(form: Form, marks: list[FieldMark]) -> list[FieldPlan]:
    return plan_fields(form, marks, cut_at_marks(form.lines, [mark.quad for mark in marks]))


def plan_for(mark: np.ndarray, *lines: TextLine, neighbours: tuple[np.ndarray, ...] = ()) -> FieldPlan:
    marks = [FieldMark("here", mark), *(FieldMark(str(at), quad) for at, quad in enumerate(neighbours))]
    return planned(form_saying(*lines), marks)[0]


def characters(text: str) -> list[Character]:
    return list(line(text, 0, 0, 1, 1).characters)


def test_a_line_is_cut_where_it_enters_a_mark() -> None:
    plan = plan_for(rectangle(100, 100, 200, 130), line("名称公司", 60, 104, 140, 124))
    assert [label.text for label in plan.labels] == ["名称"]
    (value,) = plan.values
    assert (round(value.left), round(value.right)) == (0, 40)


def test_a_slanted_mark_has_a_frame_that_turns_with_it() -> None:
    quad = np.array([[100, 100], [196, 128], [187, 157], [91, 129]], np.float32)
    plan = plan_for(quad)
    assert plan.width == pytest.approx(100, abs=2)
    assert plan.height == pytest.approx(30, abs=2)


def test_a_value_may_reach_out_of_its_mark_up_to_other_words() -> None:
    plan = plan_for(rectangle(100, 100, 200, 130), line("单位", 240, 104, 280, 124))
    assert 30 < plan.room(1, 1, 50) < 40
    assert plan.room(-1, 1, 50) == 50


def test_what_lies_between_two_fields_is_shared_only_by_a_line_that_goes_on_into_the_other() -> None:
    plan = plan_for(rectangle(100, 100, 200, 130), neighbours=(rectangle(240, 100, 300, 130),))
    assert plan.room(1, 1, 80, Box(0, 4, 130, 26)) == pytest.approx(40, abs=0.5)
    assert plan.room(1, 1, 80, Box(0, 4, 180, 26)) == pytest.approx(20, abs=0.5)


def test_a_rule_beside_the_mark_ends_its_room() -> None:
    thumbnail = np.full((200, 300), 255, np.uint8)
    thumbnail[:, 105] = 0
    form = Form(400, 600, form_saying().keypoints, thumbnail, ())
    (plan,) = planned(form, [FieldMark("here", rectangle(100, 100, 200, 130))])
    assert 1 < plan.free.right < 12
    assert plan.free.left > 20


def test_lines_of_the_rows_above_and_below_are_not_the_fields() -> None:
    plan = plan_for(rectangle(100, 100, 200, 130))
    assert belongs(plan, Box(5, 4, 90, 26), (0, 0))
    assert not belongs(plan, Box(5, -24, 90, -2), (0, 0))
    assert not belongs(plan, Box(5, 36, 90, 58), (0, 0))
    assert belongs(plan, Box(5, 36, 90, 58), (0, 32))


def test_a_line_that_only_touches_the_mark_is_not_the_fields() -> None:
    plan = plan_for(rectangle(100, 100, 200, 130))
    assert not belongs(plan, Box(-80, 4, 6, 26), (0, 0))


def test_a_line_within_another_mark_is_that_ones() -> None:
    plan = plan_for(rectangle(100, 100, 200, 140), neighbours=(rectangle(100, 130, 200, 160),))
    assert not belongs(plan, Box(5, 32, 90, 52), (0, 0))


def test_pieces_of_one_row_are_ordered_and_joined() -> None:
    boxes = [Box(60, 0, 90, 20), Box(0, 40, 30, 60), Box(0, 2, 30, 22)]
    assert in_rows(boxes) == [[2, 0], [1]]
    (row,) = joined_rows(boxes)
    np.testing.assert_array_equal(row, rectangle(0, 0, 90, 22))


def test_a_label_read_with_its_value_is_taken_off() -> None:
    label = Label("名称：", Box(-60, 0, 0, 20))
    told = characters("名称：公司")
    kept = without_labels(told, [-50, -30, -10, 10, 30], Box(-60, 0, 40, 20), [label])
    assert kept == [3, 4]


def test_a_unit_behind_a_value_is_taken_off() -> None:
    label = Label("元", Box(60, 0, 80, 20))
    kept = without_labels(characters("53元"), [20, 40, 70], Box(10, 0, 80, 20), [label])
    assert kept == [0, 1]


def test_a_value_that_begins_like_its_label_is_kept_whole() -> None:
    label = Label("支付方式：", Box(-100, 0, 0, 20))
    kept = without_labels(characters("支付宝"), [-2, 20, 40], Box(-12, 0, 50, 20), [label])
    assert kept == [0, 1, 2]


def read_beside_label(plan: FieldPlan, text: str, place: np.ndarray) -> Piece | None:
    strip = Strip(0, "line", Box.around(place), place, np.zeros((20, 20, 3), np.uint8))
    return piece_of(view_of(plan), strip, [Reading(text, 1.0, tuple(characters(text)))], (0.0, 0.0))


def view_of(plan: FieldPlan) -> View:
    """A field whose own frame is the query itself."""
    return View(0, plan, np.eye(3), 0)


def test_a_figure_printed_over_its_labels_colon_is_the_fields() -> None:
    plan = plan_for(rectangle(200, 100, 320, 130), line("签收日期：", 95, 104, 200, 126))
    piece = read_beside_label(plan, "期2025-10-11", rectangle(-45, 4, 115, 26))
    assert piece is not None
    assert piece.line.text == "2025-10-11"


def test_what_follows_a_label_of_another_field_is_not_the_fields() -> None:
    other = rectangle(160, 100, 185, 130)
    plan = plan_for(rectangle(200, 100, 320, 130), line("签收：", 95, 104, 160, 126), neighbours=(other,))
    piece = read_beside_label(plan, "收58 2025-10-11", rectangle(-75, 4, 115, 26))
    assert piece is not None
    assert not piece.line.text.startswith("5")


def test_a_name_with_room_for_a_character_that_was_not_read_is_in_doubt() -> None:
    plan = plan_for(rectangle(200, 100, 420, 130))
    place = rectangle(0, 4, 200, 26)
    strip = Strip(0, "line", Box.around(place), place, np.zeros((20, 20, 3), np.uint8))
    scores = []
    for gap in (0.0, 0.1):
        spans = [(0.1 * at + gap * (at > 0), 0.1 * (at + 1) + gap * (at > 0)) for at in range(7)]
        told = tuple(Character(one, 1.0, span) for one, span in zip("华市瑞鑫石油有", spans, strict=True))
        piece = piece_of(view_of(plan), strip, [Reading("华市瑞鑫石油有", 1.0, told)], (0.0, 0.0))
        assert piece is not None
        scores.append(piece.line.score)
    assert scores == [1.0, pytest.approx(0.9)]


class Shown:
    """A detector that finds nothing and remembers how many pictures it was shown."""

    def __init__(self) -> None:
        self.pictures = 0

    def detect_each(self, pictures: list[Image]) -> list[list[np.ndarray]]:
        self.pictures += len(pictures)
        return [[] for _ in pictures]


@pytest.mark.parametrize(("right", "looks"), [(368, 1), (250, 0)])
def test_the_first_of_two_lines_is_followed_beyond_its_window(right: int, looks: int) -> None:
    value = line("镇江市解放路", 104, 115, 395, 155)
    plan = plan_for(rectangle(100, 105, 400, 165), value)
    window = Window(Region(Box(30, 60, 470, 210), 0.5, (0,)), np.full((75, 220, 3), 255, np.uint8))
    detector = Shown()
    first = rectangle(2, -30, right, 30)
    image = np.full((400, 600, 3), 255, np.uint8)
    looked_wider(image, [view_at(plan)], [window], [[first]], cast("Detector", detector))
    assert detector.pictures == looks


def test_a_line_that_is_a_label_and_nothing_else_is_left_out() -> None:
    label = Label("限乘当日当次车", Box(0, 30, 140, 50))
    kept = without_labels(
        characters("限乘当日当次年"), list(range(10, 150, 20)), Box(0, 31, 140, 49), [label]
    )
    assert kept == []


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_print_that_is_off_everywhere_alike_is_followed(right: float, down: float) -> None:
    marks = [FieldMark(str(row), rectangle(100, 60 * row + 50, 300, 60 * row + 80)) for row in range(4)]
    lines = [line("12345678", 105, 60 * row + 54, 205, 60 * row + 76) for row in range(4)]
    plans = planned(form_saying(*lines), marks)
    found = [[Box(5 + right, 4 + down, 105 + right, 26 + down)] for _ in plans]
    for across, along in find_shifts(plans, found):
        assert across == pytest.approx(right, abs=3)
        assert along == pytest.approx(down, abs=1)


def test_fields_without_any_line_have_no_shift() -> None:
    plan = plan_for(rectangle(100, 100, 200, 130))
    assert find_shifts([plan], [[]]) == [(0.0, 0.0)]


def test_rows_that_moved_otherwise_than_the_form_are_followed_where_all_have_their_lines() -> None:
    table = [rectangle(left, 600, left + 90, 640) for left in (100, 200, 300, 400, 500)]
    buyer = [rectangle(100, top, 500, top + 38) for top in (400, 440)]
    saying = [
        line("123456", quad[0, 0] + 5, quad[0, 1] + 5, quad[0, 0] + 80, quad[2, 1] - 5) for quad in table
    ]
    saying += [line("12345678", 105, quad[0, 1] + 5, 300, quad[2, 1] - 5) for quad in buyer]
    marks = [FieldMark(str(number), quad) for number, quad in enumerate([*table, *buyer])]
    plans = planned(form_saying(*saying), marks)
    off = [-16.0] * len(table) + [7.0] * len(buyer)
    found = []
    for plan, down in zip(plans, off, strict=True):
        value = plan.values[0]
        found.append([Box(value.left, value.top + down, value.right, value.bottom + down)])
    shifts = find_shifts(plans, found)
    assert [round(down) for _, down in shifts] == off


def test_a_row_whose_field_is_empty_moves_with_the_form() -> None:
    marks = [FieldMark(str(top), rectangle(100, top, 500, top + 38)) for top in (400, 440, 480, 520)]
    lines = [line("12345678", 105, top + 5, 300, top + 33) for top in (400, 440, 480, 520)]
    plans = planned(form_saying(*lines), marks)
    value = plans[0].values[0]
    found = [[Box(value.left, value.top - 18, value.right, value.bottom - 18)] for _ in plans]
    found[1] = [Box(value.left, value.top - 18 + 40, value.right, value.bottom - 18 + 40)]  # the next one's
    assert round(find_shifts(plans, found)[1][1]) == -18


def view_at(plan: FieldPlan, cleaned: tuple[int, ...] = ()) -> View:
    return View(0, plan, plan.to_form, 0, cleaned)


def test_print_in_the_colour_of_a_stamp_still_shows_where_the_field_is() -> None:
    plan = plan_for(rectangle(100, 100, 300, 130))
    value, colon = rectangle(5, 8, 150, 32), rectangle(-40, 8, -20, 32)
    views = [view_at(plan), view_at(plan, cleaned=(0,))]
    assert lines_by_field(1, views, [[colon, value], [colon]]) == [[Box.around(colon), Box.around(value)]]
    assert lines_by_field(1, views, [[colon, value], [value]]) == [[Box.around(value)]]


def patch_of(plan: FieldPlan, *written: tuple[str, int]) -> Image:
    """The surroundings of a field 60 by 30 pixels, with characters so far right of its left edge."""
    left, right = beside_of(plan)
    margin = round(margin_of(plan))
    patch = np.full((30 + 2 * margin, 60 + round(left) + round(right), 3), 255, np.uint8)
    for text, at in written:
        place = (round(left) + at, 25 + margin)
        cv2.putText(patch, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 2)
    return patch


def test_one_character_that_is_no_line_is_found() -> None:
    plan = plan_for(rectangle(100, 100, 160, 130))
    quad = find_lone_ink(patch_of(plan, ("7", 20)), 1.0, plan)
    assert quad is not None
    box = Box.around(quad)
    assert 12 < box.left < 24 < box.right < 48


def test_characters_go_on_beside_a_narrow_mark_where_the_form_is_blank() -> None:
    plan = plan_for(rectangle(100, 100, 160, 130))
    quad = find_lone_ink(patch_of(plan, ("2", -16), ("9", 3)), 1.0, plan)
    assert quad is not None
    assert Box.around(quad).left < -10


def test_a_character_set_apart_or_in_the_next_mark_is_not_the_fields() -> None:
    plan = plan_for(rectangle(100, 100, 160, 130))
    quad = find_lone_ink(patch_of(plan, ("5", -50), ("9", 3)), 1.0, plan)
    assert quad is not None
    assert Box.around(quad).left > -5
    beside = plan_for(rectangle(100, 100, 160, 130), neighbours=(rectangle(70, 100, 100, 130),))
    assert beside_of(beside)[0] == margin_of(beside)


def test_a_line_far_higher_than_the_mark_is_looked_at_as_lone_ink() -> None:
    image = np.full((300, 300, 3), 255, np.uint8)
    cv2.putText(image, "7", (120, 125), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 2)
    plan = plan_for(rectangle(100, 100, 160, 130))
    (strip,) = strips_of(image, 0, view_at(plan), [rectangle(-50, -40, 120, 75)], (0.0, 0.0))
    assert strip.kind == "lone"
    assert 12 < strip.box.left < 24 < strip.box.right < 48


def test_a_value_is_in_doubt_where_another_line_reaches_into_its_mark() -> None:
    value = line("九栋十三层", 104, 130, 304, 158)
    plan = plan_for(rectangle(100, 100, 400, 190), value)
    image = np.full((400, 600, 3), 255, np.uint8)
    inside = rectangle(4, 25, 204, 53)
    (strip,) = strips_of(image, 0, view_at(plan), [inside, rectangle(4, -20, 210, 12)], (0.0, 0.0))
    assert strip.goes_on
    (strip,) = strips_of(image, 0, view_at(plan), [inside, rectangle(4, -34, 210, -2)], (0.0, 0.0))
    assert not strip.goes_on


def test_blank_paper_has_no_lone_ink() -> None:
    plan = plan_for(rectangle(100, 100, 160, 130))
    assert find_lone_ink(patch_of(plan), 1.0, plan) is None


def test_close_fields_share_a_region_and_far_ones_do_not() -> None:
    quads = [rectangle(100, 60, 300, 90), rectangle(100, 95, 300, 125), rectangle(450, 350, 560, 380)]
    plans = planned(form_saying(), [FieldMark(str(at), quad) for at, quad in enumerate(quads)])
    assert sorted(sorted(region.fields) for region in plan_regions(plans, range(len(plans)))) == [[0, 1], [2]]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["北京市", "海淀区"], "北京市海淀区"),
        (["12 High Street", "London"], "12 High Street London"),
        (["3栋", "12层"], "3栋12层"),
        (["", " a "], "a"),
        ([], ""),
    ],
)
def test_lines_are_joined_as_their_script_does(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined
