"""Locate: every seal on a page, whatever its colour, as a list of candidates with their outlines.

No single gate decides. A small network sees where seals are, and each is fitted to the ink there. What
coloured ink is left is searched for outlines that it did not see; where it is sure of none, all ink is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from models.seal.area import AreaFinder
from models.seal.candidate import Candidate
from models.seal.closer import look_closer
from models.seal.ink import paper_colour
from models.seal.search import search
from models.values import Image

_NO_DOUBT = 0.98
_INKLING = 0.2  # chance of a seal from which on there may be a ring that the network nearly sees
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
    sight = finder.find(image)
    looked = [(area.score, look_closer(image, paper, area)) for area in sight.areas]
    seen = [found for _, found in looked if found is not None]
    sure = any(score >= _SURE and found is not None and found.score >= _INKED for score, found in looked)
    # what the network has no doubt of and no outline was fitted to must be looked for
    unexplained = any(score >= _NO_DOUBT and found is None for score, found in looked)
    inkling = sight.elsewhere([candidate.outline for candidate in seen]) >= _INKLING
    found = search(image, paper, seen, thorough=not sure or unexplained, inkling=inkling, chance=sight.chance)
    return [replace(candidate, chance=sight.chance(candidate.outline)) for candidate in found]
