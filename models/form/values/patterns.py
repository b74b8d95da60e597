"""Regular expressions of operators: taken only when they cannot keep a matcher busy for long.

A backtracking matcher may try every way in which a pattern's repetitions and alternatives can be chosen. The
number of those ways, for the longest value that is compared, is counted on the parsed pattern; patterns that
have too many are refused, whatever makes them so many.
"""

from __future__ import annotations

import re
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

LONGEST_TEXT = 120
"""How much of a value is compared with a pattern, characters."""

_LONGEST_PATTERN = 200
_MOST_WAYS = 100_000

_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


@lru_cache(1024)
def pattern_fault(pattern: str) -> str:
    """Tell what is wrong with an operator's regular expression, "" when nothing is."""
    if len(pattern) > _LONGEST_PATTERN:
        return f"the pattern is longer than {_LONGEST_PATTERN} characters"
    try:
        re.compile(pattern)
        ways = _ways(parser.parse(pattern))
    except (re.error, RecursionError, OverflowError) as error:
        return f"the pattern is no regular expression: {error}"
    if ways > _MOST_WAYS:
        return "the pattern repeats so much that matching it could take too long; bound its repetitions"
    return ""


def _ways(parsed: Any) -> int:
    """Count the choices that a matcher has in a sequence; more than `_MOST_WAYS` counts as one more."""
    ways = 1
    for code, argument in parsed:
        ways = min(ways * _ways_of_one(code, argument), _MOST_WAYS + 1)
    return ways


def _ways_of_one(code: Any, argument: Any) -> int:
    if code in _REPEATS:
        least, most, inside = argument
        return _ways_of_repeat(min(least, LONGEST_TEXT), min(most, LONGEST_TEXT), _ways(inside))
    if code is codes.BRANCH:
        return sum(_ways(branch) for branch in argument[1])
    if code is codes.SUBPATTERN:
        return _ways(argument[3])
    if code is codes.ATOMIC_GROUP:
        return _ways(argument)
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return _ways(argument[1])
    if code is codes.GROUPREF_EXISTS:
        return _ways(argument[1]) + (_ways(argument[2]) if argument[2] else 1)
    return 1


def _ways_of_repeat(least: int, most: int, inside: int) -> int:
    if inside == 1:
        return most - least + 1
    ways = 0
    for times in range(least, most + 1):
        ways += inside**times
        if ways > _MOST_WAYS:
            break
    return ways
