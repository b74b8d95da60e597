"""Patches: a part of a page about a place, at the size that it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.ink.density import optical_density
from sealstack.models.values import Image

_SMALLEST = 4  # pixels of the page either way
_SMALLEST_SHOWN = 8  # pixels either way


class _Movable(Protocol):
    """What is at home in one picture and can be shown in another."""

    def moved(self, scale: float, x: float = 0.0, y: float = 0.0) -> Self:
        """Itself in a picture `scale` times as large, then moved by `(x, y)` pixels of that."""
        ...


Outline = TypeVar("Outline", bound=_Movable)


@dataclass(frozen=True, eq=False)
class Crop:
    """A part of a page.

    Attributes:
        image: `(H, W, 3)` uint8 BGR.
        density: `(H, W, 3)` float32 optical density against the page's paper.
        scale: its pixels for one of the page.
        x, y: the page's pixel at its upper left.
    """

    image: Image
    density: NDArray[np.float32]
    scale: float
    x: int
    y: int

    def from_page(self, outline: Outline) -> Outline:
        """An outline in pixels of the page in pixels of the crop."""
        return outline.moved(self.scale, -self.x * self.scale, -self.y * self.scale)

    def outline_to_page(self, outline: Outline) -> Outline:
        """An outline in pixels of the crop in pixels of the page."""
        return outline.moved(1 / self.scale, self.x, self.y)

    def to_page(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Points `(N, 2)` of the crop in pixels of the page."""
        moved = points / np.float32(self.scale) + np.array([self.x, self.y], dtype=np.float32)
        return np.asarray(moved, dtype=np.float32)


def crop_of(image: Image, paper: Image, box: Sequence[float], *, margin: float, radius: float) -> Crop | None:
    """Cut a place out of its page.

    Args:
        image: the page, `(H, W, 3)` uint8 BGR.
        paper: its `paper_colour`, `(H, W, 3)` uint8 BGR.
        box: `(x, y, width, height)` of the place, pixels; may reach over the page's edge.
        margin: how much of the page to show about it, of its longer side.
        radius: half the mean side of the box as shown, pixels.

    Returns:
        The part of the page; None where next to nothing of it lies on the page.
    """
    x, y, width, height = box
    spare = margin * max(width, height)
    left, top = max(0, int(x - spare)), max(0, int(y - spare))
    right = min(image.shape[1], int(np.ceil(x + width + spare)))
    bottom = min(image.shape[0], int(np.ceil(y + height + spare)))
    if right - left < _SMALLEST or bottom - top < _SMALLEST:
        return None
    scale = 2 * radius / float(np.sqrt(max(width * height, 1.0)))
    size = tuple(max(_SMALLEST_SHOWN, round(side * scale)) for side in (right - left, bottom - top))
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    shown = np.asarray(cv2.resize(image[top:bottom, left:right], size, interpolation=method), np.uint8)
    # not rounded again: faint ink is but a few levels darker
    blank = cv2.resize(paper[top:bottom, left:right].astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return Crop(shown, optical_density(shown, np.asarray(blank, np.float32)), scale, left, top)
