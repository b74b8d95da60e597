"""Upright boxes: how much two of them have in common."""

from __future__ import annotations

from collections.abc import Sequence


def common_length(first: tuple[float, float], second: tuple[float, float]) -> float:
    """The length that two intervals `(begin, end)` have in common; minus the gap between them when none."""
    return min(first[1], second[1]) - max(first[0], second[0])


def intersection(first: Sequence[float], second: Sequence[float]) -> float:
    """The area that two boxes `(x, y, width, height)` have in common."""
    across = common_length((first[0], first[0] + first[2]), (second[0], second[0] + second[2]))
    down = common_length((first[1], first[1] + first[3]), (second[1], second[1] + second[3]))
    return max(0.0, across) * max(0.0, down)


def intersection_over_union(first: Sequence[float], second: Sequence[float]) -> float:
    """How well two boxes `(x, y, width, height)` agree: 0 apart, 1 the same."""
    common = intersection(first, second)
    return common / max(first[2] * first[3] + second[2] * second[3] - common, 1e-6)


def overlap(first: Sequence[float], second: Sequence[float]) -> float:
    """The intersection of two boxes `(x, y, width, height)` over the smaller of them, 0..1."""
    return intersection(first, second) / max(min(first[2] * first[3], second[2] * second[3]), 1e-6)
