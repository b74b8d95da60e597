"""The decision what is a seal: what it is fitted to, and how its reliability is told."""

import numpy as np
import pytest

from sealstack.models.seal.verify import Weights
from training import verification
from training.verification import CandidateReader, Sample, fit, held_out, reliability


def drawn_by(weights: np.ndarray, count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Evidence at random, and seals as likely as some weights say."""
    rng = np.random.default_rng(seed)
    seen = np.column_stack([rng.normal(0, 2, (count, len(weights) - 1)), np.ones(count)])
    return seen, rng.random(count) < 1 / (1 + np.exp(-seen @ weights))


def test_weights_that_made_the_samples_are_found_again() -> None:
    weights = np.array([1.5, -0.7, 0.4])
    assert fit(*drawn_by(weights, 20_000)) == pytest.approx(weights, abs=0.08)


def test_what_never_occurs_without_a_seal_is_not_trusted_without_bounds() -> None:
    seen = np.array([[1.0, 1.0]] * 5 + [[0.0, 1.0]] * 5)
    weights = fit(seen, seen[:, 0] == 1)
    assert np.abs(weights).max() < 10


def test_held_out_probabilities_are_of_weights_that_did_not_see_the_picture() -> None:
    seen, seals = drawn_by(np.array([2.0, 0.0]), 400)
    samples = [
        Sample(seed, tuple(one), bool(seal)) for seed, (one, seal) in enumerate(zip(seen, seals, strict=True))
    ]
    spoilt = [Sample(s.seed, s.seen, not s.seal if s.seed % 5 == 0 else s.seal) for s in samples]
    fifth = np.arange(400) % 5 == 0
    np.testing.assert_array_equal(held_out(samples)[fifth], held_out(spoilt)[fifth])


def test_the_table_tells_the_share_of_seals_by_probability() -> None:
    likely = np.array([0.05, 0.6, 0.6, 0.98, 1.0])
    table = reliability(likely, np.array([False, True, False, True, True]))
    assert table.splitlines()[2:] == [
        "| 0 to 0.1 | 1 | 0.05 | 0.00 |",
        "| 0.5 to 0.7 | 2 | 0.60 | 0.50 |",
        "| 0.97 to 1 | 2 | 0.99 | 1.00 |",
    ]


def test_a_seed_draws_the_same_picture_with_the_boxes_of_its_seals() -> None:
    image, boxes = verification.draw(702_003)
    again, _ = verification.draw(702_003)
    np.testing.assert_array_equal(image, again)
    height, width = image.shape[:2]
    assert all(x < width and y < height and w > 0 and h > 0 for x, y, w, h in boxes)


def test_candidates_of_a_seal_and_of_none_are_told_apart() -> None:
    reader = CandidateReader()
    image, box = _a_page_with_a_seal()
    (right,) = reader.samples(image, [box], seed=7)
    (wrong,) = reader.samples(image, [], seed=7)
    assert (right.seal, wrong.seal) == (True, False)
    assert right.seen == wrong.seen
    assert len(right.seen) == len(Weights.__dataclass_fields__)


def test_a_candidate_that_is_half_a_seal_is_neither() -> None:
    image, (x, y, width, height) = _a_page_with_a_seal()
    assert CandidateReader().samples(image, [(x, y, width, 0.4 * height)]) == []


def _a_page_with_a_seal() -> tuple[np.ndarray, tuple[float, float, float, float]]:
    from bench.generator.scenes import make_scene

    scene = make_scene(3, "easy", "crop", shape="round", bundled_only=True)
    x, y, width, height = scene.truths[0].box
    return scene.image, (float(x), float(y), float(width), float(height))
