"""The shapes of values."""

from __future__ import annotations

import pytest

from sealstack.models.form.align.shape import alike, shape_of


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("K498559", "A0"),
        ("2011年01月23日", "0年0月0日"),
        ("￥8.20", "¥0.0"),
        ("长沙站", "文"),
        ("08车09C号", "0文0A文"),
        (" 22:08 ", "0:0"),
    ],
)
def test_a_value_has_the_shape_of_its_kinds_of_letters(text: str, shape: str) -> None:
    assert shape_of(text) == shape


def test_values_of_one_field_are_alike_and_those_of_another_are_not() -> None:
    date = shape_of("2011年01月23日")
    assert alike(date, shape_of("2017年6月13日")) == 1.0
    assert alike(date, shape_of("开票日期：2017年6月13日")) > 0.7
    assert alike(date, shape_of("长沙站")) < 0.4


def test_what_says_nothing_is_neither_alike_nor_unlike() -> None:
    assert alike("", "0") == 0.5
