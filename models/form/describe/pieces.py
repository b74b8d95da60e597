"""Pieces: the template's lines cut where they enter or leave a mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.values import Quad, TextLine


@dataclass(frozen=True, eq=False)
class Piece:
    """A part of a line that lies in one mark, or in none.

    Attributes:
        owner: the mark's number; None for print outside of all marks.
        text: what it says.
        quad: where, `(4, 2)` pixels of the template.
    """

    owner: int | None
    text: str
    quad: Quad


def cut_at_marks(lines: Sequence[TextLine], marks: Sequence[Quad]) -> list[Piece]:
    """Cut lines into pieces, each character going with the mark that its middle lies in.

    Args:
        lines: of the template, with characters.
        marks: quads of the template's fields; of two that overlap, the first takes what both hold.

    Returns:
        The pieces in the order of the lines.
    """
    outlines = [mark.astype(np.float32) for mark in marks]
    low = np.array([mark.min(axis=0) for mark in outlines], np.float32).reshape(-1, 2)
    high = np.array([mark.max(axis=0) for mark in outlines], np.float32).reshape(-1, 2)
    pieces: list[Piece] = []
    for line in lines:
        owners = [
            _owner(_along(line.quad, (one.span[0] + one.span[1]) / 2), outlines, low, high)
            for one in line.characters
        ]
        pieces += _runs(line, owners)
    return pieces


def _runs(line: TextLine, owners: Sequence[int | None]) -> list[Piece]:
    """Neighbouring characters of one owner together."""
    pieces = []
    start = 0
    for end in range(1, len(owners) + 1):
        if end < len(owners) and owners[end] == owners[start]:
            continue
        run = line.characters[start:end]
        left = 0.0 if start == 0 else run[0].span[0]
        right = 1.0 if end == len(owners) else run[-1].span[1]
        pieces.append(Piece(owners[start], "".join(one.text for one in run), _cut(line.quad, left, right)))
        start = end
    return pieces


def _owner(
    point: NDArray[np.float32],
    outlines: Sequence[Quad],
    low: NDArray[np.float32],
    high: NDArray[np.float32],
) -> int | None:
    """The first outline that a point lies in; `low` and `high` are the corners of their boxes."""
    for number in np.flatnonzero(((low <= point) & (point <= high)).all(axis=1)).tolist():
        if cv2.pointPolygonTest(outlines[number], (float(point[0]), float(point[1])), False) >= 0:
            return int(number)
    return None


def _along(quad: Quad, share: float) -> NDArray[np.float32]:
    """The point at a share of a line's length, half way down."""
    start, end = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
    return np.asarray(start + share * (end - start), np.float32)


def _cut(quad: Quad, start: float, end: float) -> Quad:
    """The part of a line's quad between two shares of its length."""
    upper_left, upper_right, lower_right, lower_left = quad
    upper, lower = upper_right - upper_left, lower_right - lower_left
    return np.array(
        [
            upper_left + start * upper,
            upper_left + end * upper,
            lower_left + end * lower,
            lower_left + start * lower,
        ],
        np.float32,
    )
