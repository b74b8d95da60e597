"""Templates as clients write them: what is taken, and for what reason the rest is not."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.models.form.template import HintKind
from sealstack.service.templates.errors import InvalidTemplateError
from sealstack.service.templates.marks import check_inside, parse_template, read_template, write_template

QUAD = [[10, 10], [90, 12], [90, 30], [10, 28]]


def refusal(template):
    with pytest.raises(InvalidTemplateError) as raised:
        parse_template(template)
    return str(raised.value)


def test_fields_keep_their_order_names_and_corners():
    marks = parse_template([[QUAD, "名称"], [[[1.5, 40], [20, 40], [20, 60], [1.5, 60]], "号"]])
    assert [mark.name for mark in marks] == ["名称", "号"]
    assert marks[0].quad.tolist() == QUAD
    assert marks[1].quad[0].tolist() == [1.5, 40.0]
    assert marks[0].quad.dtype == np.float32
    assert [mark.hint for mark in marks] == [None, None]


def test_a_string_of_json_will_do_trailing_commas_included():
    assert parse_template('[[[[10,10],[90,12],[90,30],[10,28],],"名称",],]')[0].name == "名称"


def test_corners_given_anticlockwise_are_put_in_order_from_the_same_first():
    [mark] = parse_template([[[QUAD[0], QUAD[3], QUAD[2], QUAD[1]], "a"]])
    assert mark.quad.tolist() == QUAD


@pytest.mark.parametrize("word", ["digits", "date", "amount"])
def test_a_hint_is_one_of_three_words(word):
    [mark] = parse_template([[QUAD, "a", word]])
    assert mark.hint.kind is HintKind(word)


def test_a_hint_may_be_a_regular_expression():
    [mark] = parse_template([[QUAD, "a", {"regex": r"\d{8}"}]])
    assert (mark.hint.kind, mark.hint.pattern) == (HintKind.REGEX, r"\d{8}")


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        (None, "template: a list of fields"),
        ({"a": QUAD}, "template: a list of fields"),
        ("no json", "template: it is a string, but not valid JSON"),
        ("3", "template: a list of fields"),
        ([], "there must be 1 to 500 fields, but 0"),
        ([[QUAD, str(number)] for number in range(501)], "there must be 1 to 500 fields, but 501"),
    ],
)
def test_a_template_that_cannot_be_is_refused(template, reason):
    assert reason in refusal(template)


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        (None, "[[four corners], name] is expected"),
        ([QUAD], "[[four corners], name] is expected"),
        ([QUAD, "a", "digits", 1], "[[four corners], name] is expected"),
        (["a", QUAD], "the corners must be a list"),
        ([QUAD[:3], "a"], "there must be 4 corners, but 3"),
        ([[*QUAD, [1, 1]], "a"], "there must be 4 corners, but 5"),
        ([[10, 10, 90, 30], "a"], "corner 0 must be two numbers"),
        ([[*QUAD[:3], [10, "28"]], "a"], "corner 3 must be two numbers"),
        ([[*QUAD[:3], [10, True]], "a"], "corner 3 must be two numbers"),
        ([[*QUAD[:3], [10, None]], "a"], "corner 3 must be two numbers"),
        ([[*QUAD[:3], [10, 28, 1]], "a"], "corner 3 must be two numbers"),
        ([[*QUAD[:3], [10, math.nan]], "a"], "corner 3 is not finite"),
        ([[*QUAD[:3], [-math.inf, 28]], "a"], "corner 3 is not finite"),
        ([[*QUAD[:3], [10, 10**400]], "a"], "corner 3 lies outside of any picture"),
        ([[*QUAD[:3], [10, 1e300]], "a"], "corner 3 lies outside of any picture"),
        ([[[0, 0], [10, 10], [10, 0], [0, 10]], "a"], "its sides cross"),
        ([[[0, 0], [10, 0], [3, 3], [0, 10]], "a"], "its sides cross or a corner points inwards"),
        ([[[0, 0], [10, 0], [10, 0], [0, 10]], "a"], "no area"),
        ([[[0, 0], [10, 0], [20, 0], [30, 0]], "a"], "no area"),
        ([[[0, 0], [5, 0], [10, 0], [0, 10]], "a"], "no area"),
        ([[[5, 5]] * 4, "a"], "no area"),
        ([[[0, 0], [0.5, 0], [0.5, 0.5], [0, 0.5]], "a"], "no area"),
        ([QUAD, ""], "the name is empty"),
        ([QUAD, " \n"], "the name is empty"),
        ([QUAD, 7], "the name must be a string"),
        ([QUAD, "名" * 129], "at most 128 characters, but has 129"),
        ([QUAD, "\ud800"], "half of a surrogate pair"),
        ([QUAD, "a", "number"], "the hint must be"),
        ([QUAD, "a", None], "the hint must be"),
        ([QUAD, "a", {"regex": 7}], "the hint must be"),
        ([QUAD, "a", {"regex": "a", "flags": "i"}], "the hint must be"),
        ([QUAD, "a", {"regex": "("}], "the hint cannot be used: the pattern is no regular expression"),
        ([QUAD, "a", {"regex": "(a+)+b"}], "the hint cannot be used: the pattern repeats so much"),
        ([QUAD, "a", {"regex": "a" * 201}], "the hint cannot be used: the pattern is longer than 200"),
    ],
)
def test_a_field_that_cannot_be_is_refused_by_index_and_reason(field, reason):
    told = refusal([[QUAD, "first"], field])
    assert told.startswith("template[1]: ")
    assert reason in told


def test_the_same_name_twice_is_refused_with_both_indices():
    assert (
        refusal([[QUAD, "a"], [QUAD, "b"], [QUAD, "a"]])
        == "template[2]: the name `a` is that of template[0] too."
    )


def test_braces_in_a_name_are_told_as_they_are():
    assert "`{x}`" in refusal([[QUAD, "{x}"], [QUAD, "{x}"]])


def test_reasons_are_told_in_chinese_too():
    with pytest.raises(InvalidTemplateError) as raised:
        parse_template([[QUAD, ""]])
    assert raised.value.reason.render("zh-CN") == "template[0]：名称不能为空。"


def test_a_corner_may_be_one_pixel_outside_of_the_picture():
    marks = parse_template([[[[-1, -1], [101, -1], [101, 51], [-1, 51]], "a"]])
    check_inside(marks, 100, 50)


@pytest.mark.parametrize(
    ("left", "upper", "right", "lower", "corner"),
    [(-1.5, 5, 20, 20, 0), (5, -2, 20, 20, 0), (5, 5, 102, 20, 1), (5, 5, 20, 51.5, 2)],
)
def test_a_corner_further_outside_is_refused_by_index_and_reason(left, upper, right, lower, corner):
    quad = [[left, upper], [right, upper], [right, lower], [left, lower]]
    marks = parse_template([[QUAD, "a"], [quad, "b"]])
    with pytest.raises(
        InvalidTemplateError, match=rf"template\[1\]: corner {corner} .* outside of the picture of 100x50"
    ):
        check_inside(marks, 100, 50)


coordinates = st.floats(0, 4096, width=32).map(lambda value: round(value, 3)) | st.integers(0, 4096)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=128).filter(str.strip)
hints = st.sampled_from(["digits", "date", "amount", {"regex": r"\d+"}])
boxes = st.tuples(coordinates, coordinates, st.integers(2, 500), st.integers(2, 500)).map(
    lambda box: [
        [box[0], box[1]],
        [box[0] + box[2], box[1]],
        [box[0] + box[2], box[1] + box[3]],
        [box[0], box[1] + box[3]],
    ]
)
templates = st.lists(
    st.tuples(boxes, names, st.lists(hints, max_size=1)),
    min_size=1,
    max_size=5,
    unique_by=lambda item: item[1],
).map(lambda items: [[box, name, *hint] for box, name, hint in items])


@given(templates)
def test_what_is_written_is_read_again(template):
    marks = parse_template(json.loads(json.dumps(template)))
    again = read_template(write_template(marks))
    assert [(mark.name, mark.hint) for mark in again] == [(mark.name, mark.hint) for mark in marks]
    for one, other in zip(again, marks, strict=True):
        np.testing.assert_allclose(one.quad, other.quad, atol=1e-3)
    assert [item[1:] for item in json.loads(write_template(marks))] == [item[1:] for item in template]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | coordinates,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=40,
)
nearly = st.lists(
    st.lists(
        st.one_of(boxes, st.lists(st.lists(coordinates, min_size=2, max_size=2), max_size=5), anything),
        max_size=4,
    ),
    max_size=4,
)


@given(anything | nearly)
def test_whatever_is_sent_is_taken_whole_or_refused_with_a_reason(template):
    refused = None
    try:
        marks = parse_template(template)
    except InvalidTemplateError as error:
        refused = error
    if refused is None:
        assert len(read_template(write_template(marks))) == len(marks) >= 1
    else:
        assert refused.reason.render("zh-CN").startswith("template")
        assert refused.reason.render("en-US").startswith("template")
