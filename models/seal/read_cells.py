"""Read what stands in columns: name seals, two characters by two, and upright strips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.seal.flat_frame import Flat
from models.seal.jury import Verdict, characters_of, heard, vote
from models.text.recognizer import Recognizer
from models.values import Image, SealText

_NEARLY_SQUARE = 1.5
_MARGIN = 0.065  # of the shorter side: so far in there is the frame's line, seen or not
_DEEPEST = 0.18  # of the shorter side: so far within a second line may run
_LINE = 0.65  # share of ink on the frame's line
_OUTER = 0.09  # of the shorter side: so far in it may lie
_SECOND_LINE = 0.9
_GROUND = 0.55  # share of ink: characters cover less
_LIKELIEST = 4  # divisions that are read at all
_LEAST_SCORE = 0.5
_CLOSER = 2  # divisions that are read by the whole jury, the best at a first look
_CERTAIN = 0.93
_SLENDER = (0.9, 1.4)  # characters of a column in a length equal to its width
_ONE_WORN_OF = 7
_TEXT = 0.08  # share of ink where characters are

# how many characters stand in each column of a name seal, from the right
_GRIDS = ((2, 2), (1, 2), (2, 1), (2, 3), (3, 3), (3, 3, 3), (2, 2, 2))


def read_cells(flat: Flat, quarters: Sequence[int], recognizer: Recognizer) -> SealText | None:
    """Read the characters of a frame cell by cell: columns from the right, each from the top.

    Args:
        flat: the frame, straight.
        quarters: which turns to try, the likeliest first.
        recognizer: reads the cells, put in a row.

    Returns:
        The whole text with the quad of the frame; None when no division shows a character in every cell, but
        for one in seven of a long column.
    """
    looks: list[_Look] = []
    for quarter in quarters:
        looks += _first_looks(flat.turned(quarter), quarter, recognizer)
        if looks and max(look.score for look in looks) >= _CERTAIN:
            break
    for look in sorted(looks, key=lambda look: -look.score)[:_CLOSER]:
        turned = flat.turned(look.quarter)
        rows = [_in_a_row(picture, look.inner, look.grid) for picture in turned.pictures]
        verdicts = vote(heard(rows, recognizer))
        score = _mean_score(verdicts)
        if _fill(verdicts, look.grid) and score >= _LEAST_SCORE:
            width, height = turned.size
            whole = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
            text = "".join(verdict.text for verdict in verdicts)
            return SealText(turned.to_view(whole), text, score, characters_of(verdicts))
    return None


@dataclass(frozen=True)
class _Look:
    """A first look at one division: how sure it is, at which turn, of what box."""

    score: float
    quarter: int
    inner: tuple[int, int, int, int]
    grid: tuple[int, ...]


def _first_looks(turned: Flat, quarter: int, recognizer: Recognizer) -> list[_Look]:
    """The divisions of a turned frame that characters fill."""
    width, height = turned.size
    if width > _NEARLY_SQUARE * height:
        return []
    inked = _inked(turned.pictures[-1])
    inner = _inner_box(inked)
    if _is_ground(inked, inner):
        inked = ~inked
    if height > _NEARLY_SQUARE * width:
        inner = _text_box(inked, inner)
    grids = _divisions(inner) if height > _NEARLY_SQUARE * width else _GRIDS
    grids = tuple(sorted(grids, key=lambda grid: _cut_ink(inked, inner, grid))[:_LIKELIEST])
    jurors = heard([_in_a_row(turned.pictures[-1], inner, grid) for grid in grids], recognizer)
    return [
        _Look(_mean_score(verdicts) * len(verdicts) / sum(grid), quarter, inner, grid)
        for grid, verdicts in zip(grids, (vote([juror]) for juror in jurors), strict=True)
        if _fill(verdicts, grid)
    ]


def _fill(verdicts: Sequence[Verdict], grid: Sequence[int]) -> bool:
    """Whether a character is seen in every cell; of a long column's one may be worn away."""
    cells = sum(grid)
    return cells - cells // _ONE_WORN_OF <= len(verdicts) <= cells


