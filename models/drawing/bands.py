"""Where the characters of a text stand along its band."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.values import Polygon, SealText

Edges: TypeAlias = tuple[NDArray[np.float32], NDArray[np.float32]]
"""The edge along the heads of a line's characters and the one along their feet, both in reading direction."""

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


def outlines(polygon: Polygon) -> list[Polygon]:
    """Give the outline of each line of a text: one, or where quads stand one after the other, each."""
    if _line_count(polygon) == 1:
        return [polygon]
    return list(polygon.reshape(-1, _CORNERS, 2))


def simple_outline(polygon: Polygon) -> Polygon:
    """Give one outline around all lines of a text, which does not cross itself."""
    if _line_count(polygon) == 1:
        return polygon
    return np.asarray(cv2.convexHull(polygon.astype(np.float32))[:, 0, :], np.float32)


def places(text: SealText) -> Iterator[Place]:
    """Spread the characters of a text evenly along its band.

    Args:
        text: its polygon runs clockwise from the upper left in reading direction, with at least 3 corners; a
            few quads one after the other are as many lines.
    """
    lines = [_edges(outline) for outline in outlines(text.polygon)]
    for (heads, feet), written in zip(lines, _written(text, lines), strict=True):
        yield from _along(heads, feet, written)


def _line_count(polygon: Polygon) -> int:
    lines, rest = divmod(len(polygon), _CORNERS)
    return lines if rest == 0 and 1 <= lines <= _MOST_LINES else 1


def _edges(outline: Polygon) -> Edges:
    half = len(outline) // 2
    if half < 2:  # a triangle has no direction of its own
        return outline[:2], outline[[-1, -1]]
    return outline[:half], outline[::-1][:half]


def _written(text: SealText, lines: Sequence[Edges]) -> list[str]:
    """What stands in each line: where the characters' places begin anew a line begins; or lengths decide."""
    characters = text.characters
    ends = [
        number
        for number in range(1, len(characters))
        if characters[number].span[0] < characters[number - 1].span[0]
    ]
    ends.append(len(text.text))
    if len(characters) != len(text.text) or len(ends) != len(lines):
        lengths = [
            float(np.linalg.norm(np.diff(heads + feet, axis=0), axis=1).sum()) for heads, feet in lines
        ]
        shares = np.cumsum(lengths) / (sum(lengths) or 1.0)
        ends = [round(len(text.text) * float(share)) for share in shares[:-1]] + [len(text.text)]
    return [text.text[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]


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
