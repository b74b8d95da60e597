"""Which characters stand beside each other in names: that tells 乌鲁木齐 from 马鲁木齐 where ink does not.

A table of pairs says how much oftener than by chance one character follows another (pointwise mutual
information: Church and Hanks, "Word association norms, mutual information, and lexicography", Computational
Linguistics 16, 1990, p. 23) in names of companies, public bodies and places, and in words. Of all rows of
characters that the readings saw, the one is taken whose shares of the voices and whose pairs are the
likeliest together. As with check characters, it never brings in a character that nobody saw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.read.vote.vote import Voted

START, END = "\x02", "\x03"
"""What stands before the first character of a name and after its last one, in the table."""

STEPS_A_NAT = 16
"""How finely the table's logarithms are kept."""


@dataclass(frozen=True)
class BigramSettings:
    """How much the table counts; set on drawn seals.

    Attributes:
        weight: of a pair's logarithm beside that of a share of the voices.
        certain: score from which a character is not called into question, 0..1.
        least: share of the voices with which another character is considered, 0..1.
        fewest: characters of a row that is long enough to be a name.
    """

    weight: float = 0.4
    certain: float = 0.97
    least: float = 0.004
    fewest: int = 3


SETTINGS = BigramSettings()


class Bigrams:
    """How much oftener than by chance one Chinese character follows another. Threads may share one."""

    def __init__(
        self, characters: str, pairs: NDArray[np.uint32], gains: NDArray[np.int8], apart: NDArray[np.int8]
    ) -> None:
        """Take the table.

        Args:
            characters: all that it knows, each once, among them `START` and `END`.
            pairs: `(N,)` uint32, ascending: number of the first character times how many there are, plus that
                of the second.
            gains: `(N,)` int8: the logarithm of each pair, in `STEPS_A_NAT`s of a nat.
            apart: `(len(characters),)` int8: likewise of a character before one that it has no pair with.
        """
        self._numbers: Mapping[str, int] = {one: number for number, one in enumerate(characters)}
        self._pairs, self._gains, self._apart = pairs, gains, apart

    @classmethod
    def load(cls, path: Path) -> Bigrams:
        """Read a table that `training.bigrams` wrote.

        Raises:
            FileNotFoundError: there is no such file.
        """
        with np.load(path, allow_pickle=False) as table:
            return cls(str(table["characters"]), table["pairs"], table["gains"], table["apart"])

    def affinity(self, first: str, second: str) -> float:
        """The logarithm of how much oftener than by chance the second follows the first; 0 for a stranger."""
        before, after = self._numbers.get(first), self._numbers.get(second)
        if before is None or after is None:
            return 0.0
        pair = before * len(self._numbers) + after
        place = int(np.searchsorted(self._pairs, pair))
        if place < len(self._pairs) and self._pairs[place] == pair:
            return float(self._gains[place]) / STEPS_A_NAT
        return float(self._apart[before]) / STEPS_A_NAT


def likeliest(voted: Sequence[Voted], bigrams: Bigrams, settings: BigramSettings = SETTINGS) -> list[Voted]:
    """Choose, among the Chinese characters that were seen at each place, those that make the likeliest row.

    Args:
        voted: of one text, in order.
        bigrams: which characters go together.
        settings: the usual ones by default.

    Returns:
        The row, with unsure characters replaced by others that were seen there and fit their neighbours
        better; figures, letters and signs stay as they are. Found by dynamic programming (Viterbi, IEEE
        Transactions on Information Theory 13, 1967, p. 260).
    """
    if len(voted) < settings.fewest:
        return list(voted)
    rows: dict[str, tuple[float, tuple[Voted, ...]]] = {START: (0.0, ())}
    for character in voted:
        longer: dict[str, tuple[float, tuple[Voted, ...]]] = {}
        for one in _candidates(character, settings):
            worth, before = _best_before(rows, one.text, bigrams, settings)
            longer[one.text] = worth + log(one.score), (*before, one)
        rows = longer
    return list(_best_before(rows, END, bigrams, settings)[1])


def _best_before(
    rows: Mapping[str, tuple[float, tuple[Voted, ...]]],
    text: str,
    bigrams: Bigrams,
    settings: BigramSettings,
) -> tuple[float, tuple[Voted, ...]]:
    """The likeliest of some rows, by the character each ends with, once another character follows."""
    return max(
        (
            (worth + settings.weight * bigrams.affinity(last, text), row)
            for last, (worth, row) in rows.items()
        ),
        key=lambda longer: longer[0],
    )


def _candidates(character: Voted, settings: BigramSettings) -> list[Voted]:
    """What may stand at a place: the character agreed on, and others where that is unsure."""
    if character.score >= settings.certain or not is_chinese(character.text):
        return [character]
    others = [
        replace(character, text=text, score=share)
        for text, share in character.shares.items()
        if text != character.text and share >= settings.least and is_chinese(text)
    ]
    return [character, *others]


def is_chinese(text: str) -> bool:
    """Whether a text is one Chinese character of the common block."""
    return len(text) == 1 and "\u4e00" <= text <= "\u9fff"
