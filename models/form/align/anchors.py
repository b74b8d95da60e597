"""Anchors: the second way to align, by words that both template and query say.

On a form that is mostly white, or printed on another stock, the fixed words are what remains. Lines of the
query are paired with lines of the template that read alike (digits count as one character, as values change
and layouts do not); characters that two such lines share are points that correspond, and a robust fit over
all of them tells the lines that only read alike from those that also stand in their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.align.spelling import Spelled, spell
from sealstack.models.form.describe.features import Form
from sealstack.models.geometry.warps import Homography, carry, plausible
from sealstack.models.values import Quad, TextLine

_LEAST_LIKENESS = 0.5
_LEAST_LINES = 4
_LEAST_LETTERS = 12
_TOLERANCE = 0.5  # of the lines' height in the query
_LEAST_SCORE = 0.28  # tickets of one kind, most of them filled in, come to 0.35; other forms stay below 0.1
_FOR_HOMOGRAPHY = 10  # lines; fewer give no more than an affine map


@dataclass(frozen=True, eq=False)
class Anchoring:
    """An alignment by words.

    Attributes:
        homography: from pixels of the template's picture to the query's.
        score: how well the query matches, 0..1.
    """

    homography: Homography
    score: float


def anchor(form: Form, lines: Sequence[TextLine], values: Sequence[Quad] = ()) -> Anchoring | None:
    """Align a template to a query by what both say.

    Args:
        form: the template.
        lines: the query's lines with characters, quads in their own direction.
        values: quads on the template where values stand; what is said there need not be found again.

    Returns:
        The alignment; None when too few words stand in their place.
    """
    ours = [spelled for line in form.lines if (spelled := spell(line)).letters]
    theirs = [spelled for line in lines if (spelled := spell(line)).letters]
    points = _corresponding(ours, theirs)
    if points is None:
        return None
    source, target, pairs = points
    height = float(np.median([line.height for line in theirs]))
    affine, _ = cv2.estimateAffine2D(
        source,
        target,
        method=cv2.RANSAC,
        ransacReprojThreshold=_TOLERANCE * height,
        maxIters=5000,
        confidence=0.999,
    )
    if affine is None:
        return None
    homography: Homography = np.vstack([affine, [0, 0, 1]]).astype(np.float64)
    near = np.linalg.norm(carry(source, homography) - target, axis=1) < 1.5 * _TOLERANCE * height
    if len(np.unique(pairs[near, 0])) >= _FOR_HOMOGRAPHY:
        projective, _ = cv2.findHomography(
            source[near], target[near], cv2.USAC_MAGSAC, _TOLERANCE * height, maxIters=2000, confidence=0.999
        )
        if projective is not None and plausible(projective, form.height, form.width):
            closer = np.linalg.norm(carry(source, projective) - target, axis=1) < _TOLERANCE * height
            if (
                closer.sum()
                >= (np.linalg.norm(carry(source, homography) - target, axis=1) < _TOLERANCE * height).sum()
            ):
                homography = np.asarray(projective, np.float64)
    if not plausible(homography, form.height, form.width):
        return None
    near = np.linalg.norm(carry(source, homography) - target, axis=1) < _TOLERANCE * height
    score = _support(ours, source[near], pairs[near], values)
    return Anchoring(homography, score) if score >= _LEAST_SCORE else None


def _corresponding(
    ours: Sequence[Spelled], theirs: Sequence[Spelled]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.intp]] | None:
    """Points of letters shared by lines that read alike, and which lines they are of."""
    source: list[NDArray[np.float32]] = []
    target: list[NDArray[np.float32]] = []
    pairs: list[tuple[int, int]] = []
    for number, our in enumerate(ours):
        for other, their in enumerate(theirs):
            for ours_at, theirs_at in _shared(our.letters, their.letters):
                source += [our.upper[ours_at], our.lower[ours_at]]
                target += [their.upper[theirs_at], their.lower[theirs_at]]
                pairs += [(number, other)] * 2
    if len(pairs) < 2 * _LEAST_LETTERS:
        return None
    return np.array(source, np.float32), np.array(target, np.float32), np.array(pairs, np.intp)


def _shared(one: str, other: str) -> list[tuple[int, int]]:
    """Places of the letters that two lines share, none when they do not read alike."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _LEAST_LIKENESS or matcher.ratio() < _LEAST_LIKENESS:
        return []
    return [
        (block.a + step, block.b + step)
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]


def _support(
    ours: Sequence[Spelled],
    source: NDArray[np.float32],
    pairs: NDArray[np.intp],
    values: Sequence[Quad],
) -> float:
    """How much of what the form says was found in its place, 0..1; 0 when that is too little to judge by."""
    found = {int(number) for number in np.unique(pairs[:, 0])}
    letters = 0
    for number in found:
        here = np.unique(source[pairs[:, 0] == number], axis=0)
        letters += len(here) // 2
    if len(found) < _LEAST_LINES or letters < _LEAST_LETTERS:
        return 0.0
    weights, hits = 0.0, 0.0
    for number, line in enumerate(ours):
        fixed = _fixed_share(line, values)
        weight = len(line.letters) * (0.15 + 0.85 * fixed)
        weights += weight
        here = np.unique(source[pairs[:, 0] == number], axis=0)
        hits += weight * min(1.0, len(here) / 2 / len(line.letters))
    return float(hits / max(weights, 1e-6))


def _fixed_share(line: Spelled, values: Sequence[Quad]) -> float:
    """The share of a line's letters that are words outside of the values, 0..1."""
    middles = (line.upper + line.lower) / 2
    fixed = 0
    for letter, (x, y) in zip(line.letters, middles, strict=True):
        inside = any(cv2.pointPolygonTest(quad, (float(x), float(y)), False) >= 0 for quad in values)
        fixed += letter != "0" and not inside
    return fixed / len(line.letters)
