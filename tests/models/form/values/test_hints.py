"""Hints choose among candidates and invent nothing."""

from __future__ import annotations

import numpy as np
import pytest

from sealstack.models.form.template import Hint, HintKind
from sealstack.models.form.values.hints import best_for_hint, suits
from sealstack.models.values import TextLine

DIGITS, DATE, AMOUNT = Hint(HintKind.DIGITS), Hint(HintKind.DATE), Hint(HintKind.AMOUNT)


def line(text: str, score: float = 0.9) -> TextLine:
    return TextLine(np.zeros((4, 2), np.float32), text, score)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("0123456789", DIGITS),
        ("6222 0200 1234", DIGITS),
        ("2019年8月21日", DATE),
        ("2019-08-21", DATE),
        ("21 Aug 2019", DATE),
        ("20190821", DATE),
        ("￥1,234.50", AMOUNT),
        ("53.0元", AMOUNT),
        ("K051971", Hint(HintKind.REGEX, r"[A-Z]\d{6}")),
    ],
)
def test_values_that_look_as_told_suit(text: str, hint: Hint) -> None:
    assert suits(text, hint)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("O123", DIGITS),
        ("2019年13月21日", DATE),
        ("2019-08/21", DATE),
        ("1.234.50", AMOUNT),
        ("", DIGITS),
        ("K05197", Hint(HintKind.REGEX, r"[A-Z]\d{6}")),
    ],
)
def test_values_that_look_otherwise_do_not(text: str, hint: Hint) -> None:
    assert not suits(text, hint)


def test_the_likeliest_candidate_that_suits_is_chosen() -> None:
    told = [line("1O5", 0.9), line("l05", 0.85), line("105", 0.8), line("106", 0.7)]
    assert best_for_hint(told, DIGITS).text == "105"


def test_without_a_suiting_candidate_the_first_stays() -> None:
    assert best_for_hint([line("abc"), line("abd")], DIGITS).text == "abc"


def test_an_unlikely_candidate_is_not_believed_for_its_looks() -> None:
    assert best_for_hint([line("O5", 0.9), line("05", 0.3)], DIGITS).text == "O5"
