"""Printed lines say what their labels say."""

import numpy as np
import pytest

from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.text.weights import find_weights
from training.recognizer.evaluate import measure
from training.recognizer.printed_lines import printed_line


@pytest.fixture(scope="module")
def lines():
    return [printed_line(np.random.default_rng(seed), "easy") for seed in range(16)]


@pytest.fixture(scope="module")
def stock():
    return Recognizer.load(find_weights().recognizer, RuntimeOptions("cpu", 1))


def test_clean_lines_are_read_by_the_stock_recognizer(lines, stock):
    tally = measure(stock, lines)["print"]
    assert tally.exact >= 0.85 * tally.count


def test_labels_neither_begin_nor_end_with_a_blank(lines):
    assert all(line.text == line.text.strip() for line in lines)


def test_a_seed_gives_the_same_line():
    one, other = (printed_line(np.random.default_rng(5), "hard") for _ in range(2))
    assert one.text == other.text
    assert np.array_equal(one.pixels, other.pixels)
