"""The recognizer reads strips of every size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.engine import TextEngine
from sealstack.models.text.recognition.ctc import Reading
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.text.weights import find_weights
from tests.models.text import drawing

TITLE = "上海市公安局出入境管理局"


@pytest.fixture(scope="module")
def recognizer(engine: TextEngine) -> Recognizer:
    return engine.recognizer


def test_the_dictionary_has_the_blank_the_characters_and_the_space(recognizer: Recognizer) -> None:
    assert len(recognizer.alphabet) == 18_710
    assert recognizer.alphabet[0] == ""
    assert recognizer.alphabet[1] == "!"
    assert recognizer.alphabet[-1] == " "


@pytest.mark.parametrize("size", [16, 24, 48, 96, 200])
def test_text_of_any_size(recognizer: Recognizer, size: int) -> None:
    (reading,) = recognizer.read([drawing.line(TITLE, size=size, margin=size // 6)])
    assert reading.text == TITLE
    assert reading.score > 0.9


def test_strips_keep_their_order_and_do_not_disturb_each_other(recognizer: Recognizer) -> None:
    texts = [TITLE, "合同专用章", "Invoice No. 20240815", "章", "2024年8月15日", "财务"]
    strips = [drawing.line(text) for text in texts]
    together = recognizer.read(strips)
    assert [reading.text for reading in together] == texts
    for strip, reading in zip(strips, together, strict=True):
        (alone,) = recognizer.read([strip])
        assert alone.text == reading.text
        assert alone.score == pytest.approx(reading.score, abs=1e-4)


def test_no_strips(recognizer: Recognizer) -> None:
    assert recognizer.read([]) == []
    assert recognizer.probabilities([]) == []


def test_an_empty_strip_says_nothing(recognizer: Recognizer) -> None:
    assert recognizer.read([np.full((48, 300, 3), 255, np.uint8)]) == [Reading("", 0.0)]


def test_a_very_long_strip_is_read_to_its_end(recognizer: Recognizer) -> None:
    text = "".join(f"{number}号合同" for number in range(1000, 1040))
    strip = drawing.line(text)
    assert strip.shape[1] > 3 * 2048
    (reading,) = recognizer.read([strip])
    assert reading.text == text


@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (5000, 1)])
def test_strips_of_extreme_form_are_harmless(recognizer: Recognizer, shape: tuple[int, int]) -> None:
    (reading,) = recognizer.read([np.zeros((*shape, 3), np.uint8)])
    assert reading.text == ""


def test_a_strip_without_pixels_is_refused(recognizer: Recognizer) -> None:
    with pytest.raises(ValueError, match="a strip is"):
        recognizer.read([np.zeros((0, 10, 3), np.uint8)])


def test_characters_stand_where_they_are_drawn(recognizer: Recognizer) -> None:
    margin, size = 30, 40
    strip = drawing.line("合同专用章", size=size, margin=margin)
    (reading,) = recognizer.read([strip], characters=True)
    assert [character.text for character in reading.characters] == list("合同专用章")
    width = strip.shape[1]
    for number, character in enumerate(reading.characters):
        middle = (margin + size * (number + 0.5)) / width
        start, end = character.span
        assert start < middle < end
        assert (start + end) / 2 == pytest.approx(middle, abs=0.35 * size / width)


def test_probabilities_are_those_of_the_strip_without_padding(recognizer: Recognizer) -> None:
    strip = drawing.line("合同", size=38, margin=5)
    (table,) = recognizer.probabilities([strip])
    columns = -(-strip.shape[1] * 48 // strip.shape[0] // 8)
    assert abs(len(table) - columns) <= 1
    assert table.shape[1] == len(recognizer.alphabet)
    np.testing.assert_allclose(table.sum(axis=1), 1, atol=1e-3)
    assert recognizer.decode(table) == recognizer.read([strip])[0]


def test_averaged_probabilities_of_two_renderings_decode(recognizer: Recognizer) -> None:
    sharp = drawing.line(TITLE)
    blurred = cv2.GaussianBlur(sharp, (0, 0), 1.2)
    tables = recognizer.probabilities([sharp, np.asarray(blurred, dtype=np.uint8)])
    assert recognizer.decode((tables[0] + tables[1]) / 2).text == TITLE


class FixedSession:
    """A network that answers every batch with the same class in all columns."""

    provider = "FixedProvider"

    def __init__(self, classes: int, metadata: Mapping[str, str]) -> None:
        self.classes = classes
        self.metadata = metadata
        self.batches: list[tuple[int, ...]] = []

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        self.batches.append(batch.shape)
        result = np.zeros((len(batch), batch.shape[3] // 8, self.classes), np.float32)
        result[:, :, 1] = 1
        return result

    def run_all(self, batches: Iterable[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
        return map(self.run, batches)


def test_a_network_that_does_not_fit_its_dictionary_is_refused() -> None:
    with pytest.raises(ValueError, match="5 classes, its list names 4"):
        Recognizer(FixedSession(5, {"character": "a\nb"}))


def test_a_network_without_dictionary_is_refused() -> None:
    with pytest.raises(ValueError, match="no `character` list"):
        Recognizer(FixedSession(5, {}))


def test_a_file_that_is_no_recognizer_is_refused() -> None:
    with pytest.raises(ValueError, match="no `character` list"):
        Recognizer.load(find_weights().line_classifier, RuntimeOptions())


def test_batches_are_bounded_by_their_width() -> None:
    session = FixedSession(4, {"character": "a\nb"})
    recognizer = Recognizer(session, widest_batch=1000)
    session.batches.clear()
    strips = [np.zeros((48, width, 3), np.uint8) for width in (100, 200, 300, 310, 2000, 700)]
    for strip in strips:
        strip[20:30, 40:60] = 255
    assert [reading.text for reading in recognizer.read(strips)] == ["a"] * 6
    assert session.batches == [
        (1, 3, 48, 2048),
        (1, 3, 48, 704),
        (2, 3, 48, 320),
        (1, 3, 48, 224),
        (1, 3, 48, 128),
    ]


def test_strips_without_ink_are_not_shown_to_the_network() -> None:
    session = FixedSession(4, {"character": "a\nb"})
    recognizer = Recognizer(session)
    session.batches.clear()
    blank, printed = np.full((48, 100, 3), 255, np.uint8), np.zeros((48, 100, 3), np.uint8)
    printed[20:30, 40:60] = 255
    assert [reading.text for reading in recognizer.read([blank, printed, blank])] == ["", "a", ""]
    assert [told[0].text for told in recognizer.read_candidates([printed, blank], [1, 1])] == ["a", ""]
    assert len(session.batches) == 2
