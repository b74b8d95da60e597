"""The recognizer that travels with the project loads like any other and reads strips better than stock."""

import numpy as np
import pytest

from bench.generator.scenes import make_scene
from sealstack.models import weights
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.text.weights import find_weights
from training.recognizer.evaluate import measure
from training.recognizer.seal_strips import strips_of

CPU = RuntimeOptions("cpu", 1)


@pytest.fixture(scope="module")
def tuned():
    return Recognizer.load(weights.seal_recognizer(), CPU)


@pytest.fixture(scope="module")
def stock():
    return Recognizer.load(find_weights().recognizer, CPU)


def test_the_file_is_small_enough_to_travel():
    assert weights.seal_recognizer().stat().st_size < 12_000_000


def test_a_model_card_lies_beside_it():
    assert weights.seal_recognizer().with_suffix(".md").is_file()


def test_it_knows_the_same_characters_as_the_stock_recognizer(tuned, stock):
    assert tuned.alphabet == stock.alphabet


def test_probabilities_sum_to_one(tuned):
    table = tuned.probabilities([np.full((48, 320, 3), 255, np.uint8)])[0]
    np.testing.assert_allclose(table.sum(axis=1), 1.0, atol=1e-3)


def test_it_reads_worn_arcs_better_than_the_stock_recognizer(tuned, stock):
    strips = []
    for seed in range(8_800_000, 8_800_012):
        scene = make_scene(seed, "medium", shape="round", bundled_only=True)
        strips += [s for s in strips_of(scene, np.random.default_rng(seed), 1) if s.kind == "arc"]
    ours, theirs = measure(tuned, strips)["arc"], measure(stock, strips)["arc"]
    assert ours.nearness > theirs.nearness
    assert ours.exact >= theirs.exact
