"""Joining the lines of a value the way its script does."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def join_lines(texts: Sequence[str]) -> str:
    """Join lines: without a blank between Chinese characters, with one between words.

    Args:
        texts: the lines in reading order.

    Returns:
        One line.
    """
    joined = ""
    for text in (text.strip() for text in texts):
        if joined and text and not (_wide(joined[-1]) or _wide(text[0])):
            joined += " "
        joined += text
    return joined


def _wide(character: str) -> bool:
    """Whether a character takes a full square, as Chinese ones and their punctuation do."""
    return unicodedata.east_asian_width(character) in "WF"
