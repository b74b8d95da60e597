"""Which way up the lines of a page stand: a line classifier errs about single lines, seldom about a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sealstack.models.geometry import quads
from sealstack.models.values import Quad


@dataclass(frozen=True)
class PageSense:
    """How the lines of a page are to be read.

    Attributes:
        turned: for each line whether it is turned by 180 degrees, as most print beside it is.
        doubtful: the numbers of the lines that should be read in both senses: the classifier took them for
            turned otherwise than their page, or nothing but their own answer speaks for turning them.
    """

    turned: tuple[bool, ...]
    doubtful: tuple[int, ...]


def page_senses(lines: Sequence[Quad], answers: Sequence[bool]) -> PageSense:
    """In which sense lines are to be read.

    Lines that run across the page and lines that run down or up it are pages of their own.

    Args:
        lines: their quads, `(4, 2)` pixels each, in the direction in which their strips were cut out.
        answers: for each whether the line classifier takes it for upside down.
    """
    turned = np.array(answers, np.bool_)
    doubtful = np.zeros(len(lines), np.bool_)
    upended = np.array([_is_upended(quad) for quad in lines], np.bool_)
    lengths = np.array([quads.length_of(quad) for quad in lines])
    for direction in (False, True):
        here = np.flatnonzero(upended == direction)
        said = turned[here]
        page = bool(lengths[here][said].sum() > lengths[here][~said].sum())
        turned[here] = page
        doubtful[here] = (said != page) | (said & (said.sum() == 1))
    return PageSense(tuple(turned.tolist()), tuple(np.flatnonzero(doubtful).tolist()))


def _is_upended(quad: Quad) -> bool:
    across, down = np.abs(quad[1] - quad[0])
    return bool(down > across)
