"""What a seal is for: the line under the star, the words of business stamps."""

from __future__ import annotations

import numpy as np

from bench.generator.names.characters import invented_word, pick, words
from bench.generator.names.lexicon import lettered

PURPOSES = words("purposes")
DEPARTMENTS = words("departments")
RECEIPT_WORDS = words("receipt_words")


@lettered
def purpose(rng: np.random.Generator, rarity: float = 0.1) -> str:
    """A purpose line such as 合同专用章."""
    if rng.random() < rarity:
        return invented_word(rng, int(rng.integers(2, 4)), 0.8) + "专用章"
    return pick(rng, PURPOSES)


@lettered
def department_line(rng: np.random.Generator) -> str:
    """A department that may stand under the star instead of a purpose."""
    return pick(rng, DEPARTMENTS)


@lettered
def receipt_word(rng: np.random.Generator, shortest: int = 2, longest: int = 8) -> str:
    """The word of an office stamp such as 现金收讫 or 作废."""
    fitting = [word for word in RECEIPT_WORDS if shortest <= len(word) <= longest]
    return pick(rng, fitting) if fitting and rng.random() < 0.85 else invented_word(rng, shortest, 1.0)
