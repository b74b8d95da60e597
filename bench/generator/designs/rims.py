"""Rims: the rings of round and oval seals, the frames of the others."""

from __future__ import annotations

import numpy as np

from bench.generator.curves import Ellipse, rectangle_outline
from bench.generator.design import Outline, Ring
from bench.generator.truth import Points

Drawing = list[Ring | Outline]


def rings(
    rng: np.random.Generator, half_axes: tuple[float, float] = (1.0, 1.0), double: float = 0.18
) -> tuple[Drawing, float]:
    """The rings of a round or oval seal.

    Args:
        rng: where chance comes from.
        half_axes: of the seal.
        double: how likely a second, finer ring is.

    Returns:
        What to draw, and how deep from the edge the free inside begins.
    """
    across, down = half_axes
    thickness = float(rng.choice([rng.uniform(0.012, 0.03), rng.uniform(0.03, 0.065)]))
    drawing: Drawing = [Ring(across - thickness / 2, down - thickness / 2, thickness)]
    depth = thickness
    if rng.random() < 0.03:
        drawing.append(_scallops(rng, across - thickness, down - thickness))
        depth += 0.07
    if rng.random() < double:
        gap, thin = float(rng.uniform(0.015, 0.05)), float(rng.uniform(0.008, 0.025))
        depth += gap + thin / 2
        drawing.append(Ring(across - depth, down - depth, thin))
        depth += thin / 2
    return drawing, depth


def _scallops(rng: np.random.Generator, across: float, down: float) -> Outline:
    """A wavy line along the inside of a ring."""
    angle = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    waves = int(rng.integers(30, 60))
    ring = Ellipse(across - 0.04, down - 0.04)
    wavy = ring.at_angle(angle) + ring.outward(angle) * (0.022 * np.abs(np.sin(angle * waves / 2)))[:, None]
    return Outline(np.asarray(wavy), 0.012)


def frame(
    rng: np.random.Generator, corners: Points, double: float = 0.2, thickness: float | None = None
) -> tuple[Drawing, float]:
    """A polygon's frame, drawn inside its corners.

    Args:
        rng: where chance comes from.
        corners: `(N, 2)` of the outer edge, clockwise about the origin.
        double: how likely a second, finer line is.
        thickness: of the outer line; by chance when None.

    Returns:
        What to draw, and how deep the free inside begins.
    """
    thickness = thickness or float(rng.uniform(0.02, 0.055))
    drawing = _line(corners, 0.0, thickness)
    depth = thickness
    if rng.random() < double:
        gap, thin = float(rng.uniform(0.02, 0.05)), float(rng.uniform(0.01, 0.02))
        drawing += _line(corners, depth + gap, thin)
        depth += gap + thin
    return drawing, depth


def _line(corners: Points, depth: float, thickness: float) -> Drawing:
    """A polygon's line with sharp corners: an area with its inside taken out."""
    return [Outline(inset(corners, depth)), Outline(inset(corners, depth + thickness), cut=True)]


def inset(corners: Points, depth: float) -> Points:
    """A convex polygon, clockwise, with every side moved inward by `depth`."""
    ahead, behind = np.roll(corners, -1, axis=0) - corners, corners - np.roll(corners, 1, axis=0)
    ahead = ahead / np.linalg.norm(ahead, axis=1, keepdims=True)
    behind = behind / np.linalg.norm(behind, axis=1, keepdims=True)
    inward = np.stack([-ahead[:, 1], ahead[:, 0]], axis=-1) + np.stack([-behind[:, 1], behind[:, 0]], axis=-1)
    # both offset lines meet on the bisector, at depth / cos(half the turn)
    scale = 2 / np.maximum((inward**2).sum(axis=1, keepdims=True), 0.2)
    return np.asarray(corners + inward * scale * depth)


def box(half_width: float, half_height: float, centre: tuple[float, float], thickness: float) -> Outline:
    """A small frame around a line of text."""
    return Outline(rectangle_outline(half_width, half_height) + np.array(centre), thickness)
