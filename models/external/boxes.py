"""What becomes of the boxes that a detector finds: suppressed, merged, grown. Figures as PaddleX has them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_SAME_CLASS, _OTHER_CLASS = 0.6, 0.98
"""Intersection over union from which on the less sure of two boxes is suppressed."""

_CONTAINED = 0.9
"""A box lies inside another when so much of its area does."""


def suppressed(corners: NDArray[np.float32], classes: NDArray[np.int_]) -> NDArray[np.intp]:
    """Leave out what covers a surer box.

    Args:
        corners: `(N, 4)`, the surest first.
        classes: `(N,)`.

    Returns:
        The numbers of those that stay, in order.
    """
    kept: list[int] = []
    for number in range(len(corners)):
        others = corners[kept]
        common = _common(corners[number], others)
        union = _area(corners[number]) + _area(others) - common
        limit = np.where(classes[kept] == classes[number], _SAME_CLASS, _OTHER_CLASS)
        if not (common > limit * np.maximum(union, 1e-6)).any():
            kept.append(number)
    return np.array(kept, np.intp)


def without_contained(corners: NDArray[np.float32], merging: Sequence[str]) -> NDArray[np.intp]:
    """Leave out boxes inside others, or around others.

    Args:
        corners: `(N, 4)`.
        merging: for each box `large` (it goes when it lies inside another), `small` (it goes when another
            lies inside it) or `union` (it stays).

    Returns:
        The numbers of those that stay, in order.
    """
    kept = []
    for number, mode in enumerate(merging):
        others = np.delete(corners, number, axis=0)
        common = _common(corners[number], others)
        own, theirs = _area(corners[number]), _area(others)
        inside = bool(((common >= _CONTAINED * own) & (theirs > own)).any())
        around = bool(((common >= _CONTAINED * theirs) & (theirs < own)).any())
        if not (inside if mode == "large" else around if mode == "small" else False):
            kept.append(number)
    return np.array(kept, np.intp)


def grown(corners: NDArray[np.float32], factors: tuple[float, float]) -> NDArray[np.float32]:
    """Let a box, `(4,)`, grow about its middle by factors of its width and its height."""
    middle = (corners[:2] + corners[2:]) / 2
    half = (corners[2:] - corners[:2]) / 2 * np.array(factors, np.float32)
    return np.asarray(np.concatenate([middle - half, middle + half]), np.float32)


def _area(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    sides = np.clip(corners[..., 2:] - corners[..., :2], 0, None)
    return np.asarray(sides[..., 0] * sides[..., 1], np.float32)


def _common(one: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    low, high = np.maximum(one[:2], others[:, :2]), np.minimum(one[2:], others[:, 2:])
    return _area(np.concatenate([low, np.maximum(low, high)], axis=1))
