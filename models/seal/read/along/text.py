"""From the characters that were agreed on to the text of a path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sealstack.models.seal.paths.text_path import TextPath
from sealstack.models.seal.read.vote.vote import Voted, characters_of, pitch_between
from sealstack.models.values import SealText


def text_of(path: TextPath, voted: Sequence[Voted], least: float) -> SealText | None:
    """What stands along a path.

    Args:
        path: for the text's polygon.
        voted: its characters in order, positions in shares of the path's length.
        least: mean score of a text.

    Returns:
        The text; None where nothing was seen or nothing surely enough.
    """
    if not voted:
        return None
    score = float(np.mean([character.score for character in voted]))
    if score < least:
        return None
    first, last = ends_of(voted)
    shares = [replace(one, position=(one.position - first) / (last - first)) for one in voted]
    return SealText(path.polygon, "".join(one.text for one in voted), score, characters_of(shares))


def ends_of(voted: Sequence[Voted]) -> tuple[float, float]:
    """Where a row of characters begins and ends, half a pitch beyond its first and last middle."""
    half = (pitch_between(voted) or 1 / len(voted)) / 2
    return voted[0].position - half, voted[-1].position + half
