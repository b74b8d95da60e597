"""Rows without a label of their own: found by the order in which rows follow each other.

Between two labels whose places are known, a form's rows come in the same order on every copy. The rows of
the template that hold fields are paired with the rows of print that a query has left, in order (dynamic
programming after Needleman and Wunsch, 1970), each pair scored by how well the fields' columns and heights
fit, how alike their values are in shape, whether the form's words beside them are there (one letter, as in
a price's unit, says little on a page and much in a row), and how far it departs from where the labels above
and below put it. A row is believed only if it is clearly better placed there than anywhere else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.align.shape import alike, shape_of
from sealstack.models.form.describe.plan import Box

_ONE_ROW = 0.5  # line heights between middles of one row
_APART = 0.3  # line heights between rows that follow each other
_PAIRED, _COLUMNS = 0.9, 1.0  # what a pair is worth, and what its columns add
_ANY_SHAPE = 0.35  # of what a field's columns add, where its value is of quite another shape
_WORDS = 0.5  # what the form's words beside its fields add
_WORD_SLACK = 1.5  # line heights that such a word may stand further left or right
_OFF = 0.3  # what a line height of departure costs
_FARTHEST = 4.0  # line heights of departure
_CLEARLY = 0.3  # by which a pair must be better than any other for the same row
_SIMILAR = 1.8  # ratio of heights of a field's line and a line that may be its own
_IN_COLUMN = 0.3  # of the narrower of a line and a field
_NEVER = -1e6


@dataclass(frozen=True)
class FreeLine:
    """A line of the query that is nobody's yet, or a word of the form: where on the template and what."""

    box: Box
    text: str = ""


@dataclass(frozen=True)
class RowField:
    """A line of a field, whose row is sought.

    Attributes:
        number: of the field.
        box: of the line on the template, across where its columns now are, pixels of the template.
        text: what the line says on the template; empty where it shows none.
        words: the form's own in its row, where they are to be expected on the template.
    """

    number: int
    box: Box
    text: str = ""
    words: tuple[FreeLine, ...] = ()


def rows_in_order(
    fields: Sequence[RowField], anchors: Sequence[tuple[float, float]], free: Sequence[FreeLine], line: float
) -> dict[int, float]:
    """Tell by how much each field moves down to its line.

    Args:
        fields: those whose row is sought.
        anchors: heights on the template and where they are now, of labels and of fields that are placed.
        free: lines of the query that are nobody's.
        line: the usual height of a line, pixels of the template.

    Returns:
        By the number of the field, pixels down; fields without a clear row are missing.
    """
    ours = _rows([field.box for field in fields], line)
    theirs = _rows([one.box for one in free], line)
    if not ours or not theirs:
        return {}
    known = _monotone(anchors)
    worth = np.full((len(ours), len(theirs)), _NEVER)
    for one, row in enumerate(ours):
        home = _height([fields[number].box for number in row])
        low, high, expected = _bounds(home, known, line)
        for other, candidates in enumerate(theirs):
            place = _height([free[number].box for number in candidates])
            off = abs(place - expected) / line
            if low <= place <= high and off < _FARTHEST:
                fit = _fit([fields[n] for n in row], [free[n] for n in candidates])
                if fit > 0:
                    words = _WORDS * _words_said(
                        [fields[n] for n in row], [free[n] for n in candidates], line
                    )
                    worth[one, other] = _PAIRED + _COLUMNS * fit + words - _OFF * off
    found: dict[int, float] = {}
    for one, other in clear_pairs(worth):
        for number in ours[one]:
            box = fields[number].box
            own = [free[n].box for n in theirs[other] if _suits(box, free[n].box)]
            if own:
                nearest = max(own, key=box.common_width)
                found.setdefault(fields[number].number, nearest.middle - box.middle)
    return found


def _rows(boxes: Sequence[Box], line: float) -> list[list[int]]:
    """The numbers of boxes that stand in one row, from the top down."""
    rows: list[list[int]] = []
    for number in sorted(range(len(boxes)), key=lambda at: boxes[at].middle):
        if rows and boxes[number].middle - _height([boxes[at] for at in rows[-1]]) < _ONE_ROW * line:
            rows[-1].append(number)
        else:
            rows.append([number])
    return rows


