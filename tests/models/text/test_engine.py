"""The engine: pictures in, lines out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
import pytest

from sealstack.models.runtime import DeviceUnavailable, RuntimeOptions
from sealstack.models.text.engine import TextEngine
from sealstack.models.values import Image, TextLine
from tests.models.runtime.test_session import has_no_cuda
from tests.models.text import drawing

pytestmark = pytest.mark.slow

LINES = [
    ("甲方在合同签订后十日内付款", 60, 80, 34),
    ("Total amount 1,250.00", 60, 200, 30),
    ("乙方应当提供发票", 60, 320, 40),
]
TEXTS = [text for text, *_ in LINES]


@pytest.fixture(scope="module")
def contract() -> Image:
    return drawing.page(LINES, 700, 740)


@pytest.fixture(scope="module")
def lines(engine: TextEngine, contract: Image) -> list[TextLine]:
    """What the contract says, read without options."""
    return engine.read(contract)


def test_the_provider_in_use_is_told(engine: TextEngine) -> None:
    assert engine.provider == "CPUExecutionProvider"


def test_lines_are_read_in_order(lines: list[TextLine]) -> None:
    assert [line.text for line in lines] == TEXTS
    assert all(0.9 < line.score <= 1 for line in lines)
    assert all(line.characters == () for line in lines)
    assert all(line.quad.shape == (4, 2) and line.quad.dtype == np.float32 for line in lines)


def test_characters_on_request(engine: TextEngine, contract: Image) -> None:
    for line in engine.read(contract, characters=True):
        assert "".join(character.text for character in line.characters) == line.text
        mean = np.mean([character.score for character in line.characters])
        assert mean == pytest.approx(line.score)


def test_detection_alone(engine: TextEngine, contract: Image) -> None:
    lines = engine.read(contract, recognize=False)
    assert [line.text for line in lines] == ["", "", ""]
    assert [line.score for line in lines] == [score for _, score in engine.detector.detect(contract)]


def test_recognition_alone_takes_the_whole_picture_for_one_line(engine: TextEngine) -> None:
    strip = drawing.line("合同专用章")
    (line,) = engine.read(strip, detect=False)
    assert line.text == "合同专用章"
    height, width = strip.shape[:2]
    assert line.quad.tolist() == [[0, 0], [width, 0], [width, height], [0, height]]


def test_recognition_alone_answers_even_for_an_empty_picture(engine: TextEngine) -> None:
    (line,) = engine.read(np.full((40, 200, 3), 255, np.uint8), detect=False)
    assert (line.text, line.score) == ("", 0.0)


def test_an_empty_picture_has_no_lines(engine: TextEngine) -> None:
    assert engine.read(np.full((200, 300, 3), 255, np.uint8)) == []


def test_lines_read_with_less_than_the_minimum_score_are_left_out(
    engine: TextEngine, contract: Image, lines: list[TextLine]
) -> None:
    worst = min(line.score for line in lines)
    kept = engine.read(contract, minimum_score=worst + 1e-6)
    assert [line.text for line in kept] == [line.text for line in lines if line.score > worst]
    assert len(kept) < len(lines)


def test_a_line_on_its_head_is_read_and_its_quad_runs_with_the_text(engine: TextEngine) -> None:
    upright = drawing.page([("甲方在合同签订后十日内付款", 100, 300, 36)], 700, 740)
    (line,) = engine.read(np.asarray(cv2.rotate(upright, cv2.ROTATE_180), dtype=np.uint8))
    assert line.text == "甲方在合同签订后十日内付款"
    assert line.quad[0, 0] > line.quad[1, 0]
    assert line.quad[0, 1] > line.quad[3, 1]


def test_without_the_classifier_a_line_on_its_head_stays_there(engine: TextEngine) -> None:
    upright = drawing.page([("甲方在合同签订后十日内付款", 100, 300, 36)], 700, 740)
    on_its_head = np.asarray(cv2.rotate(upright, cv2.ROTATE_180), dtype=np.uint8)
    lines = engine.read(on_its_head, classify=False, minimum_score=0.0)
    assert all(line.text != "甲方在合同签订后十日内付款" for line in lines)


@pytest.mark.parametrize("turn", [cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_a_line_down_or_up_the_page_is_read(engine: TextEngine, turn: int) -> None:
    upright = drawing.page([("甲方在合同签订后十日内付款", 100, 300, 36)], 700, 740)
    (line,) = engine.read(np.asarray(cv2.rotate(upright, turn), dtype=np.uint8))
    assert line.text == "甲方在合同签订后十日内付款"
    down = line.quad[1, 1] > line.quad[0, 1]
    assert down == (turn == cv2.ROTATE_90_CLOCKWISE)


def test_white_on_blue_and_red_on_yellow(engine: TextEngine) -> None:
    for ink, paper in [((255, 255, 255), (20, 40, 140)), ((190, 20, 20), (250, 235, 150))]:
        picture = drawing.page(LINES[:1], 600, 400, ink=ink, paper=paper)
        assert [line.text for line in engine.read(picture)] == TEXTS[:1]


def test_options_of_one_call_do_not_reach_the_next(
    engine: TextEngine, contract: Image, lines: list[TextLine]
) -> None:
    engine.read(contract, detect=False, classify=False, recognize=False)
    engine.read(contract, characters=True, classify=False, minimum_score=0.999999)
    assert same(engine.read(contract), lines)


def test_threads_sharing_an_engine_read_what_one_thread_reads(engine: TextEngine, contract: Image) -> None:
    jobs: list[tuple[Image, dict[str, Any]]] = [
        (contract, {}),
        (drawing.line("合同专用章"), {"detect": False}),
        (contract, {"recognize": False}),
        (drawing.line("甲方在合同签订后十日内付款"), {"detect": False, "characters": True}),
        (drawing.page(LINES[2:], 420, 480), {"classify": False}),
    ]
    expected = [engine.read(picture, **options) for picture, options in jobs]
    order = np.random.default_rng(3).permutation(np.repeat(np.arange(len(jobs)), 2)).tolist()
    with ThreadPoolExecutor(max_workers=4) as pool:
        answers = list(pool.map(lambda number: engine.read(jobs[number][0], **jobs[number][1]), order))
    for number, answer in zip(order, answers, strict=True):
        assert same(answer, expected[number])


@has_no_cuda
def test_a_gpu_that_is_not_there_is_an_error() -> None:
    with pytest.raises(DeviceUnavailable):
        TextEngine.load(RuntimeOptions(device="gpu"))


def same(one: list[TextLine], other: list[TextLine]) -> bool:
    """Whether two readings are identical, to the last bit."""
    return len(one) == len(other) and all(
        (a.text, a.score, a.characters) == (b.text, b.score, b.characters) and np.array_equal(a.quad, b.quad)
        for a, b in zip(one, other, strict=True)
    )
