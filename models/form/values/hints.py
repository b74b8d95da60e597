"""Hints: choosing among the recognizer's candidates by what a field is expected to hold.

A hint never changes a character: it prefers a reading that the recognizer itself thought of.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sealstack.models.form.template import Hint, HintKind
from sealstack.models.form.values.patterns import LONGEST_TEXT, pattern_fault
from sealstack.models.values import TextLine

_LEAST_SCORE_KEPT = 0.55  # of the likeliest candidate's score: a worse one is not believed for its form alone
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"

_DIGITS = re.compile(r"\d[\d \-]*")
_AMOUNT = re.compile(r"[¥$€£]? ?-?(\d{1,3}(,\d{3})+|\d+)(\.\d{1,4})? ?元?")
_DATES = (
    re.compile(r"\d{4}年(?P<month>\d{1,2})月((?P<day>\d{1,2})日)?"),
    re.compile(r"\d{4}([-./])(?P<month>\d{1,2})\1(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})([-./])(?P<month>\d{1,2})\2\d{4}"),
    re.compile(r"\d{4}(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(rf"(?P<day>\d{{1,2}}) ?({_MONTHS})[a-z]*\.?,? ?\d{{4}}", re.IGNORECASE),
    re.compile(rf"({_MONTHS})[a-z]*\.? ?(?P<day>\d{{1,2}}),? ?\d{{4}}", re.IGNORECASE),
)


def best_for_hint(candidates: Sequence[TextLine], hint: Hint) -> TextLine:
    """Choose the likeliest candidate that looks as the hint says.

    Args:
        candidates: at least one, the likeliest first.
        hint: what is known of the value.

    Returns:
        One of them; the first when none suits, or none that does is likely enough.
    """
    best = candidates[0]
    for line in candidates:
        if line.score >= _LEAST_SCORE_KEPT * best.score and suits(line.text, hint):
            return line
    return best


def suits(text: str, hint: Hint) -> bool:
    """Whether a value looks as a hint says.

    Args:
        text: the value; folded by NFKC and stripped before it is compared.
        hint: what it should look like.
    """
    folded = unicodedata.normalize("NFKC", text).strip()[:LONGEST_TEXT]
    if hint.kind is HintKind.DIGITS:
        return _DIGITS.fullmatch(folded) is not None
    if hint.kind is HintKind.AMOUNT:
        return _AMOUNT.fullmatch(folded) is not None
    if hint.kind is HintKind.DATE:
        return any(_is_date(pattern.fullmatch(folded)) for pattern in _DATES)
    return not pattern_fault(hint.pattern) and re.fullmatch(hint.pattern, folded) is not None


def _is_date(match: re.Match[str] | None) -> bool:
    """Whether month and day are such."""
    if match is None:
        return False
    parts = match.groupdict()
    month, day = int(parts.get("month") or 1), int(parts.get("day") or 1)
    return 1 <= month <= 12 and 1 <= day <= 31
