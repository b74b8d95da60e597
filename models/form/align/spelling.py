"""Lines as rows of comparable letters, each with its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sealstack.models.geometry.quads import height_of
from sealstack.models.values import TextLine

_ROW_SHARED = 0.5  # of a line's height by which its neighbour's middle may lie higher or lower
_GAP_IN_ROW = 4.0  # line heights between pieces of one row


@dataclass(frozen=True, eq=False)
class Spelled:
    """A line as a row of comparable letters and the points where they stand.

    Attributes:
        letters: folded characters, digits all alike.
        upper: `(N, 2)` above each letter, on the line's upper edge.
        lower: `(N, 2)` below each letter.
        height: of the line, pixels.
    """

    letters: str
    upper: NDArray[np.float32]
    lower: NDArray[np.float32]
    height: float

    @property
    def middles(self) -> NDArray[np.float32]:
        """The middle of each letter, `(N, 2)` pixels."""
        return np.asarray((self.upper + self.lower) / 2, np.float32)

    def part(self, start: int, end: int) -> Spelled:
        """The letters from `start` up to before `end`."""
        return Spelled(self.letters[start:end], self.upper[start:end], self.lower[start:end], self.height)


def spell(line: TextLine) -> Spelled:
    """Make a line with characters comparable: digits count as one letter, blanks and signs as none."""
    letters: list[str] = []
    places: list[float] = []
    for character in line.characters:
        for letter in unicodedata.normalize("NFKC", character.text).casefold():
            if letter.isalnum():
                letters.append("0" if letter.isdecimal() else letter)
                places.append((character.span[0] + character.span[1]) / 2)
    along = np.array(places, np.float32)[:, None]
    upper_left, upper_right, lower_right, lower_left = line.quad
    upper = upper_left + along * (upper_right - upper_left)
    lower = lower_left + along * (lower_right - lower_left)
    return Spelled("".join(letters), upper.astype(np.float32), lower.astype(np.float32), height_of(line.quad))


def joined_in_rows(lines: Sequence[Spelled], gap: float = _GAP_IN_ROW) -> list[Spelled]:
    """Put the pieces of a row together: a detector divides a row differently on every picture.

    Args:
        lines: with letters, all of one page, in any order.
        gap: how far apart pieces of one row may be, line heights.

    Returns:
        Rows, each in its reading direction.
    """
    rest = sorted(lines, key=lambda line: float(line.middles[:, 0].min()))
    rows: list[list[Spelled]] = []
    for line in rest:
        row = next((row for row in rows if _continues(row[-1], line, gap)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    return [_joined(row) for row in rows]


def _continues(one: Spelled, other: Spelled, gap: float) -> bool:
    """Whether a line goes on where another ends."""
    along = _direction(one if len(one.letters) >= len(other.letters) else other)
    height = max(one.height, other.height)
    if min(one.height, other.height) < 0.55 * height:
        return False
    step = other.middles[0] - one.middles[-1]
    ahead, aside = float(step @ along), float(step @ np.array([-along[1], along[0]]))
    return 0 < ahead < (gap + 1) * height and abs(aside) < _ROW_SHARED * height


def _direction(line: Spelled) -> NDArray[np.float32]:
    """The unit vector along which a line reads."""
    step = line.middles[-1] - line.middles[0]
    if len(line.letters) < 2 or float(np.linalg.norm(step)) < 1e-6:
        down = line.lower[0] - line.upper[0]
        step = np.array([down[1], -down[0]], np.float32)
    return np.asarray(step / max(float(np.linalg.norm(step)), 1e-6), np.float32)


def _joined(row: Sequence[Spelled]) -> Spelled:
    return Spelled(
        "".join(line.letters for line in row),
        np.concatenate([line.upper for line in row]),
        np.concatenate([line.lower for line in row]),
        float(np.median([line.height for line in row])),
    )
