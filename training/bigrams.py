"""Count which Chinese characters stand beside each other in names and words, and write the table of pairs.

    python -m training.bigrams OUT.npz --words dict.txt [--names 100000] [--seed 20261128]

Names are those that `bench.generator` letters pictures for training with, real districts and streets among
them. `dict.txt` is a list of words, each line `word frequency …`: that of the PyPI package jieba 0.42.1 (MIT;
it lies in the sdist as `jieba/dict.txt`). Everything is counted in simplified and, less, in traditional
characters. Probabilities of pairs are smoothed by absolute discounting (Ney, Essen, Kneser, "On structuring
probabilistic dependences in stochastic language modelling", Computer Speech and Language 8, 1994, p. 1).
"""

from __future__ import annotations

import argparse
import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import log, log1p
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.generator.names import authority, company, department_line, person, purpose, receipt_word
from bench.generator.names.lexicon import gazetteer, traditional, wide
from sealstack.models.seal.read.vote.bigrams import END, START, STEPS_A_NAT, is_chinese

_log = logging.getLogger(__name__)

_DISCOUNT = 0.75
_UNSEEN = 0.5  # how often a character counts besides the times it was seen
_FEWEST = 1.2  # a pair that was counted less often is left out
_TELLING = 0.7  # nats above a pair that was never seen, for one that is worth its place
_TRADITIONAL = 0.3  # weight of a text in traditional characters
_A_WORD = 0.3  # weight of a word, times the logarithm of its frequency
_PURPOSES = 4  # one purpose, department and person for so many names
_SELDOM = 0.3  # weight of words of business stamps and of people's names
_PLACES = {"districts": 2.0, "streets": 0.7}


@dataclass
class PairCounts:
    """How often one character follows another, by weight."""

    pairs: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))

    def add_name(self, text: str, weight: float = 1.0) -> None:
        """Count a whole name, with its beginning and its end."""
        self._add(f"{START}{text}{END}", weight)
        if traditional(text) != text:
            self._add(f"{START}{traditional(text)}{END}", weight * _TRADITIONAL)

    def add_word(self, text: str, weight: float) -> None:
        """Count what may stand anywhere in a name."""
        self._add(text, weight)
        if traditional(text) != text:
            self._add(traditional(text), weight * _TRADITIONAL)

    def _add(self, text: str, weight: float) -> None:
        for first, second in pairwise(text):
            if _is_counted(first) and _is_counted(second):
                self.pairs[first, second] += weight

    def table(self) -> dict[str, NDArray[np.generic]]:
        """The arrays that `Bigrams` is made of, by the names it knows them by."""
        before: dict[str, float] = defaultdict(float)
        after: dict[str, float] = defaultdict(float)
        kinds: dict[str, int] = defaultdict(int)
        for (first, second), count in self.pairs.items():
            before[first] += count
            after[second] += count
            kinds[first] += 1
        characters = "".join(sorted({*before, *after}))
        numbers = {character: number for number, character in enumerate(characters)}
        every = sum(after.values()) + _UNSEEN * len(characters)
        by_chance = {one: (after[one] + _UNSEEN) / every for one in characters}
        left_over = {one: min(1.0, _DISCOUNT * kinds[one] / before[one]) for one in before}
        kept = {}
        for (first, second), count in self.pairs.items():
            share = max(count - _DISCOUNT, 0.0) / before[first] + left_over[first] * by_chance[second]
            gain = log(share / by_chance[second])
            if count >= _FEWEST and gain > log(left_over[first]) + _TELLING:
                kept[numbers[first] * len(characters) + numbers[second]] = gain
        places = sorted(kept)
        return {
            "characters": np.array(characters),
            "pairs": np.array(places, np.uint32),
            "gains": _in_steps([kept[place] for place in places]),
            "apart": _in_steps([log(left_over.get(one, 1.0)) for one in characters]),
        }


def drawn_names(number: int, seed: int) -> Iterator[tuple[str, float]]:
    """Names as pictures for training bear them, each with its weight.

    Args:
        number: of companies and of public bodies, each.
        seed: where chance begins.
    """
    rng = np.random.default_rng(seed)
    with wide():
        for drawn in range(number):
            yield company(rng), 1.0
            yield authority(rng), 1.0
            if drawn % _PURPOSES == 0:
                yield purpose(rng), 1.0
                yield department_line(rng), 1.0
                yield receipt_word(rng), _SELDOM
                yield person(rng), _SELDOM


def words_of(dictionary: Path) -> Iterator[tuple[str, float]]:
    """Words of Chinese characters alone, each with its weight, of a list of `word frequency …` lines."""
    with dictionary.open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, *_ = line.split()
            if len(word) > 1 and all(map(is_chinese, word)):
                yield word, _A_WORD * log1p(int(frequency))


def count(dictionary: Path, names: int, seed: int) -> PairCounts:
    """Count drawn names, words and places.

    Args:
        dictionary: the list of words.
        names: number of companies and of public bodies, each.
        seed: of the names.
    """
    counts = PairCounts()
    for name, weight in drawn_names(names, seed):
        counts.add_name(name, weight)
    for word, weight in words_of(dictionary):
        counts.add_word(word, weight)
    for list_name, weight in _PLACES.items():
        for place in gazetteer(list_name):
            counts.add_word(place, weight)
    return counts


def _is_counted(character: str) -> bool:
    return character in (START, END) or is_chinese(character)


def _in_steps(nats: list[float]) -> NDArray[np.int8]:
    return np.clip(np.rint(np.array(nats) * STEPS_A_NAT), -127, 127).astype(np.int8)


def main(arguments: list[str] | None = None) -> None:
    """Read the command line, count and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, help="the file to write")
    parser.add_argument("--words", type=Path, required=True, help="the list of words")
    parser.add_argument("--names", type=int, default=100_000, help="companies and public bodies, each")
    parser.add_argument("--seed", type=int, default=20261128, help="of the names")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    table = count(options.words, options.names, options.seed).table()
    np.savez_compressed(options.out, allow_pickle=False, **table)
    _log.info("%d pairs of %d characters", len(table["pairs"]), len(str(table["characters"])))


if __name__ == "__main__":
    main()
