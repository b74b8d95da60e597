"""What makes a text along an arc."""

import cv2
import numpy as np
import pytest

from models.seal.arc_text import is_blank, text_along, words_of
from models.seal.jury import Verdict
from models.seal.ring import Ellipse
from models.seal.separate import Renderings
from models.seal.unwarp import Arc

RIM = Ellipse(100.0, 100.0, 90.0, 90.0)


def row(text: str, score: float = 0.9) -> list[Verdict]:
    """Characters at even distances."""
    return [Verdict(one, 0.1 + 0.1 * place, score) for place, one in enumerate(text)]


def test_a_long_and_sure_row_is_a_text_and_others_are_none() -> None:
    assert [verdict.text for verdict in words_of(row("后勤处"), 3, 0.7)] == ["后", "勤", "处"]
    assert words_of(row("后勤"), 3, 0.7) == []
    assert words_of(row("后勤处", 0.6), 3, 0.7) == []


def test_figures_are_no_words() -> None:
    assert words_of(row("3301020304"), 3, 0.7) == []


def test_ink_along_an_arc_is_seen_there_alone() -> None:
    picture = np.full((200, 200, 3), 255, np.uint8)
    cv2.ellipse(picture, (100, 100), (45, 45), 0, 230, 310, (40, 40, 40), 8)
    shown = Renderings({"colour": picture, "grey": picture}, np.zeros((200, 200), np.float32))
    assert not is_blank(shown, RIM, Arc(0.58, 0.42, 0.65, 0.2))
    assert is_blank(shown, RIM, Arc(0.58, 0.42, 0.15, 0.2))


def test_a_texts_polygon_reaches_from_its_first_character_to_its_last() -> None:
    text = text_along(RIM, Arc(0.6, 0.4, 0.5, 0.5), row("后勤处"))
    assert text.text == "后勤处"
    assert text.score == pytest.approx(0.9)
    radius = np.hypot(*(text.polygon - 100).T)
    assert radius.min() == pytest.approx(0.4 * 90, abs=0.5)
    assert radius.max() == pytest.approx(0.6 * 90, abs=0.5)
