"""The sample picture of the package."""

from importlib.resources import files

import cv2
import numpy as np

from bench.generator.sample import COMPANY, PERSON, PURPOSE, SERIAL, make_sample, write_sample
from bench.generator.truth import UNREADABLE


def test_the_sample_has_two_seals_with_every_character_clear():
    _, truths = make_sample()
    assert [(t.shape, t.body, t.others) for t in truths] == [
        ("round", COMPANY, (PURPOSE, SERIAL)),
        ("rectangle", PERSON, ()),
    ]
    legible = [c.legibility for t in truths for path in t.paths for c in path.characters]
    assert min(legible) > 2 * UNREADABLE


def test_the_sample_is_small_enough_to_carry(tmp_path):
    assert write_sample(tmp_path / "sample.jpg") < 300_000


def test_the_package_carries_this_sample():
    """Drawn anew it is the same but for what JPEG coders and font renderers differ in."""
    carried = files("sealstack").joinpath("sample/contract.jpg").read_bytes()
    kept = cv2.imdecode(np.frombuffer(carried, np.uint8), cv2.IMREAD_COLOR)
    drawn, _ = make_sample()
    assert kept.shape == drawn.shape
    assert np.abs(kept.astype(int) - drawn.astype(int)).mean() < 4
