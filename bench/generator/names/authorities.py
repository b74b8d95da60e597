"""Names of public bodies: government, schools, hospitals, courts, associations, banks."""

from __future__ import annotations

import numpy as np

from bench.generator.names.characters import invented_word, pick, words
from bench.generator.names.lexicon import is_wide, lettered, more, real_place
from bench.generator.names.places import CITIES, PROVINCES, place

BUREAUS = words("bureaus")
SCHOOLS = words("schools")
HOSPITALS = words("hospitals")
ASSOCIATIONS = words("associations")
BANKS = words("banks")
COMMITTEES = (
    "中国共产党{}委员会",
    "中国共产主义青年团{}委员会",
    "中共{}委员会",
    "中共{}纪律检查委员会",
    "{}人民代表大会常务委员会",
    "中国人民政治协商会议{}委员会",
    "中华人民共和国{}海关",
)


@lettered
def authority(rng: np.random.Generator, shortest: int = 4, longest: int = 26, rarity: float = 0.3) -> str:
    """The name of a public body of `shortest` to `longest` characters.

    Raises:
        ValueError: `longest` is below 4 or below `shortest`.
    """
    if longest < shortest or longest < 4:
        raise ValueError(f"no public body's name has {shortest} to {longest} characters")
    for _ in range(400):
        name = _compose(rng, rarity)
        if shortest <= len(name) <= longest:
            return name
    return (invented_word(rng, max(2, shortest - 3), rarity) + "委员会")[:longest]


def _compose(rng: np.random.Generator, rarity: float) -> str:
    kind = rng.random()
    if kind < 0.4:
        bureaus = more(BUREAUS, "bureaus")
        if rng.random() < 0.08:
            return pick(rng, PROVINCES) + "省" + pick(rng, CITIES) + "市" + pick(rng, bureaus)
        return place(rng, rarity) + pick(rng, bureaus)
    if kind < 0.55:
        stem = place(rng, rarity) if rng.random() < 0.6 else invented_word(rng, 2, rarity)
        return stem + pick(rng, SCHOOLS)
    if kind < 0.65:
        return place(rng, rarity) + pick(rng, HOSPITALS)
    if kind < 0.8:
        theme = invented_word(rng, int(rng.integers(0, 4)), rarity)
        return (place(rng, rarity) if rng.random() < 0.7 else "中国") + theme + pick(rng, ASSOCIATIONS)
    if kind < 0.9:
        bank = pick(rng, more(BANKS, "banks"))
        town = real_place(rng) if is_wide() and rng.random() < 0.6 else pick(rng, CITIES)
        branch = town + pick(rng, ("分行", "支行", "城北支行", "新区支行", "开发区支行", "营业部"))
        return bank + branch
    return pick(rng, COMMITTEES).format(place(rng, rarity))
