"""Unified social credit codes: 18 figures and letters, the last of which checks the others.

Invoice seals carry one. The check can tell which of the characters seen at an unsure place is right; it never
brings in a character that nobody saw (GB 32100-2015, clause 5).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from math import prod

from models.seal.jury import Verdict

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18
_WEIGHTS = tuple(pow(3, place, len(_ALPHABET)) for place in range(_LENGTH - 1))
_CERTAIN = 0.95  # what is as sure as this is not called into question
_LEAST_SHARE = 0.06  # of the jury's voices, for a character to be considered
_MOST_CHANGES = 2


def is_credit_code(text: str) -> bool:
    """Whether a text is a unified social credit code with a right check character."""
    if len(text) != _LENGTH or any(character not in _ALPHABET for character in text):
        return False
    total = sum(
        weight * _ALPHABET.index(character) for weight, character in zip(_WEIGHTS, text, strict=False)
    )
    return (total + _ALPHABET.index(text[-1])) % len(_ALPHABET) == 0


def checked(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Choose, among what the jury saw, the likeliest row that checks.

    Args:
        verdicts: of one line, in order.

    Returns:
        The row with at most two unsure characters replaced by others that were seen there; the same row when
        it is none of 18 characters, when it checks already, or when nothing that was seen does.
    """
    if len(verdicts) != _LENGTH or is_credit_code(_text(verdicts)):
        return list(verdicts)
    return max(_that_check(verdicts), key=_likelihood, default=list(verdicts))


def _that_check(verdicts: Sequence[Verdict]) -> Iterator[list[Verdict]]:
    """The rows with few changes that check."""
    others = [_others(verdict) for verdict in verdicts]
    unsure = [place for place, found in enumerate(others) if found]
    for changes in range(1, _MOST_CHANGES + 1):
        for places in combinations(unsure, changes):
            for chosen in product(*(others[place] for place in places)):
                row = list(verdicts)
                for place, verdict in zip(places, chosen, strict=True):
                    row[place] = verdict
                if is_credit_code(_text(row)):
                    yield row


def _others(verdict: Verdict) -> list[Verdict]:
    """What else an unsure character may be."""
    if verdict.score >= _CERTAIN:
        return []
    return [
        replace(verdict, text=text, score=share)
        for text, share in verdict.shares.items()
        if text != verdict.text and text in _ALPHABET and share >= _LEAST_SHARE
    ]


def _text(verdicts: Sequence[Verdict]) -> str:
    return "".join(verdict.text for verdict in verdicts)


def _likelihood(verdicts: Sequence[Verdict]) -> float:
    return prod(verdict.score for verdict in verdicts)
