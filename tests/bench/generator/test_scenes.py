"""Whole pictures: their truth fits them, a seed repeats them."""

import numpy as np
import pytest

from bench.generator.designs import SHAPES
from bench.generator.difficulty import DIFFICULTIES
from bench.generator.pressing import VISIBLE
from bench.generator.scenes import make_scene
from bench.generator.truth import UNREADABLE, project

SHAPE_SEEDS = [(shape, seed) for shape in SHAPES for seed in range(4)]
SOME = [("crop", seed) for seed in range(8)] + [("page", seed) for seed in range(3)]


@pytest.mark.parametrize(("kind", "seed"), SOME)
def test_the_same_seed_gives_the_same_picture_and_truth(kind, seed):
    first = make_scene(seed, kind=kind, bundled_only=True)
    second = make_scene(seed, kind=kind, bundled_only=True)
    assert np.array_equal(first.image, second.image)
    assert [t.box for t in first.truths] == [t.box for t in second.truths]
    assert [t.body for t in first.truths] == [t.body for t in second.truths]


def test_another_seed_gives_another_picture():
    assert make_scene(1, bundled_only=True).truths[0].body != make_scene(2, bundled_only=True).truths[0].body


@pytest.mark.parametrize(("kind", "seed"), SOME)
def test_a_box_holds_its_seals_ink_and_no_more(kind, seed):
    scene = make_scene(seed, kind=kind, with_masks=True, bundled_only=True)
    assert len(scene.masks) == len(scene.truths)
    for truth, mask in zip(scene.truths, scene.masks, strict=True):
        assert mask.shape == scene.image.shape[:2]
        rows, columns = np.nonzero(mask > VISIBLE)
        x, y, width, height = truth.box
        assert (columns.min(), rows.min()) == (x, y)
        assert (columns.max() + 1, rows.max() + 1) == (x + width, y + height)


@pytest.mark.parametrize(("shape", "seed"), SHAPE_SEEDS)
def test_readable_characters_lie_in_the_box(shape, seed):
    scene = make_scene(seed, "easy", shape=shape, bundled_only=True)
    truth = scene.truths[0]
    x, y, width, height = truth.box
    for path in truth.paths:
        for character in path.characters:
            if character.legibility >= UNREADABLE:
                middle = character.quad.mean(axis=0)
                assert x <= middle[0] <= x + width
                assert y <= middle[1] <= y + height
    for path in truth.paths:
        if not {"cut", "partial"} & set(truth.tags):
            assert np.all(path.polygon >= np.array([x, y]) - 0.06 * max(width, height))
            assert np.all(path.polygon <= np.array([x + width, y + height]) + 0.06 * max(width, height))


@pytest.mark.parametrize(("shape", "seed"), SHAPE_SEEDS)
def test_the_shape_asked_for_comes(shape, seed):
    truth = make_scene(seed, shape=shape, bundled_only=True).truths[0]
    assert truth.shape == shape
    assert not truth.shape_alternatives or shape in truth.shape_alternatives


@pytest.mark.parametrize("seed", range(6))
def test_the_pose_maps_the_seals_own_frame_onto_its_ink(seed):
    scene = make_scene(seed, "easy", shape="round", with_masks=True, bundled_only=True)
    truth, mask = scene.truths[0], scene.masks[0]
    turn = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    rim = max(sampled(mask, project(truth.homography, r * circle)).mean() for r in (0.97, 0.98, 0.99, 0.995))
    outside = sampled(mask, project(truth.homography, 1.06 * circle)).mean()
    assert rim > 0.2
    assert outside < 0.2 * rim


def sampled(mask, points):
    inside = (points >= 0).all(axis=1) & (points < np.array(mask.shape[::-1]) - 1).all(axis=1)
    columns, rows = np.round(points[inside]).astype(int).T
    return mask[rows, columns]


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_difficulty_is_tagged(difficulty):
    scene = make_scene(3, difficulty, bundled_only=True)
    assert scene.difficulty == difficulty
    assert scene.tags[0] == difficulty
    assert scene.truths[0].tags[0] == difficulty


def test_easy_titles_can_be_read():
    lost = total = 0
    for seed in range(24):
        for truth in make_scene(seed, "easy", bundled_only=True).truths:
            if "cut" in truth.tags:
                continue
            letters = [c for path in truth.paths if path.of_body for c in path.characters]
            total += len(letters)
            lost += sum(c.legibility < UNREADABLE for c in letters)
    assert lost / total < 0.01


def test_a_seal_that_the_picture_cuts_is_tagged_and_boxed_inside_it():
    cut = [
        (scene, truth)
        for scene in (make_scene(seed, "hard", bundled_only=True) for seed in range(40))
        for truth in scene.truths
        if "cut" in truth.tags
    ]
    assert cut
    for scene, truth in cut:
        x, y, width, height = truth.box
        assert 0 <= x < x + width <= scene.image.shape[1]
        assert 0 <= y < y + height <= scene.image.shape[0]
        assert truth.in_picture < 0.98


def test_a_grey_copy_has_no_colour():
    scene = make_scene(5, grey=True, bundled_only=True)
    assert scene.truths[0].colour == "gray"
    assert np.ptp(scene.image.astype(int), axis=2).max() <= 2


def test_some_pages_have_no_seal_and_some_several():
    counts = {len(make_scene(seed, "easy", "page", bundled_only=True).truths) for seed in range(9)}
    assert 0 in counts
    assert max(counts) >= 2


def test_what_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="difficulty"):
        make_scene(0, "impossible")
    with pytest.raises(ValueError, match="kind"):
        make_scene(0, kind="book")
