"""How hard a picture is: a severity from 0 (clear) to 1 (hard to make out), and its name."""

from __future__ import annotations

DIFFICULTIES = {"easy": (0.0, 0.3), "medium": (0.3, 0.65), "hard": (0.65, 1.0)}
"""Range of severity behind each name."""


def difficulty_of(severity: float) -> str:
    """The name of a severity's range."""
    return next(name for name, (low, _) in reversed(DIFFICULTIES.items()) if severity >= low)
