"""Keypoints of a picture, and which of two pictures' keypoints show the same thing.

The features are SIFT (Lowe, "Distinctive Image Features from Scale-Invariant Keypoints", IJCV 2004) with the
root of their entries compared (Arandjelovic and Zisserman, "Three things everyone should know to improve
object retrieval", CVPR 2012, section 3). Forms repeat themselves: the same character, the same corner of a
table stand in many places. Matches are therefore sifted by the turn and the scale they agree on, the voting
of Lowe's section 7.3, before any homography is fitted.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.values import Image

WORKING_SIDE = 800
"""The longer side of a picture while keypoints are sought, pixels."""

SMALL_SIDE = 640
"""The same for a first look, which is quicker and tells enough of most pictures; pixels."""

MOST_KEYPOINTS = 1600
_LEAST_CONTRAST = 0.025  # below Lowe's 0.04: water marks and pale tables are all that some forms have
_RATIO = 0.88
_TURN_BINS = 18
_SCALE_BINS_PER_OCTAVE = 2
_OCTAVES = 6  # between the coarsest and the finest ratio of scales


@dataclass(frozen=True, eq=False)
class Keypoints:
    """Keypoints of one picture.

    Attributes:
        points: where they are, `(N, 2)` float32 pixels of the picture itself.
        sizes: their diameters, `(N,)` float32 pixels of the picture itself.
        turns: their directions, `(N,)` float32 degrees, clockwise from the right.
        descriptors: what they look like, `(N, 128)` uint8, 512 times the roots of shares that sum to 1,
            cut at 255.
    """

    points: NDArray[np.float32]
    sizes: NDArray[np.float32]
    turns: NDArray[np.float32]
    descriptors: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.points)


@dataclass(frozen=True, eq=False)
class Matches:
    """Pairs of keypoints that show the same thing.

    Attributes:
        ours: numbers of the first picture's keypoints, `(M,)`.
        theirs: numbers of the second picture's, `(M,)`.
    """

    ours: NDArray[np.intp]
    theirs: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.ours)


def find_keypoints(image: Image, side: int = WORKING_SIDE, most: int = MOST_KEYPOINTS) -> Keypoints:
    """Find the keypoints of a picture.

    Args:
        image: `(H, W, 3)` uint8 BGR.
        side: the longer side at which to look, pixels.
        most: the strongest so many are kept.

    Returns:
        The keypoints in pixels of the picture; none on a blank one.
    """
    scale = side / max(image.shape[:2])
    size = (max(8, round(image.shape[1] * scale)), max(8, round(image.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), size, interpolation=method)
    found, raw = cv2.SIFT.create(nfeatures=most, contrastThreshold=_LEAST_CONTRAST).detectAndCompute(
        small, None
    )
    if raw is None or not len(found):
        nothing = np.zeros(0, np.float32)
        return Keypoints(nothing.reshape(0, 2), nothing, nothing, np.zeros((0, 128), np.uint8))
    order = np.argsort([-point.response for point in found], kind="stable")[:most]
    factors = np.array([image.shape[1] / size[0], image.shape[0] / size[1]], np.float32)
    points = (np.array([found[index].pt for index in order], np.float32) + 0.5) * factors - 0.5
    sizes = np.array([found[index].size for index in order], np.float32) * factors.mean()
    turns = np.array([found[index].angle for index in order], np.float32)
    shares = raw[order] / np.maximum(raw[order].sum(axis=1, keepdims=True), 1e-6)
    descriptors = np.minimum(np.round(512 * np.sqrt(shares)), 255).astype(np.uint8)
    return Keypoints(points.astype(np.float32), sizes.astype(np.float32), turns, descriptors)


def match_keypoints(ours: Keypoints, theirs: Keypoints) -> Matches:
    """Pair the keypoints of two pictures of one form.

    Args:
        ours: of the first picture.
        theirs: of the second.

    Returns:
        Pairs that are much likelier than the next best pair of either partner, and that agree about the
        turn and the scale between the pictures.
    """
    if len(ours) < 2 or len(theirs) < 2:
        return _no_matches()
    likeness = _unit(ours.descriptors) @ _unit(theirs.descriptors).T
    partner = likeness.argmax(axis=1)
    rows = np.arange(len(ours))
    best = likeness[rows, partner]
    rest = likeness.copy()
    rest[rows, partner] = -1
    # distances of unit vectors: d^2 = 2 - 2 cos
    distance = np.sqrt(np.maximum(2 - 2 * best, 0))
    next_distance = np.sqrt(np.maximum(2 - 2 * rest.max(axis=1), 1e-6))
    mutual = likeness.argmax(axis=0)[partner] == rows
    chosen = np.flatnonzero(mutual & (distance < _RATIO * next_distance))
    return _agreeing(ours, theirs, Matches(chosen, partner[chosen]))


def _agreeing(ours: Keypoints, theirs: Keypoints, matches: Matches) -> Matches:
    """Those matches whose turn and scale lie in the fullest bin of either, or beside it."""
    if not len(matches):
        return matches
    turn = (theirs.turns[matches.theirs] - ours.turns[matches.ours]) % 360
    ratio = theirs.sizes[matches.theirs] / np.maximum(ours.sizes[matches.ours], 1e-3)
    turn_bin = np.floor(turn * _TURN_BINS / 360).astype(int) % _TURN_BINS
    scale_bins = 2 * _OCTAVES * _SCALE_BINS_PER_OCTAVE
    octave = np.log2(np.maximum(ratio, 1e-3)) * _SCALE_BINS_PER_OCTAVE
    scale_bin = np.clip(np.floor(octave + scale_bins / 2), 0, scale_bins - 1).astype(int)
    votes = np.zeros((_TURN_BINS, scale_bins + 2))
    np.add.at(votes, (turn_bin, scale_bin + 1), 1)
    blurred = votes + np.roll(votes, 1, axis=0) + np.roll(votes, -1, axis=0)
    blurred[:, 1:-1] += blurred[:, :-2] + blurred[:, 2:]
    peak_turn, peak_scale = np.unravel_index(int(blurred[:, 1:-1].argmax()), (_TURN_BINS, scale_bins))
    around = np.abs(turn_bin - peak_turn)
    near = (np.minimum(around, _TURN_BINS - around) <= 1) & (np.abs(scale_bin - peak_scale) <= 1)
    return Matches(matches.ours[near], matches.theirs[near])


def _unit(descriptors: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Rows of length 1, float32."""
    rows = descriptors.astype(np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1), dtype=np.float32)


def _no_matches() -> Matches:
    nothing = np.zeros(0, np.intp)
    return Matches(nothing, nothing)
