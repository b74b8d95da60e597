"""Comparing what was read with what is true: text, and boxes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sealstack.models.geometry.boxes import intersection_over_union

ILLEGIBLE = "?"
"""In a truth: a character that nobody could read. It matches any one character."""

Box = tuple[float, float, float, float]
"""`(x, y, width, height)` in pixels."""


def fold(text: str) -> str:
    """Take away what is a matter of taste: compatibility forms, case, blanks, punctuation."""
    return "".join(mark for mark in unicodedata.normalize("NFKC", text) if mark.isalnum()).casefold()


def fold_truth(text: str) -> tuple[str | None, ...]:
    """Fold a truth into characters; None where nobody could read one.

    Only the ASCII question mark stands for such a character: the full-width one is punctuation.
    """
    pieces = [fold(piece) for piece in text.split(ILLEGIBLE)]
    characters: list[str | None] = list(pieces[0])
    for piece in pieces[1:]:
        characters += [None, *piece]
    return tuple(characters)


def is_legible(truth: str) -> bool:
    """Whether anything of a truth can be compared."""
    return any(character is not None for character in fold_truth(truth))


def edit_distance(reading: Sequence[str], truth: Sequence[str | None]) -> int:
    """Count the insertions, deletions and replacements between a reading and a truth (Levenshtein 1966)."""
    costs = list(range(len(truth) + 1))
    for row, mark in enumerate(reading, 1):
        diagonal, costs[0] = costs[0], row
        for column, wanted in enumerate(truth, 1):
            replaced = diagonal + (wanted is not None and wanted != mark)
            diagonal = costs[column]
            costs[column] = min(replaced, diagonal + 1, costs[column - 1] + 1)
    return costs[-1]


def similarity(reading: str, truth: str) -> float:
    """1 less the edit distance by the longer text's length, 0..1, of folded texts (1-NED)."""
    folded, wanted = fold(reading), fold_truth(truth)
    longest = max(len(folded), len(wanted))
    return 1.0 - edit_distance(folded, wanted) / longest if longest else 1.0


def is_same(reading: str, truth: str) -> bool:
    """Whether two texts are equal once folded."""
    folded, wanted = fold(reading), fold_truth(truth)
    return len(folded) == len(wanted) and edit_distance(folded, wanted) == 0


def contains(reading: str, truth: str) -> bool:
    """Whether a text stands somewhere in a reading, both folded."""
    wanted = "".join("." if mark is None else re.escape(mark) for mark in fold_truth(truth))
    return re.search(wanted, fold(reading)) is not None


def match_boxes(found: Sequence[Box], true: Sequence[Box], least: float = 0.5) -> dict[int, int]:
    """Pair true boxes with found ones, the best agreement first, each box at most once.

    Args:
        found: the boxes found.
        true: the boxes there are.
        least: the intersection over union that a pair needs.

    Returns:
        The index of the found box, by the index of the true one.
    """
    pairs = sorted(
        ((intersection_over_union(a, b), i, j) for i, a in enumerate(found) for j, b in enumerate(true)),
        reverse=True,
    )
    matched: dict[int, int] = {}
    for agreement, i, j in pairs:
        if agreement >= least and j not in matched and i not in matched.values():
            matched[j] = i
    return matched
