"""Assemble what is read along the text paths of a seal: which arc, which lines, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.paths.text_path import PathKind
from sealstack.models.seal.read.assemble import Assembly, assemble_columns, assemble_frame, assemble_ring
from sealstack.models.seal.read.by_paths import PathText
from sealstack.models.values import SealShape, SealText

_ACROSS = 25.0  # degrees from a square's sides: lines of a diamond
_LEVEL = 25.0  # degrees: lines that differ by less are parallel
_SAME_ROW = 0.5  # of a line's height
_CHINESE = 3  # characters of a title beside one in Latin letters


def assemble_ring_paths(read: Sequence[PathText]) -> Assembly:
    """The texts of a round or oval seal: the title arc is the body, or a Chinese arc beside a Latin one.

    Args:
        read: what its paths say.
    """
    arcs = [one for one in read if one.path.kind.is_arc]
    columns = [one for one in read if one.path.is_column]
    if columns and not arcs:
        return assemble_columns([one.text for one in _from_the_right(columns)])
    title = _title_of(arcs)
    others = [one for one in arcs if one is not title]
    inner = [one.text for one in others if one.path.kind is not PathKind.LOWER_ARC]
    lower = [one.text for one in others if one.path.kind is PathKind.LOWER_ARC]
    lines = _in_rows([one for one in read if not one.path.kind.is_arc])
    return assemble_ring(title.text if title else None, [one.text for one in lines], lower, inner)


def assemble_frame_paths(read: Sequence[PathText], frame: Frame) -> tuple[Assembly, SealShape]:
    """The texts of a seal with corners: columns from the right, lines from the top, or along two sides.

    Args:
        read: what its paths say.
        frame: pixels of the same picture.

    Returns:
        Its texts, and its shape: what has text along two of four sides or along a diagonal is a diamond.
    """
    columns = [one for one in read if one.path.is_column]
    lines = [one for one in read if not one.path.is_column]
    if sum(len(one.text.text) for one in columns) > sum(len(one.text.text) for one in lines):
        return assemble_columns([one.text for one in _from_the_right(columns)]), frame.shape
    sides = _sides(lines)
    diamond = len(frame.corners) == 4 and (sides is not None or _runs_across(frame, lines))
    shape = SealShape.DIAMOND if diamond else frame.shape
    if sides is None:
        return assemble_frame([one.text for one in _in_rows(lines)]), shape
    first, last = sides
    title = SealText(
        np.concatenate([first.text.polygon, last.text.polygon]),
        first.text.text + last.text.text,
        (first.text.score + last.text.score) / 2,
        first.text.characters + last.text.characters,
    )
    others = [one for one in lines if one is not first and one is not last]
    return assemble_frame([one.text for one in _in_rows(others)], title), shape


def _runs_across(frame: Frame, lines: Sequence[PathText]) -> bool:
    """Whether the longest line runs along a diagonal of an even frame."""
    if not lines or not frame.even:
        return False
    x, y = max(lines, key=lambda one: len(one.text.text)).heading
    side = frame.corners[1] - frame.corners[0]
    between = np.degrees(np.arctan2(y, x) - np.arctan2(side[1], side[0])) % 90
    return bool(_ACROSS < between < 90 - _ACROSS)


def _title_of(arcs: Sequence[PathText]) -> PathText | None:
    """The longest title arc; a Chinese arc where that is in Latin letters."""
    titles = [one for one in arcs if one.path.kind is PathKind.TITLE_ARC]
    if not titles:
        return None
    title = max(titles, key=lambda one: sum(character.score for character in one.text.characters))
    if _chinese(title) < _CHINESE:
        best = max(arcs, key=_chinese)
        if _chinese(best) >= _CHINESE:
            return best
    return title


def _chinese(one: PathText) -> int:
    return sum(not character.isascii() for character in one.text.text)


def _between(one: PathText, other: PathText) -> float:
    """Degrees by which the second heads further clockwise than the first, -180..180."""
    (x, y), (u, v) = one.heading, other.heading
    return float(np.degrees(np.arctan2(x * v - y * u, x * u + y * v)))


def _sides(lines: Sequence[PathText]) -> tuple[PathText, PathText] | None:
    """The lines up one side and down the next, which make one title; None where all are parallel."""
    turns = {
        (one, other): _between(one, other)
        for one, other in permutations(lines, 2)
        if _LEVEL < _between(one, other) < 180 - _LEVEL
    }
    return max(turns, key=lambda pair: turns[pair]) if turns else None


def _from_the_right(columns: Sequence[PathText]) -> list[PathText]:
    """Columns in reading order, as the seal lies."""
    x, y = _common_heading(columns)
    return sorted(columns, key=lambda one: float(one.middle @ np.array([-y, x])))


def _in_rows(lines: Sequence[PathText]) -> list[PathText]:
    """Lines from top to bottom, those of one row from the left, as the seal lies."""
    if not lines:
        return []
    heading = _common_heading(lines)
    down = np.array([-heading[1], heading[0]])
    rows: list[list[PathText]] = []
    for one in sorted(lines, key=lambda one: float(one.middle @ down)):
        if rows and float((one.middle - rows[-1][0].middle) @ down) < _SAME_ROW * one.path.height:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [one for row in rows for one in sorted(row, key=lambda one: float(one.middle @ heading))]


def _common_heading(texts: Sequence[PathText]) -> NDArray[np.float64]:
    """The direction in which most of some lines or columns are read, a unit vector."""
    mean = sum((len(one.text.text) * one.heading for one in texts), np.zeros(2))
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-6), np.float64)
