"""Places: provinces, cities and counties of China, and invented ones."""

from __future__ import annotations

import numpy as np

from bench.generator.names.characters import invented_word, pick, words
from bench.generator.names.lexicon import is_wide, real_place

PROVINCES = words("provinces")
CITIES = words("cities")
COUNTIES = words("counties")
SUFFIXES = ("市", "县", "区", "镇", "乡", "州", "旗")


def place(rng: np.random.Generator, rarity: float = 0.3) -> str:
    """A place as names begin with it: 江苏省, 南京市, 无锡, 栖霞县, 江苏省南京市, or an invented one."""
    if is_wide() and rng.random() < 0.6:
        return real_place(rng)
    kind = rng.random()
    if kind < rarity:
        return invented_word(rng, int(rng.integers(2, 4)), 0.7) + pick(rng, SUFFIXES)
    if kind < 0.45:
        return pick(rng, CITIES) + ("市" if rng.random() < 0.5 else "")
    if kind < 0.65:
        return pick(rng, COUNTIES) + ("县" if rng.random() < 0.6 else "市")
    if kind < 0.85:
        return pick(rng, PROVINCES) + ("省" if rng.random() < 0.5 else "")
    return pick(rng, PROVINCES) + "省" + pick(rng, CITIES) + "市"