def _is_ground(inked: NDArray[np.bool_], inner: tuple[int, int, int, int]) -> bool:
    """Whether what is inked is the ground that white characters stand on."""
    left, top, right, bottom = inner
    return bool(inked[top:bottom, left:right].mean() > _GROUND)


def _divisions(inner: tuple[int, int, int, int]) -> tuple[tuple[int, ...], ...]:
    """Into how many characters a column may be divided: they stand about as tall as wide."""
    ratio = (inner[3] - inner[1]) / max(inner[2] - inner[0], 1)
    fewest, most = max(2, round(ratio * _SLENDER[0])), max(2, round(ratio * _SLENDER[1]))
    return tuple((count,) for count in range(fewest, most + 1))


def _text_box(inked: NDArray[np.bool_], inner: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """The same box without the paper beside a column and beyond its ends."""
    left, top, right, bottom = inner
    part = inked[top:bottom, left:right]
    columns, rows = (np.nonzero(part.mean(axis=axis) > _TEXT)[0] for axis in (0, 1))
    if not columns.size or not rows.size:
        return inner
    return left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1


def _inked(picture: Image) -> NDArray[np.bool_]:
    """Where there is a stroke, `(H, W)`."""
    grey = np.asarray(picture.min(axis=2), np.uint8)
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(grey < threshold)


def _inner_box(inked: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """What the characters fill, as `(left, top, right, bottom)`: within the frame's lines."""
    height, width = inked.shape
    side = min(width, height)
    # looked at between the frame's other two sides, lines run from end to end
    columns = inked[height // 5 : height - height // 5].mean(axis=0)
    left, right = _lines_end(columns, side), width - _lines_end(columns[::-1], side)
    rows = inked[:, left : max(right, left + 1)].mean(axis=1)
    return left, _lines_end(rows, side), right, height - _lines_end(rows[::-1], side)


def _lines_end(share: NDArray[np.float64], side: int) -> int:
    """Where the frame's lines end, given the share of ink on each row or column from its edge inwards."""
    depth = np.arange(round(_DEEPEST * side))
    # strokes of bold characters may nearly make a second line
    lines = np.nonzero(share[: len(depth)] > np.where(depth < _OUTER * side, _LINE, _SECOND_LINE))[0]
    return max(round(_MARGIN * side), int(lines[-1]) + 2 if lines.size else 0)


def _cut_ink(inked: NDArray[np.bool_], inner: tuple[int, int, int, int], grid: Sequence[int]) -> float:
    """Share 0..1 of ink where a division cuts: it goes between characters, not through them."""
    left, top, right, bottom = inner
    text = inked[top:bottom, left:right]
    if not text.size:
        return 1.0
    cuts = []
    for column, rows in enumerate(grid):
        span = _part(text.shape[1], len(grid) - 1 - column, len(grid))
        part = text[:, span]
        if column:
            cuts.append(float(text[:, _around(span.stop, text.shape[1])].mean(axis=0).min()))
        for row in range(1, rows):
            edge = _part(text.shape[0], row, rows).start
            cuts.append(float(part[_around(edge, text.shape[0])].mean(axis=1).min()))
    return float(np.mean(cuts))


def _part(length: int, index: int, count: int) -> slice:
    """One of `count` equal parts."""
    return slice(round(length * index / count), round(length * (index + 1) / count))


def _around(place: int, length: int) -> slice:
    """The pixels about a place."""
    reach = max(1, round(0.02 * length))
    return slice(max(0, place - reach), place + reach + 1)


def _mean_score(verdicts: Sequence[Verdict]) -> float:
    return float(np.mean([verdict.score for verdict in verdicts])) if verdicts else 0.0


def _in_a_row(picture: Image, inner: tuple[int, int, int, int], grid: Sequence[int]) -> Image:
    """The cells of a name seal side by side in reading order, `(96, W, 3)` uint8."""
    left, top, right, bottom = inner
    text = picture[top:bottom, left:right]
    cells = []
    for column, rows in enumerate(grid):
        part = text[:, _part(text.shape[1], len(grid) - 1 - column, len(grid))]
        for row in range(rows):
            cell = part[_part(text.shape[0], row, rows)]
            cells.append(cv2.resize(cell, (88, 96), interpolation=cv2.INTER_AREA))
    return np.asarray(np.hstack(cells), dtype=np.uint8)
