"""Locate: every seal on a page, whatever its colour, as a list of candidates with their outlines.

No single gate decides. A small network sees where seals are, and each is fitted to the ink there. What
coloured ink is left is searched for outlines that it did not see; where it is sure of none, all ink is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.seal.area import AreaFinder
from models.seal.candidate import Candidate
from models.seal.closer import look_closer
from models.seal.ink import paper_colour
from models.seal.search import search
from models.values import Image

_SURE, _INKED = 0.9, 0.55  # what network and ink say of one seal at least, for a quick look at the rest


def locate(
    image: Image, paper: NDArray[np.float32] | None = None, finder: AreaFinder | None = None
) -> list[Candidate]:
    """Find the seals of a page.

    Args:
        image: `(H, W, 3)` uint8 BGR.
        paper: its `paper_colour`, when the caller has it already.
        finder: sees seals; without it they are searched for by their ink alone.

    Returns:
        Candidates that do not explain the same place, the best first.
    """
    if paper is None:
        paper = paper_colour(image)
    if finder is None:
        return search(image, paper)
    seen, sure = [], False
    sight = finder.find(image)
    for area in sight.areas:
        found = look_closer(image, paper, area)
        if found is not None:
            seen.append(found)
            sure = sure or (area.score >= _SURE and found.score >= _INKED)
    return search(image, paper, seen, thorough=not sure, chance=sight.chance)
