"""Where characters stand around a rim, and what a strip from here to there shows of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.generator.scenes import make_scene
from bench.generator.truth import CharacterTruth, PathKind, TextPath
from sealstack.models.seal.detect.ring.fit import Ellipse
from training.recognizer.ring_geometry import RingText, jittered, ring_text, shown_between, true_rim

RIM = Ellipse(100.0, 80.0, 50.0, 50.0)


def arc(text, first, last, *, inward=False, rim=RIM, legibility=1.0):
    """Characters from 0.7 to 0.9 of a rim, their middles from turn `first` to turn `last`."""
    characters = []
    for letter, turn in zip(text, np.linspace(first, last, len(text)), strict=True):
        theta = 2 * np.pi * np.array([turn - 0.01, turn + 0.01])
        far, near = rim.points(theta, 0.9), rim.points(theta, 0.7)
        quad = np.array([near[1], near[0], far[0], far[1]] if inward else [far[0], far[1], near[1], near[0]])
        characters.append(CharacterTruth(letter, quad.astype(np.float64), legibility))
    kind = PathKind.ARC_LOWER if inward else PathKind.ARC_OUTER
    return TextPath(kind, text, np.zeros((4, 2)), tuple(characters))


def text_at(letters, turns, text=None, legibility=None):
    turns = np.array(turns, dtype=np.float64)
    legible = np.ones(len(turns)) if legibility is None else np.array(legibility)
    return RingText(text or letters, letters, turns, legible, 0.9, 0.7)


@pytest.mark.parametrize("parallel", [False, True])
def test_characters_are_placed_by_turn_and_height_on_a_circle(parallel):
    text = ring_text(arc("甲乙丙丁", 0.5, 1.0), RIM, parallel)
    np.testing.assert_allclose(text.turns - text.turns[0], [0, 1 / 6, 1 / 3, 1 / 2], atol=2e-3)
    assert text.turns[0] % 1 == pytest.approx(0.5, abs=2e-3)
    assert (text.heads, text.feet) == (pytest.approx(0.9, abs=0.01), pytest.approx(0.7, abs=0.01))
    assert text.outward
    assert text.pitch == pytest.approx(1 / 6, abs=2e-3)


def test_a_text_with_heads_inward_runs_the_other_way():
    text = ring_text(arc("1234", 0.35, 0.15, inward=True), RIM, False)
    assert not text.outward
    assert np.all(np.diff(text.turns) < 0)
    assert text.height == pytest.approx(0.2, abs=0.01)


def test_on_an_ellipse_followed_by_stretching_the_scale_is_that_of_the_ellipse():
    rim = Ellipse(100.0, 80.0, 60.0, 40.0, 30.0)
    text = ring_text(arc("甲乙丙", 0.6, 0.9, rim=rim), rim, False)
    assert (text.heads, text.feet) == (pytest.approx(0.9, abs=0.01), pytest.approx(0.7, abs=0.01))


def test_on_an_ellipse_followed_in_parallel_the_scale_is_a_distance_from_the_rim():
    rim = Ellipse(100.0, 80.0, 60.0, 40.0)
    quad = np.array([[97.0, 44.0], [103.0, 44.0], [103.0, 52.0], [97.0, 52.0]])  # the rim's top is at y 40
    path = TextPath(PathKind.ARC_OUTER, "甲", np.zeros((4, 2)), (CharacterTruth("甲", quad),))
    text = ring_text(path, rim, True)
    assert text.turns[0] % 1 == pytest.approx(0.75, abs=2e-3)
    assert (text.heads, text.feet) == (
        pytest.approx(1 - 4 / 40, abs=0.01),
        pytest.approx(1 - 12 / 40, abs=0.01),
    )


def test_a_path_without_characters_is_no_text():
    assert ring_text(TextPath(PathKind.ARC_OUTER, "", np.zeros((4, 2)), ()), RIM, False) is None


def test_a_strip_round_the_ring_shows_the_whole_title():
    assert shown_between(text_at("甲乙丙丁", [0.5, 0.6, 0.7, 0.8]), 0.2, 1.2) == "甲乙丙丁"


def test_a_strip_that_begins_inside_the_title_shows_its_end_first():
    assert shown_between(text_at("甲乙丙丁", [0.5, 0.6, 0.7, 0.8]), 0.65, 1.65) == "丙丁甲乙"


def test_a_strip_longer_than_the_ring_shows_characters_twice():
    assert shown_between(text_at("甲乙丙丁", [0.5, 0.6, 0.7, 0.8]), 0.45, 1.75) == "甲乙丙丁甲乙丙"


def test_a_strip_whose_end_cuts_a_character_is_refused():
    assert shown_between(text_at("甲乙丙丁", [0.5, 0.6, 0.7, 0.8]), 0.2, 0.71) is None


def test_a_strip_that_shows_a_faded_character_is_refused():
    text = text_at("甲乙丙丁", [0.5, 0.6, 0.7, 0.8], legibility=[1, 0.05, 0.3, 1])
    assert shown_between(text, 0.2, 1.2) is None
    assert shown_between(text, 0.65, 0.85) == "丙丁"


def test_blanks_are_kept_where_the_text_is_whole_and_nothing_is_guessed_where_it_is_not():
    text = text_at("ABCD", [0.5, 0.6, 0.7, 0.8], text="AB CD")
    assert shown_between(text, 0.2, 1.2) == "AB CD"
    assert shown_between(text, 0.65, 1.65) is None


@given(start=st.floats(-1.0, 1.0), shift=st.integers(-2, 2))
def test_whole_turns_make_no_difference(start, shift):
    text = text_at("甲乙丙丁", [0.5, 0.6, 0.7, 0.8])
    moved = text_at("甲乙丙丁", [0.5 + shift, 0.6 + shift, 0.7 + shift, 0.8 + shift])
    near = [abs((start - turn + 0.5) % 1 - 0.5) for turn in text.turns]
    if min(abs(distance - 0.045) for distance in near) > 1e-6:
        assert shown_between(text, start, start + 1) == shown_between(moved, start, start + 1)


def test_most_of_a_text_must_be_legible():
    assert text_at("甲乙丙", [0.5, 0.6, 0.7], legibility=[1, 1, 0.4]).readable
    assert not text_at("甲乙丙", [0.5, 0.6, 0.7], legibility=[1, 0.2, 0.2]).readable


@pytest.mark.parametrize("shape", ["round", "oval"])
def test_every_character_of_a_generated_seal_stands_inside_its_true_rim(shape):
    truth = make_scene(71, "easy", shape=shape, bundled_only=True).truths[0]
    rim = true_rim(truth)
    for path in truth.paths:
        text = ring_text(path, rim, False)
        assert max(text.heads, text.feet) < 1.0


def test_a_jittered_rim_stays_near_the_true_one():
    rims = [jittered(RIM, np.random.default_rng(seed)) for seed in range(200)]
    shifts = np.array([np.hypot(rim.x - RIM.x, rim.y - RIM.y) for rim in rims]) / RIM.radius
    sizes = np.array([rim.radius for rim in rims]) / RIM.radius
    assert np.median(shifts) < 0.02
    assert shifts.max() < 0.075
    assert 0.9 < sizes.min() < sizes.max() < 1.08
