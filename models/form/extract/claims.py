"""Claims: two fields never read the same line; it is left to the one whose place it fills better."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.describe.plan import Box
from sealstack.models.form.extract.own_text import Piece
from sealstack.models.form.extract.views import View, corners_of
from sealstack.models.geometry.warps import carry

_SAME = 0.4  # of the smaller of two pieces of text that both cover
_GOES_ON_DOWN = 0.6  # less right to a line above a mark: values go on downwards
_MARKED_TWICE = 0.5  # of a mark that lies in another: an operator wants both to read what stands there


def leave_to_their_own(
    views: Sequence[View], pieces: Sequence[list[Piece]], shifts: Sequence[tuple[float, float]]
) -> None:
    """Take from fields what other fields read with more right, in place.

    Args:
        views: the looks at the fields.
        pieces: what was read in each of them.
        shifts: of each field's print, pixels of its own frame.
    """
    claims = [
        (at, piece, _place(view, piece), _right_to(view, piece, shifts[view.field]))
        for at, (view, read) in enumerate(zip(views, pieces, strict=True))
        for piece in read
    ]
    for (one, piece, here, right), (other, their, there, their_right) in combinations(claims, 2):
        if views[one].field == views[other].field or not _overlap(here, there) > _SAME:
            continue
        if _marked_twice(views[one], views[other]):
            continue
        loser, lost = (one, piece) if right < their_right else (other, their)
        if lost in pieces[loser]:
            pieces[loser].remove(lost)


def _place(view: View, piece: Piece) -> NDArray[np.float32]:
    """Where the characters that a field kept of a line stand on the query, `(4, 2)` pixels."""
    characters = piece.line.characters
    upper_left, upper_right, lower_right, lower_left = piece.line.quad
    start, end = (characters[0].span[0], characters[-1].span[1]) if characters else (0.0, 1.0)
    return np.array(
        [
            upper_left + start * (upper_right - upper_left),
            upper_left + end * (upper_right - upper_left),
            lower_left + end * (lower_right - lower_left),
            lower_left + start * (lower_right - lower_left),
        ],
        np.float32,
    )


def _right_to(view: View, piece: Piece, shift: tuple[float, float]) -> float:
    """How well a line sits in a field: the share of it inside the mark, less how far off its rows it is."""
    box = Box.around(carry(_place(view, piece), np.linalg.inv(view.to_query)))
    mark = Box.around(corners_of(view.plan, shift))
    rows = [value.middle + shift[1] for value in view.plan.values] or [(mark.top + mark.bottom) / 2]
    off = min(abs(box.middle - row) for row in rows) / max(view.plan.text_height, 1.0)
    above = _GOES_ON_DOWN if box.middle < mark.top else 0.0
    return box.share_inside(mark) - 0.5 * min(off, 2.0) - above


def _overlap(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """The area both cover, as a share of the smaller's."""
    if (one.max(axis=0) < other.min(axis=0)).any() or (other.max(axis=0) < one.min(axis=0)).any():
        return 0.0
    area, _ = cv2.intersectConvexConvex(one, other)
    smaller = min(abs(cv2.contourArea(one)), abs(cv2.contourArea(other)))
    return float(area) / max(smaller, 1e-6)


def _marked_twice(one: View, other: View) -> bool:
    """Whether the marks of two fields overlap on the template itself."""
    first, second = Box.around(one.plan.mark.quad), Box.around(other.plan.mark.quad)
    return max(first.share_inside(second), second.share_inside(first)) > _MARKED_TWICE
