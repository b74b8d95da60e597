"""The wide lexicon: real places, rare and traditional characters, and nothing of it outside its block."""

import numpy as np
import pytest

from bench.generator import names
from bench.generator.names.lexicon import gazetteer, rare_characters, real_place, traditional, wide


def composed(seed, count=40):
    rng = np.random.default_rng(seed)
    return [names.company(rng) for _ in range(count)] + [names.authority(rng) for _ in range(count)]


def test_names_outside_the_block_stay_as_they_are():
    before = composed(3)
    with wide():
        inside = composed(3)
    assert inside != before
    assert composed(3) == before


def test_rare_characters_turn_up_in_wide_names():
    with wide():
        text = "".join(composed(1, 1500))
    assert len(set(text) & set(rare_characters())) > 600
    assert len(set(text) & set(names.common_characters())) > 2200


def test_names_come_in_traditional_characters_when_asked():
    with wide(in_traditional=True):
        assert all(traditional(name) == name for name in composed(2))


@pytest.mark.parametrize(("simplified", "expected"), [("资阳总公司", "資陽總公司"), ("中山", "中山")])
def test_traditional_forms(simplified, expected):
    assert traditional(simplified) == expected


def test_places_are_real():
    assert "栖霞区" in gazetteer("districts")
    places = set(gazetteer("districts") + gazetteer("streets"))
    assert any(real_place(np.random.default_rng(seed)) in places for seed in range(3))


def test_a_length_asked_for_is_kept():
    rng = np.random.default_rng(8)
    with wide():
        assert all(20 <= len(names.company(rng, 20, 30)) <= 30 for _ in range(60))
