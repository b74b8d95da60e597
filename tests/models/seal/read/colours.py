"""Text whose characters are patches of grey, and a reader that knows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from sealstack.models.seal.paths.text_path import PathKind, TextPath
from sealstack.models.seal.read.vote.bigrams import Bigrams
from sealstack.models.seal.read.vote.marks import Mark
from sealstack.models.values import Image

TEXTS = {40: "甲", 80: "乙", 120: "丙", 160: "丁", 200: "一", 20: "（", 60: "）"}
"""What a patch of each grey says."""

_GROUND, _NEAR = 240, 12

NO_PAIRS = Bigrams("", np.empty(0, np.uint32), np.empty(0, np.int8), np.empty(0, np.int8))
"""A table that knows no characters."""


class GreyText:
    """Reads strips of grey patches; keeps how many strips each call brought."""

    def __init__(self, sure: Mapping[str, float] | None = None) -> None:
        """Say how sure to be of some characters; of all others it is sure."""
        self.sure = sure or {}
        self.calls: list[int] = []

    def as_needed(self, strips: Sequence[Image]) -> list[list[Mark]]:
        self.calls.append(len(strips))
        return [self._marks(strip) for strip in strips]

    def _marks(self, strip: Image) -> list[Mark]:
        band = strip[strip.shape[0] // 3 : -strip.shape[0] // 3, :, 0].astype(np.float64)
        # what is not one character from top to bottom says nothing
        row = np.where(np.ptp(band, axis=0) < _NEAR, np.median(band, axis=0), _GROUND)
        marks = []
        for grey, text in TEXTS.items():
            inked = (np.abs(row - grey) < _NEAR).astype(np.uint8)[None]
            count, _, boxes, _ = cv2.connectedComponentsWithStats(inked)
            for left, _, width, _, _ in boxes[1:count]:
                if width >= 4:
                    marks.append(Mark((left + width / 2) / len(row), {text: self.sure.get(text, 1.0)}))
        return sorted(marks, key=lambda mark: mark.position)


def blank(side: int = 400) -> Image:
    """Paper."""
    return np.full((side, side, 3), _GROUND, np.uint8)


def write(
    picture: Image, greys: Sequence[int], places: Sequence[tuple[float, float]], size: int = 24
) -> None:
    """Draw patches with their middles at some places, pixels."""
    for grey, (x, y) in zip(greys, places, strict=True):
        corner = (round(x - size / 2), round(y - size / 2))
        opposite = (round(x + size / 2), round(y + size / 2))
        cv2.rectangle(picture, corner, opposite, (grey, grey, grey), -1)


def straight(kind: PathKind, first: tuple[float, float], last: tuple[float, float], half: float) -> TextPath:
    """A straight path between two points, pixels."""
    line = np.linspace(first, last, 12).astype(np.float32)
    return TextPath(kind, line, np.full(12, half, np.float32), 0.9, np.zeros((0, 2), np.float32))


def arc(kind: PathKind, first: float, last: float, *, radius: float = 120.0, half: float = 20.0) -> TextPath:
    """A path about `(200, 200)` between two angles, degrees clockwise from the right."""
    angles = np.radians(np.linspace(first, last, 40))
    line = 200 + radius * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    heights = np.full(40, half, np.float32)
    return TextPath(kind, line.astype(np.float32), heights, 0.9, np.zeros((0, 2), np.float32))


def around(angles: Sequence[float], radius: float = 120.0) -> list[tuple[float, float]]:
    """Places about `(200, 200)` at some angles, degrees clockwise from the right."""
    turns = np.radians(angles)
    return [(200 + radius * np.cos(turn), 200 + radius * np.sin(turn)) for turn in turns]
