"""Sentences in two languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealstack.service.texts import Text, choose_language

GREETING = Text("你好，{name}。", "Hello, {name}.")


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ("zh-CN", "zh-CN"),
        ("en-US", "en-US"),
        ("EN-us", "en-US"),
        ("en", "en-US"),
        (None, "zh-CN"),
        ("", "zh-CN"),
        ("fr-FR", "zh-CN"),
    ],
)
def test_the_language_of_an_answer(asked, chosen):
    assert choose_language(asked) == chosen


def test_a_sentence_is_filled_in_the_language_asked_for():
    assert GREETING.render("zh-CN", name="印章") == "你好，印章。"
    assert GREETING.render("en-US", name="seal") == "Hello, seal."


def test_a_sentence_inside_another_is_said_in_the_same_language():
    assert GREETING.render("zh-CN", name=Text("世界", "world")) == "你好，世界。"


@given(st.text())
def test_whatever_fills_a_sentence_stays_as_it_is(name):
    assert GREETING.filled(name=name).render("en-US") == f"Hello, {name}."
