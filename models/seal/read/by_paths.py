"""Read a seal along its text paths, whatever its shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.paths.coverage import uncovered
from sealstack.models.seal.paths.text_path import TextPath
from sealstack.models.seal.read.along import read_column, read_strip
from sealstack.models.seal.read.vote.bigrams import Bigrams
from sealstack.models.seal.read.vote.requests import StripRequest, answer
from sealstack.models.seal.read.vote.strip_reader import StripReader
from sealstack.models.values import Image, SealText

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
    picture: Image,
    paths: Sequence[TextPath],
    recognizer: StripReader,
    bigrams: Bigrams,
) -> list[PathText]:
    """Read the text paths of a seal, beside each other.

    Args:
        picture: the seal, `(H, W, 3)` uint8 BGR.
        paths: in pixels of this, none of them along another.
        recognizer: reads the strips.
        bigrams: decide between characters that the strips leave open.

    Returns:
        Those that say something, in the order of the paths; each text once.
    """
    size = picture.shape[:2]
    # where the network sees no character, the recognizer sees what it has seen most often
    paths = with_even_columns([path for path in paths if path.is_column or len(path.centres)])
    texts = answer([_asking(picture, path, bigrams) for path in paths], recognizer)
    read = [PathText(path, text) for path, text in zip(paths, texts, strict=True) if text is not None]
    # a short path goes on past its end along a text that has one of its own
    surest = sorted(read, key=lambda one: -sureness([one]))
    kept = [surest[number] for number in uncovered([one.text.polygon for one in surest], size)]
    return [one for one in read if any(one is other for other in kept)]


def _asking(picture: Image, path: TextPath, bigrams: Bigrams) -> StripRequest:
    return read_column(picture, path, bigrams) if path.is_column else read_strip(picture, path, bigrams)


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
