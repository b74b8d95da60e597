"""Where the characters of a text stand along its band."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.values import Polygon

_CORNERS = 4
_MOST_LINES = 3


@dataclass(frozen=True)
class Place:
    """Where one character stands.

    Attributes:
        character: the character.
        x: its centre, pixels.
        y: likewise.
        height: of the band there, pixels.
        room: how much of the band's length it has, pixels.
        angle: the direction of the text there, degrees clockwise from the right.
    """

    character: str
    x: float
    y: float
    height: float
    room: float
    angle: float


def places(polygon: Polygon, text: str) -> Iterator[Place]:
    """Spread the characters of a text evenly along its band.

    A band is an outline that runs along the heads of the characters, then back along their feet. A few
    quads one after the other are as many lines of text.

    Args:
        polygon: `(N, 2)` float32 pixels, clockwise from the upper left in reading direction, N at least 3.
        text: what stands in it.
    """
    lines = _lines(polygon)
    lengths = [
        float(np.linalg.norm(np.diff(heads + feet, axis=0), axis=1).sum()) / 2 for heads, feet in lines
    ]
    total = sum(lengths) or 1.0
    start = 0
    for number, ((heads, feet), length) in enumerate(zip(lines, lengths, strict=True)):
        last = number == len(lines) - 1
        end = len(text) if last else start + round(len(text) * length / total)
        yield from _along(heads, feet, text[start:end])
        start = end


def _lines(polygon: Polygon) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """The edges along the heads and along the feet of each line, both in reading direction."""
    count = len(polygon)
    if count % _CORNERS == 0 and 1 < count // _CORNERS <= _MOST_LINES:
        quads = polygon.reshape(-1, _CORNERS, 2)
        return [(quad[:2], quad[3:1:-1]) for quad in quads]
    half = count // 2
    heads, feet = polygon[:half], polygon[::-1][:half]
    if half < 2:  # a triangle has no direction of its own
        heads, feet = polygon[:2], polygon[[-1, -1]]
    return [(heads, feet)]


def _along(heads: NDArray[np.float32], feet: NDArray[np.float32], text: str) -> Iterator[Place]:
    middle = (heads + feet) / 2
    steps = np.linalg.norm(np.diff(middle, axis=0), axis=1)
    walked = np.concatenate([[0.0], np.cumsum(steps)])
    if not text or walked[-1] <= 0:
        return
    room = float(walked[-1]) / len(text)
    depth = np.linalg.norm(heads - feet, axis=1)
    for number, character in enumerate(text):
        at = (number + 0.5) * room
        x, y, height = (
            float(np.interp(at, walked, values)) for values in (middle[:, 0], middle[:, 1], depth)
        )
        before, after = max(0.0, at - room / 2), min(float(walked[-1]), at + room / 2)
        across = np.interp([before, after], walked, middle[:, 0])
        down = np.interp([before, after], walked, middle[:, 1])
        angle = float(np.degrees(np.arctan2(down[1] - down[0], across[1] - across[0])))
        yield Place(character, x, y, height, room, angle)
