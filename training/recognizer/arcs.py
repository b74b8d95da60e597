"""Arcs of a seal's rim laid straight: the strips that recognizers are trained on."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.values import Image


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
