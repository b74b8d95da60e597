"""Read a column: its cells side by side, divided as its characters stand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sealstack.models.seal.paths.text_path import TextPath
from sealstack.models.seal.read.along.settings import ColumnSettings
from sealstack.models.seal.read.along.text import text_of
from sealstack.models.seal.read.vote.bigrams import Bigrams, likeliest
from sealstack.models.seal.read.vote.requests import StripRequest
from sealstack.models.seal.read.vote.vote import Voted, vote
from sealstack.models.seal.rectify.path import cells_down
from sealstack.models.values import Image

SETTINGS = ColumnSettings()


def read_column(
    picture: Image, path: TextPath, bigrams: Bigrams, settings: ColumnSettings = SETTINGS
) -> StripRequest:
    """Read a column, whichever way up it stands.

    Args:
        picture: the seal, `(H, W, 3)` uint8 BGR.
        path: in pixels of this.
        bigrams: decide between characters that the looks leave open.
        settings: the usual ones by default.

    Returns:
        Its text with the corners of the path; None where no division shows one character in every cell.
    """
    ratio = path.length / max(path.height, 1e-6)
    fewest, most = (round(times * ratio) for times in settings.slender)
    counts = range(max(1, fewest), min(settings.most, max(1, most)) + 1)
    ways = [(way, count) for way in (path, path.turned_round) for count in counts]
    looks = yield [cells_down(picture, way, count) for way, count in ways]
    read = [vote([look]) for look in looks]
    worths = [_worth(voted, count, ratio, settings) for (_, count), voted in zip(ways, read, strict=True)]
    best = int(np.argmax(worths))
    if worths[best] == 0:
        return None
    return text_of(ways[best][0], likeliest(read[best], bigrams), settings.least)


def _worth(voted: Sequence[Voted], count: int, ratio: float, settings: ColumnSettings) -> float:
    """How good a division of a column is, 0..1: 0 where not every cell shows one character."""
    if len(voted) != count:
        return 0.0
    scores = [one.score * (settings.latin if one.text.isascii() else 1.0) for one in voted]
    return float(np.mean(scores)) * max(0.0, 1 - settings.square * abs(float(np.log(ratio / count))))
