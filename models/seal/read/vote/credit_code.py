"""Unified social credit codes: 18 figures and letters, the last of which checks the others.

Invoice seals carry one. The check can tell which of the characters seen at an unsure place is right; it never
brings in a character that nobody saw (GB 32100-2015, clause 5).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from math import prod

from sealstack.models.seal.read.vote.vote import Voted

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18
_WEIGHTS = tuple(pow(3, place, len(_ALPHABET)) for place in range(_LENGTH - 1))
_CERTAIN = 0.95  # what is as sure as this is not called into question
_LEAST_SHARE = 0.06  # of the voices, for a character to be considered
_MOST_CHANGES = 2


def is_credit_code(text: str) -> bool:
    """Whether a text is a unified social credit code with a right check character."""
    if len(text) != _LENGTH or any(character not in _ALPHABET for character in text):
        return False
    total = sum(
        weight * _ALPHABET.index(character) for weight, character in zip(_WEIGHTS, text, strict=False)
    )
    return (total + _ALPHABET.index(text[-1])) % len(_ALPHABET) == 0


def checked(voted: Sequence[Voted]) -> list[Voted]:
    """Choose, among what the readings saw, the likeliest row that checks.

    Args:
        voted: of one line, in order.

    Returns:
        The row with at most two unsure characters replaced by others that were seen there; of a longer row
        the 18 characters within it that check, when what stands beside them is unsure; the same row when it
        is shorter, when it checks already, or when nothing that was seen does.
    """
    for first in range(1 + len(voted) - _LENGTH if len(voted) > _LENGTH else 0):
        row, beside = voted[first : first + _LENGTH], [*voted[:first], *voted[first + _LENGTH :]]
        if is_credit_code(_text(row)) and all(character.score < _CERTAIN for character in beside):
            return list(row)
    if len(voted) != _LENGTH or is_credit_code(_text(voted)):
        return list(voted)
    return max(_that_check(voted), key=_likelihood, default=list(voted))


def _that_check(voted: Sequence[Voted]) -> Iterator[list[Voted]]:
    """The rows with few changes that check."""
    others = [_others(character) for character in voted]
    unsure = [place for place, found in enumerate(others) if found]
    for changes in range(1, _MOST_CHANGES + 1):
        for places in combinations(unsure, changes):
            for chosen in product(*(others[place] for place in places)):
                row = list(voted)
                for place, character in zip(places, chosen, strict=True):
                    row[place] = character
                if is_credit_code(_text(row)):
                    yield row


def _others(character: Voted) -> list[Voted]:
    """What else an unsure character may be."""
    if character.score >= _CERTAIN:
        return []
    return [
        replace(character, text=text, score=share)
        for text, share in character.shares.items()
        if text != character.text and text in _ALPHABET and share >= _LEAST_SHARE
    ]


def _text(voted: Sequence[Voted]) -> str:
    return "".join(character.text for character in voted)


def _likelihood(voted: Sequence[Voted]) -> float:
    return prod(character.score for character in voted)
