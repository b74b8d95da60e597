"""Read what runs along two sides of a diamond or triangle, its heads outward: a title, mostly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.seal.frame import Frame
from models.seal.inquiry import Inquiry, answer
from models.seal.jury import Verdict, characters_of, heard, vote
from models.seal.separate import Renderings
from models.text.recognizer import Recognizer
from models.values import Image, Polygon, SealText

# outer and inner edges, of the shorter side's length inwards: a diamond's sides are shorter than a triangle's
_TRIANGLE_BANDS = ((0.03, 0.22), (0.03, 0.29))
_DIAMOND_BANDS = ((0.05, 0.25), (0.07, 0.31))
_HEIGHT = 56
_FEWEST = 2
_LEAST_SCORE = 0.6
_LEAST_PROMISE = 0.8  # characters that a first look is sure of, on each side


@dataclass(frozen=True, eq=False)
class Sides:
    """What runs along two sides.

    Attributes:
        text: both sides' texts as one, with the polygon of their bands.
        level: the direction that lines at the seal's upright run in, `(2,)` float32.
    """

    text: SealText
    level: NDArray[np.float32]


def read_sides(shown: Renderings, frame: Frame, recognizer: Recognizer) -> Sides | None:
    """Read the text along two neighbouring sides, up the one and down the other.

    Args:
        shown: the seal's `renderings`.
        frame: its frame, corners in pixels of these.
        recognizer: reads the strips.

    Returns:
        The text and the upright it tells; None when no two neighbours say something.
    """
    count = len(frame.corners)
    quads = [[_band(frame, index, *band) for band in _bands(frame)] for index in range(count)]
    looks = heard([_straight(shown.clean, quad) for _, quad in quads], recognizer)
    promise = [sum(verdict.score for verdict in _told(vote([look]))) for look in looks]
    first = max(range(count), key=lambda index: promise[index] + promise[(index + 1) % count])
    last = (first + 1) % count
    if min(promise[first], promise[last]) < _LEAST_PROMISE:
        return None
    up, down = answer([_side(shown, quads[index]) for index in (first, last)], recognizer)
    if up is None or down is None:
        return None
    text = SealText(
        np.concatenate([up.polygon[:2], down.polygon, up.polygon[2:]]),
        up.text + down.text,
        (up.score + down.score) / 2,
        up.characters + down.characters,
    )
    # the sides meet at the top: lines run from the foot of the first to that of the second
    return Sides(text, frame.corners[(last + 1) % count] - frame.corners[first])


def _bands(frame: Frame) -> tuple[tuple[float, float], ...]:
    return _TRIANGLE_BANDS if len(frame.corners) == 3 else _DIAMOND_BANDS


def _side(shown: Renderings, quads: Sequence[Polygon]) -> Inquiry:
    """What stands in some bands along a side, its heads outward."""
    strips = [_straight(picture, quad) for quad in quads for picture in (shown.plain, shown.clean)]
    verdicts = _told(vote((yield strips)))
    if len(verdicts) < _FEWEST:
        return None
    score = float(np.mean([verdict.score for verdict in verdicts]))
    text = "".join(verdict.text for verdict in verdicts)
    words = sum(character.isalpha() for character in text)
    if score < _LEAST_SCORE or words < _FEWEST:
        return None
    return SealText(quads[0], text, score, characters_of(verdicts))


def _told(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Verdicts without the frame's own strokes."""
    return [verdict for verdict in verdicts if verdict.text.isalnum() or verdict.text in "（）"]


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
