"""Read a seal along its text paths, whatever its shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.ink.renderings import Renderings
from sealstack.models.seal.paths.coverage import without_doubles
from sealstack.models.seal.paths.text_path import PathKind, TextPath
from sealstack.models.seal.read.along import read_column, read_strip
from sealstack.models.seal.read.along.settings import StripSettings
from sealstack.models.seal.read.vote.requests import StripRequest, answer
from sealstack.models.seal.read.vote.strip_reader import StripReader
from sealstack.models.values import SealText

_SURE = 0.8  # least score of every character of two lines that were taken for one
_SHORT = 4.0  # heights of a line
_ONE_LOOK = StripSettings(others=(), most_doubtful=0)
_NEARLY_BESIDE = 0.35  # of a column's width


@dataclass(frozen=True, eq=False)
class PathText:
    """A text path and what is read along it, perhaps the other way round."""

    path: TextPath
    text: SealText

    @property
    def middle(self) -> NDArray[np.float64]:
        """Of the text, `(2,)` pixels."""
        return np.asarray(self.text.polygon.mean(axis=0), np.float64)

    @property
    def heading(self) -> NDArray[np.float64]:
        """The direction that a line or column is read in, a unit vector."""
        corners = self.text.polygon
        along = corners[3] - corners[0] if self.path.is_column else corners[1] - corners[0]
        return np.asarray(along / max(float(np.linalg.norm(along)), 1e-6), np.float64)


def read_by_paths(
    shown: Renderings,
    paths: Sequence[TextPath],
    recognizer: StripReader,
) -> list[PathText]:
    """Read the text paths of a seal, beside each other.

    Args:
        shown: the seal's `renderings`.
        paths: in pixels of these.
        recognizer: reads the strips.

    Returns:
        Those that say something, in the order of the paths.
    """
    paths = with_even_columns(without_doubles(paths, shown.plain.shape[:2]))
    texts = answer([_asking(shown, path) for path in paths], recognizer)
    read = [
        [PathText(path, text)] if text is not None else [] for path, text in zip(paths, texts, strict=True)
    ]
    high = [n for n, (path, text) in enumerate(zip(paths, texts, strict=True)) if _may_be_two(path, text)]
    pairs = _as_two(shown, [paths[number] for number in high], recognizer)
    for number, two in zip(high, pairs, strict=True):
        if sureness(two) > sureness(read[number]) + 1:
            read[number] = two
    return [one for part in read for one in part]


def _asking(shown: Renderings, path: TextPath) -> StripRequest:
    return read_column(shown, path) if path.is_column else read_strip(shown, path)


def _as_two(shown: Renderings, paths: Sequence[TextPath], recognizer: StripReader) -> list[list[PathText]]:
    """What each line says as two, one below the other: small or blurred ones are not told apart."""
    halves = [path.halves for path in paths]
    texts = iter(answer([read_strip(shown, half, _ONE_LOOK) for pair in halves for half in pair], recognizer))
    pairs = [[PathText(half, text) for half in pair if (text := next(texts)) is not None] for pair in halves]
    return [pair if len(pair) == 2 and _are_two(*pair) else [] for pair in pairs]


def _may_be_two(path: TextPath, text: SealText | None) -> bool:
    """Whether a line is so short for its height that it may be two: it says less than it has room for."""
    if path.kind is not PathKind.LINE or path.length > _SHORT * path.height:
        return False
    return text is None or len(text.text) < round(path.length / path.height) or text.score < _SURE


def _are_two(upper: PathText, lower: PathText) -> bool:
    """Whether two halves of a line's band are lines: all of both is sure, and not the same."""
    scores = [character.score for one in (upper, lower) for character in one.text.characters]
    return min(scores) >= _SURE and not set(upper.text.text) & set(lower.text.text)


def sureness(read: Sequence[PathText]) -> float:
    """How many characters were seen, as far as they are sure."""
    return sum(character.score for one in read for character in one.text.characters)


def with_even_columns(paths: Sequence[TextPath]) -> list[TextPath]:
    """Paths with columns that end nearly beside each other made to end there: so they stand in seals."""
    columns = [path for path in paths if path.is_column]
    if len(columns) < 2:
        return list(paths)
    heading = np.mean([path.direction for path in columns], axis=0)
    heading /= max(float(np.linalg.norm(heading)), 1e-6)
    tops, bottoms = ([float(path.centre_line[end] @ heading) for path in columns] for end in (0, -1))
    even = []
    for path in paths:
        if path.is_column:
            before = float(path.centre_line[0] @ heading) - min(tops)
            after = max(bottoms) - float(path.centre_line[-1] @ heading)
            nearly = _NEARLY_BESIDE * path.height
            path = path.between(
                -before if before < nearly else 0.0, path.length + (after if after < nearly else 0.0)
            )
        even.append(path)
    return even
