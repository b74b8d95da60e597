"""Strips cut out of generated seals show what their labels say."""

import numpy as np
import pytest

from bench.generator.scenes import make_scene
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.text.weights import find_weights
from training.recognizer.evaluate import measure
from training.recognizer.seal_strips import WIDEST, strips_of


def easy_strips(shape, seeds, titles=2):
    made = []
    for seed in seeds:
        scene = make_scene(seed, "easy", shape=shape, grey=False, bundled_only=True)
        made += strips_of(scene, np.random.default_rng(seed), titles)
    return made


@pytest.fixture(scope="module")
def round_strips():
    return easy_strips("round", range(310, 318))


def test_strips_are_made_for_the_recognizer(round_strips):
    assert len(round_strips) >= 16
    for strip in round_strips:
        assert strip.pixels.dtype == np.uint8
        assert strip.pixels.shape[0] == 48
        assert strip.pixels.shape[2] == 3
        assert 24 <= strip.width <= WIDEST
        assert strip.text == strip.text.strip() != ""


def test_a_seed_gives_the_same_strips():
    one, other = easy_strips("round", [312]), easy_strips("round", [312])
    assert [strip.text for strip in one] == [strip.text for strip in other]
    assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(one, other, strict=True))


def test_the_stock_recognizer_finds_the_labels_right_where_it_reads_well(round_strips):
    """A label that were shifted or of another path would never be read: this guards the geometry."""
    recognizer = Recognizer.load(find_weights().recognizer, RuntimeOptions("cpu", 1))
    arcs = [strip for strip in round_strips if strip.kind == "arc"]
    tally = measure(recognizer, arcs)["arc"]
    assert tally.nearness / tally.count > 0.75


def test_name_seals_with_columns_give_their_characters_side_by_side():
    strips = [strip for strip in easy_strips("rectangle", range(400, 408)) if strip.kind == "cells"]
    assert strips
    for strip in strips:
        assert strip.width % len(strip.text) == 0


def test_lines_of_rectangles_are_cut_too():
    assert any(strip.kind == "line" for strip in easy_strips("rectangle", range(400, 404)))
