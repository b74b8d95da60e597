"""What certificates have at their edges: corner pieces with scrolls, and frames of them."""

from __future__ import annotations

import numpy as np

from training.locator.lookalikes.cutout import Colour, Cutout, Drawing, Points, gold, vivid


def ornament(rng: np.random.Generator, side: int) -> Cutout:
    """A corner piece of a certificate, `side` pixels, turned into any of the corners."""
    drawing = Drawing(side, side)
    colour = gold(rng) if rng.random() < 0.4 else vivid(rng)
    kinds = (_triangle, _angle, _panel)
    kinds[int(rng.integers(len(kinds)))](rng, drawing, colour)
    for _ in range(int(rng.integers(1, 5))):
        drawing.stroke(_scroll(rng), colour, float(rng.uniform(0.015, 0.05)))
    return np.ascontiguousarray(np.rot90(drawing.cutout(), int(rng.integers(4))))


def _triangle(rng: np.random.Generator, drawing: Drawing, colour: Colour) -> None:
    """A corner cut off by a slanting line, solid or not."""
    reach = float(rng.uniform(0.7, 0.96))
    corner = np.array([[0.03, 0.03], [reach, 0.03], [0.03, reach]])
    if rng.random() < 0.5:
        drawing.fill(corner, colour)
        drawing.stroke(_scroll(rng), (255, 255, 255), float(rng.uniform(0.015, 0.04)))
    else:
        drawing.stroke(corner, colour, float(rng.uniform(0.015, 0.05)), closed=True)


def _angle(rng: np.random.Generator, drawing: Drawing, colour: Colour) -> None:
    """Lines along two edges."""
    width = float(rng.uniform(0.01, 0.04))
    for inset in np.linspace(0.04, 0.04 + rng.uniform(0.05, 0.25), int(rng.integers(1, 4))):
        drawing.stroke(np.array([[0.97, inset], [inset, inset], [inset, 0.97]]), colour, width)


def _panel(rng: np.random.Generator, drawing: Drawing, colour: Colour) -> None:
    """A square with a line within it."""
    low, high = 0.04, float(rng.uniform(0.75, 0.96))
    square = np.array([[low, low], [high, low], [high, high], [low, high]])
    if rng.random() < 0.4:
        drawing.fill(square, colour)
        drawing.stroke(_scroll(rng), (255, 255, 255), float(rng.uniform(0.015, 0.04)))
    drawing.stroke(square, colour, float(rng.uniform(0.01, 0.04)), closed=True)


def _scroll(rng: np.random.Generator) -> Points:
    """A spiral, `(60, 2)`."""
    angle = np.linspace(0, 2 * np.pi * float(rng.uniform(0.8, 2.2)), 60) + rng.uniform(0, 6)
    reach = np.linspace(float(rng.uniform(0.1, 0.25)), 0.01, 60)
    x, y = rng.uniform(0.2, 0.6, 2)
    points = np.stack([x + reach * np.cos(angle), y + reach * np.sin(angle)], axis=-1)
    return np.asarray(np.clip(points, 0.01, 0.99))
