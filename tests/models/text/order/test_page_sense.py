"""In which sense the lines of a page are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest

from sealstack.models.text.engine import TextEngine
from sealstack.models.text.line_classifier import LineClassifier
from sealstack.models.text.order.page_sense import page_senses
from sealstack.models.values import Image, Quad
from tests.models.text import drawing

LINES = [
    ("General terms of delivery", 60, 60, 36),
    ("12 Mill Road, Green Park", 60, 160, 36),
    ("total. paid", 60, 260, 36),
]


class ErringClassifier(LineClassifier):
    """Calls those strips upside down that a test says it does, whatever they show."""

    def __init__(self, errs: Callable[[Image], bool]) -> None:
        self.errs = errs

    def probabilities(self, strips: Sequence[Image]) -> list[float]:
        return [0.99 if self.errs(strip) else 0.01 for strip in strips]


def erring(engine: TextEngine, errs: Callable[[Image], bool]) -> TextEngine:
    return TextEngine(engine.detector, engine.recognizer, ErringClassifier(errs))


def is_short(strip: Image) -> bool:
    return strip.shape[1] < 260


def level(x: int, y: int, length: int) -> Quad:
    return np.array([[x, y], [x + length, y], [x + length, y + 30], [x, y + 30]], np.float32)


def test_an_upright_line_that_the_classifier_takes_for_turned_is_read_as_its_neighbours(
    engine: TextEngine,
) -> None:
    dark = drawing.page(LINES, 700, 400, ink=(235, 235, 235), paper=(20, 20, 30))
    assert [line.text for line in erring(engine, is_short).read(dark)] == [text for text, *_ in LINES]


def test_a_badly_read_line_of_a_long_page_is_not_turned_for_the_classifiers_word_alone(
    engine: TextEngine,
) -> None:
    many = [
        (f"{number}. The goods are delivered on the day", 60, 50 + 50 * number, 28) for number in range(9)
    ]
    page = drawing.page([*many, ("total. paid", 60, 540, 28)], 800, 620)
    page[530:580] = cv2.GaussianBlur(page[530:580], (0, 0), 2.6)
    assert erring(engine, is_short).read(page)[-1].quad[0, 0] < 100


def test_a_line_alone_is_not_turned_when_it_reads_better_as_it_stands(engine: TextEngine) -> None:
    strip = drawing.line("General terms of delivery")
    (line,) = erring(engine, lambda strip: True).read(strip, detect=False)
    assert line.text == "General terms of delivery"


def test_a_line_that_really_stands_on_its_head_between_others_is_turned(engine: TextEngine) -> None:
    page = drawing.page(LINES, 700, 400)
    page[240:320] = page[240:320][::-1, ::-1]
    lines = engine.read(page)
    assert [line.text for line in lines] == [text for text, *_ in LINES]
    assert lines[-1].quad[0, 0] > lines[-1].quad[1, 0]


@pytest.mark.parametrize("upright", ["total. paid", "nobody"])
def test_on_a_page_on_its_head_all_lines_are_turned(engine: TextEngine, upright: str) -> None:
    page = np.asarray(cv2.rotate(drawing.page(LINES, 700, 400), cv2.ROTATE_180), np.uint8)
    told = erring(engine, lambda strip: not (upright == "total. paid" and is_short(strip))).read(page)
    assert sorted(line.text for line in told) == sorted(text for text, *_ in LINES)


def test_the_longer_lines_tell_the_sense_of_the_page() -> None:
    quads = [level(0, 0, 400), level(0, 50, 300), level(0, 100, 80)]
    sense = page_senses(quads, [False, False, True])
    assert (sense.turned, sense.doubtful) == ((False, False, False), (2,))


def test_lines_down_the_page_are_a_page_of_their_own() -> None:
    down = np.roll(level(500, 0, 30), -1, axis=0) + np.array([[0, 0], [0, 300], [0, 300], [0, 0]], np.float32)
    sense = page_senses([level(0, 0, 900), down, down + 60], [False, True, True])
    assert (sense.turned, sense.doubtful) == ((False, True, True), ())


def test_a_page_without_lines_has_no_sense() -> None:
    assert page_senses([], []).turned == ()
