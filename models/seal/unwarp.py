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
        parallel: how a rim that is no circle is followed. A round seal seen aslant is stretched as a whole:
            its band is thin where the rim is near (False). On an oval seal the characters are equally high
            all round and stand square on the rim (True).
    """

    outer: float
    inner: float
    start: float = 0.0
    turns: float = 1.0
    heads_inward: bool = False
    parallel: bool = False


def turns_along(rim: Ellipse, arc: Arc, fractions: NDArray[np.float64]) -> NDArray[np.float64]:
    """The angles, in turns clockwise from the right, at fractions 0..1 of an arc's strip."""
    signed = -arc.turns if arc.heads_inward else arc.turns
    if not arc.parallel:
        return np.asarray(arc.start + signed * fractions)
    table = np.linspace(0.0, 1.0, 257)
    steps = np.diff(rim.points(2 * np.pi * (arc.start + signed * table), (arc.outer + arc.inner) / 2), axis=0)
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(steps, axis=1))])
    return np.asarray(arc.start + signed * np.interp(fractions, length / length[-1], table))


def ring_points(
    rim: Ellipse, arc: Arc, turns: NDArray[np.float64], scale: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Points of a ring in pixels.

    Args:
        rim: the seal's rim.
        arc: tells how a rim that is no circle is followed.
        turns: `(W,)` angles.
        scale: `(H,)` how far out, in multiples of the rim.

    Returns:
        `(x, y)`, each `(H, W)` float32.
    """
    theta = 2 * np.pi * turns
    circle = np.stack([np.cos(theta), np.sin(theta)])
    edge = rim.matrix @ circle
    if not arc.parallel:
        offset = scale[:, None, None] * edge.T[None]
    else:
        normal = np.linalg.solve(rim.matrix, circle)
        normal /= np.linalg.norm(normal, axis=0)
        offset = edge.T[None] - (1 - scale)[:, None, None] * min(rim.a, rim.b) * normal.T[None]
    return (rim.x + offset[..., 0]).astype(np.float32), (rim.y + offset[..., 1]).astype(np.float32)


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
    length = np.pi * (arc.outer + arc.inner) * arc.turns / (arc.outer - arc.inner)
    if arc.parallel:
        length *= rim.radius / min(rim.a, rim.b)
    width = max(8, round(height * float(length) * stretch))
    edges = (arc.inner, arc.outer) if arc.heads_inward else (arc.outer, arc.inner)
    turns = turns_along(rim, arc, (np.arange(width) + 0.5) / width)
    x, y = ring_points(rim, arc, turns, np.linspace(*edges, height))
    strip = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(strip, dtype=np.uint8)


def arc_polygon(rim: Ellipse, arc: Arc, first: float, last: float) -> Polygon:
    """The band of an arc between two angles in turns, `(N, 2)` float32 pixels of the picture.

    Clockwise in reading direction: along the characters' heads, then back along their feet.
    """
    turns = np.linspace(first, last, 16)
    heads, feet = (arc.inner, arc.outer) if arc.heads_inward else (arc.outer, arc.inner)
    x, y = ring_points(rim, arc, turns, np.array([heads, feet]))
    rows = np.stack([x, y], axis=2)
    return np.concatenate([rows[0], rows[1][::-1]])


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