def _height(boxes: Sequence[Box]) -> float:
    return float(np.mean([box.middle for box in boxes]))


def _monotone(anchors: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The longest series of anchors that goes down on both sides."""
    ordered = sorted(anchors)
    best: list[list[tuple[float, float]]] = []
    for at, anchor in enumerate(ordered):
        before = [series for series in best[:at] if series[-1][1] <= anchor[1] + 1e-6]
        best.append([*max(before, key=len, default=[]), anchor])
    return max(best, key=len, default=[])


def _bounds(home: float, anchors: Sequence[tuple[float, float]], line: float) -> tuple[float, float, float]:
    """Between which heights a row must now lie, and where it is expected."""
    above = [anchor for anchor in anchors if anchor[0] < home - _APART * line]
    below = [anchor for anchor in anchors if anchor[0] > home + _APART * line]
    low = above[-1][1] + _APART * line if above else -np.inf
    high = below[0][1] - _APART * line if below else np.inf
    if above and below:
        share = (home - above[-1][0]) / (below[0][0] - above[-1][0])
        return low, high, above[-1][1] + share * (below[0][1] - above[-1][1])
    nearest = above[-1] if above else below[0] if below else (0.0, 0.0)
    return low, high, home + nearest[1] - nearest[0]


def _fit(ours: Sequence[RowField], theirs: Sequence[FreeLine]) -> float:
    """How many of a row's fields have a line of their own in another row, and how alike, 0..1."""
    return float(
        np.mean(
            [
                max((_likeness(one, line) for line in theirs if _suits(one.box, line.box)), default=0.0)
                for one in ours
            ]
        )
    )


def _words_said(ours: Sequence[RowField], theirs: Sequence[FreeLine], line: float) -> float:
    """The share of the form's words in a row that another row says in their columns, 0..1."""
    words = {word for one in ours for word in one.words}
    said = [
        any(
            _folded(word.text) in _folded(other.text)
            and word.box.common_width(other.box) > -_WORD_SLACK * line
            for other in theirs
        )
        for word in words
    ]
    return float(np.mean(said)) if said else 0.0


def _folded(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def _likeness(field: RowField, line: FreeLine) -> float:
    """How well a line may be a field's by what both say, 0..1."""
    if not field.text or not line.text:
        return 1.0
    return _ANY_SHAPE + (1 - _ANY_SHAPE) * alike(shape_of(field.text), shape_of(line.text))


def _suits(field: Box, line: Box) -> bool:
    ratio = max(field.height, line.height) / max(min(field.height, line.height), 1e-6)
    return ratio < _SIMILAR and field.common_width(line) > _IN_COLUMN * min(field.width, line.width)


def clear_pairs(worth: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The pairs of the best series in order that are clearly better than any other for their row.

    Args:
        worth: of each pair, `(N, M)`; far below 0 where there can be none.
    """
    before, after = _best_until(worth), _best_until(worth[::-1, ::-1])[::-1, ::-1]
    # through[i, j]: the best series that pairs i with j
    through = before[:-1, :-1] + worth + after[1:, 1:]
    without = np.array([(before[row] + after[row + 1]).max() for row in range(len(worth))])
    pairs = []
    for row in range(len(worth)):
        best = int(through[row].argmax())
        others = np.delete(through[row], best)
        rival = max(float(others.max(initial=_NEVER)), float(without[row]))
        if worth[row, best] > _NEVER / 2 and through[row, best] >= rival + _CLEARLY:
            pairs.append((row, best))
    return pairs


def _best_until(worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """The worth of the best series within the first i rows and the first j of the others, `(N+1, M+1)`."""
    rows, columns = worth.shape
    table = np.zeros((rows + 1, columns + 1))
    for row in range(rows):
        for column in range(columns):
            table[row + 1, column + 1] = max(
                table[row, column + 1], table[row + 1, column], table[row, column] + worth[row, column]
            )
    return table
