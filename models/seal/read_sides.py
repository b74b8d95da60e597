"""Read what runs along two sides of a diamond or triangle, its heads outward: a title, mostly."""

from __future__ import annotations

import cv2
import numpy as np

from models.seal.frame import Frame
from models.seal.jury import characters_of, heard, vote
from models.seal.separate import Renderings
from models.text.recognizer import Recognizer
from models.values import Image, Polygon, SealText

# outer and inner edges, of the shorter side's length inwards: a diamond's sides are shorter than a triangle's
_TRIANGLE_BANDS = ((0.03, 0.22), (0.03, 0.29))
_DIAMOND_BANDS = ((0.05, 0.25), (0.07, 0.31))
_HEIGHT = 56
_FEWEST = 2
_LEAST_SCORE = 0.6


def read_sides(shown: Renderings, frame: Frame, recognizer: Recognizer) -> SealText | None:
    """Read the text along two neighbouring sides, up the one and down the other.

    Args:
        shown: the seal's `renderings`.
        frame: its frame, corners in pixels of these.
        recognizer: reads the strips.

    Returns:
        Both sides' texts as one, with the polygon of their bands; None when no two neighbours say something.
    """
    sides = [_side(shown, frame, index, recognizer) for index in range(len(frame.corners))]
    pairs = []
    for index, first in enumerate(sides):
        second = sides[(index + 1) % len(sides)]
        if first is not None and second is not None:
            pairs.append((first, second))
    if not pairs:
        return None
    worth = [sum(len(side.text) * side.score for side in pair) for pair in pairs]
    first, second = pairs[int(np.argmax(worth))]
    return SealText(
        np.concatenate([first.polygon[:2], second.polygon, first.polygon[2:]]),
        first.text + second.text,
        (first.score + second.score) / 2,
        first.characters + second.characters,
    )


def _side(shown: Renderings, frame: Frame, index: int, recognizer: Recognizer) -> SealText | None:
    """What stands along the side that begins at a corner, its heads outward."""
    bands = _TRIANGLE_BANDS if len(frame.corners) == 3 else _DIAMOND_BANDS
    quads = [_band(frame, index, outer, inner) for outer, inner in bands]
    strips = [_straight(picture, quad) for quad in quads for picture in (shown.plain, shown.clean)]
    verdicts = [
        verdict
        for verdict in vote(heard(strips, recognizer))
        if verdict.text.isalnum() or verdict.text in "（）"
    ]
    if len(verdicts) < _FEWEST:
        return None
    score = float(np.mean([verdict.score for verdict in verdicts]))
    text = "".join(verdict.text for verdict in verdicts)
    words = sum(character.isalpha() for character in text)
    if score < _LEAST_SCORE or words < _FEWEST:
        return None
    return SealText(quads[0], text, score, characters_of(verdicts))


def _band(frame: Frame, index: int, outer: float, inner: float) -> Polygon:
    """The band inside a side, `(4, 2)`, in reading direction; corners run clockwise."""
    corners = frame.corners
    start, end = corners[index], corners[(index + 1) % len(corners)]
    shortest = float(np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1).min())
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
    inward = np.array([-along[1], along[0]]) * shortest
    quad = [start + inward * outer, end + inward * outer, end + inward * inner, start + inward * inner]
    return np.asarray(quad, dtype=np.float32)


def _straight(picture: Image, quad: Polygon) -> Image:
    """The band laid straight, `(56, W, 3)` uint8."""
    length, height = float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[3] - quad[0]))
    size = (max(8, round(_HEIGHT * length / max(height, 1e-6))), _HEIGHT)
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(quad, target)
    shown = cv2.warpPerspective(picture, warp, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(shown, dtype=np.uint8)
