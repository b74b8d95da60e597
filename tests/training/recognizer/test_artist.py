"""What the artist draws: strips with their labels, of the kinds that recognizers find hard."""

import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

from bench.generator.design import Outline
from bench.generator.designs import design_of
from training.recognizer.artist import StripArtist
from training.recognizer.seal_scenes import KINDS, seal_scene, white_on_ink

pytestmark = pytest.mark.slow

SEEDS = range(40)


@pytest.fixture(scope="module")
def samples():
    return [sample for seed in SEEDS for sample in StripArtist().draw(seed)]


def test_a_sample_is_a_strip_of_the_recognizers_height_and_what_it_says(samples):
    for sample in samples:
        (pixels,) = sample.arrays
        assert sample.kind == "strip"
        assert pixels.dtype == np.uint8
        assert pixels.shape[0] == 48
        assert pixels.shape[2] == 3
        assert sample.note["text"] == sample.note["text"].strip() != ""
        assert sample.note["difficulty"] in {"easy", "medium", "hard"}


def test_a_seed_gives_the_same_samples():
    one, other = StripArtist().draw(7), StripArtist().draw(7)
    assert [sample.note for sample in one] == [sample.note for sample in other]
    assert all(np.array_equal(a.arrays[0], b.arrays[0]) for a, b in zip(one, other, strict=True))


def test_about_a_fifth_is_print_and_the_rest_arcs_and_lines(samples):
    kinds = Counter(sample.note["kind"] for sample in samples)
    assert {"arc", "lower", "line", "print"} <= set(kinds)
    assert 0.15 < kinds["print"] / len(samples) < 0.3
    assert 0.25 < kinds["line"] / len(samples) < 0.55


def test_an_artist_needs_no_network_and_no_polygon_library():
    """It draws where only NumPy, OpenCV and Pillow are installed."""
    script = (
        "import sys\n"
        "for name in ('torch', 'onnxruntime', 'pyclipper', 'shapely', 'scipy', 'flask'):\n"
        "    sys.modules[name] = None\n"
        "from training.recognizer.artist import StripArtist\n"
        "StripArtist().draw(3)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)


def test_the_shares_of_kinds_are_of_a_whole():
    assert sum(share for _, share in KINDS.values()) == pytest.approx(1)


def test_a_long_title_has_twenty_to_thirty_characters():
    for seed in range(6):
        design = KINDS["long title"][0](np.random.default_rng(seed))
        assert 20 <= len(design.paths[0].text) <= 30


def test_small_ovals_are_80_to_170_pixels_wide_with_14_to_18_characters():
    found = []
    for seed in range(80):
        scene = seal_scene(np.random.default_rng(seed))
        found += [t for t in scene.truths if t.shape == "oval" and 14 <= len(t.paths[0].text) <= 18]
    widths = [np.hypot(*truth.homography[:2, 0]) * 2 for truth in found]
    assert any(75 < width < 175 for width in widths)


def test_half_of_the_titles_have_characters_of_8_to_16_pixels():
    heights = []
    for seed in range(60):
        for truth in seal_scene(np.random.default_rng(seed)).truths[:1]:
            quads = [c.quad for path in truth.paths if path.of_body for c in path.characters]
            heights.append(np.median([np.linalg.norm(quad[3] - quad[0]) for quad in quads]))
    assert 0.3 < np.mean(np.array(heights) < 17) < 0.8
    assert min(heights) > 5


def test_white_on_ink_leaves_the_text_and_inks_the_ground():
    design = design_of(np.random.default_rng(4), "oval", bundled_only=True)
    turned = white_on_ink(design)
    assert turned.inverted
    assert turned.runs == design.runs
    assert [type(item) for item in turned.drawing] == [Outline]
    plate, _ = turned.plate(80)
    assert plate[plate.shape[0] // 2, 15] == 1
    assert plate[0, 0] == 0
