"""Unwarp: lay the text paths of a seal straight, as strips the recognizer can read."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.seal.ring import Ellipse
from models.values import Image, Polygon


@dataclass(frozen=True)
class Arc:
    """A ring-shaped text path.

    Attributes:
        outer, inner: its edges, in multiples of the rim.
        start: where it begins, in turns clockwise from the right (0.75 is the top).
        turns: how far it goes.
        heads_inward: whether it is read counter-clockwise with the characters' heads to the centre, as serial
            numbers along the lower rim are.
    """

    outer: float
    inner: float
    start: float = 0.0
    turns: float = 1.0
    heads_inward: bool = False

    @property
    def length(self) -> float:
        """Length over height, along the middle of the band."""
        return float(np.pi * (self.outer + self.inner) * self.turns / (self.outer - self.inner))

    def turn_at(self, fraction: float) -> float:
        """The angle, in turns clockwise from the right, at a fraction 0..1 of the strip."""
        return self.start + (-fraction if self.heads_inward else fraction) * self.turns


def unroll(picture: Image, rim: Ellipse, arc: Arc, *, height: int = 56, stretch: float = 1.0) -> Image:
    """Unroll an arc.

    Args:
        picture: `(H, W, 3)` uint8 BGR, any rendering of the seal.
        rim: the seal's rim, pixels of the picture.
        arc: which band to take.
        height: of the strip, pixels.
        stretch: widens the strip; condensed characters read better at more than 1.

    Returns:
        `(height, W, 3)` uint8; characters stand upright, reading from the left.
    """
    width = max(8, round(height * arc.length * stretch))
    along = (np.arange(width) + 0.5) / width
    theta = 2 * np.pi * (arc.start + (-along if arc.heads_inward else along) * arc.turns)
    circle = rim.matrix @ np.stack([np.cos(theta), np.sin(theta)])
    edges = (arc.inner, arc.outer) if arc.heads_inward else (arc.outer, arc.inner)
    scale = np.linspace(*edges, height)[:, None]
    x = (rim.x + scale * circle[0]).astype(np.float32)
    y = (rim.y + scale * circle[1]).astype(np.float32)
    strip = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(strip, dtype=np.uint8)


def arc_polygon(rim: Ellipse, arc: Arc, first: float, last: float) -> Polygon:
    """The band of an arc between two fractions 0..1 of its strip, `(N, 2)` float32 pixels of the picture.

    Clockwise in reading direction: along the characters' heads, then back along their feet.
    """
    turns = np.linspace(arc.turn_at(first), arc.turn_at(last), 16)
    heads, feet = (arc.inner, arc.outer) if arc.heads_inward else (arc.outer, arc.inner)
    theta = 2 * np.pi * turns
    return np.concatenate([rim.points(theta, heads), rim.points(theta[::-1], feet)])


def upright_map(rim: Ellipse, up: float, side: int, reach: float) -> NDArray[np.float64]:
    """The affine map from the seal's own upright frame to the picture.

    Args:
        rim: the seal's rim, pixels of the picture.
        up: the direction of the seal's top, in turns clockwise from the right.
        side: of the square upright picture, pixels.
        reach: what half of that side shows, in multiples of the rim.

    Returns:
        `(2, 3)` float64.
    """
    turn = 2 * np.pi * (up + 0.25)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    linear = rim.matrix @ rotation * (2 * reach / side)
    centre = np.array([rim.x, rim.y]) - linear @ np.array([side / 2, side / 2])
    return np.hstack([linear, centre[:, None]])


def upright(picture: Image, frame: NDArray[np.float64], side: int) -> Image:
    """Show the seal round and upright, `(side, side, 3)` uint8, through the map of `upright_map`."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    shown = cv2.warpAffine(picture, frame, (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(shown, dtype=np.uint8)
