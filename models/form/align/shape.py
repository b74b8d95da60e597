"""Shape: which kinds of letters a value is made of; values of one field differ in letters, seldom in shape.

A date stays figures and 年月日, a ticket's number a letter and figures, a name a few characters.
"""

from __future__ import annotations

import re
import unicodedata

_FIGURE, _LATIN, _OTHER = "0", "A", "文"
_RUN = re.compile(rf"([{_FIGURE}{_LATIN}{_OTHER}])\1+")


def shape_of(text: str) -> str:
    """The kinds of a text's letters, runs of one kind as one; signs and units of dates stay themselves."""
    kinds = "".join(
        _kind(letter) for letter in unicodedata.normalize("NFKC", text).casefold() if letter.strip()
    )
    return _RUN.sub(r"\1", kinds)


def alike(one: str, other: str) -> float:
    """How much of one shape another has in order, 0..1; half of what the other has beside counts against it.

    The other may be a value with the label that stands beside it.
    """
    if not one or not other:
        return 0.5
    common = _longest_common(one, other)
    return common / (len(one) + 0.5 * max(0, len(other) - common))


def _kind(letter: str) -> str:
    if letter.isdecimal():
        return _FIGURE
    if letter.isalpha():
        return _LATIN if letter.isascii() else letter if letter in "年月日时分元" else _OTHER
    return "¥" if letter in "¥￥" else letter


def _longest_common(one: str, other: str) -> int:
    """The length of the longest series of letters that both have in order."""
    row = [0] * (len(other) + 1)
    for letter in one:
        diagonal = 0
        for at, their in enumerate(other, 1):
            diagonal, row[at] = row[at], diagonal + 1 if letter == their else max(row[at], row[at - 1])
    return row[-1]
