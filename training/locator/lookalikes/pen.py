"""What is drawn by hand: circles and boxes about words, ticks, crosses, signatures, thumb prints."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from bench.generator.noise import clouds
from bench.generator.printing import pen_strokes
from training.locator.lookalikes.cutout import Colour, Cutout, Drawing, Points, red, vivid
from training.locator.lookalikes.words import chinese, written


def by_hand(rng: np.random.Generator, side: int) -> Cutout:
    """Something drawn with a pen, its longer side `side` pixels."""
    kinds = (circled, circled, boxed, tick, signature, thumb)
    return kinds[int(rng.integers(len(kinds)))](rng, side)


def circled(rng: np.random.Generator, side: int) -> Cutout:
    """A round or oval line that does not quite meet itself, often about words."""
    drawing = Drawing(round(side * float(rng.uniform(0.4, 1.0))), side)
    angle = np.linspace(0, 2 * np.pi * float(rng.uniform(0.9, 1.9)), 90) + rng.uniform(0, 6)
    reach = 0.45 + np.cumsum(rng.normal(0, 0.004, 90))
    points = np.stack([0.5 + reach * np.cos(angle), 0.5 + reach * np.sin(angle)], -1)
    _words(rng, drawing)
    drawing.stroke(_shaky(rng, np.clip(points, 0.01, 0.99)), _pen(rng), _width(rng))
    return drawing.cutout()


def boxed(rng: np.random.Generator, side: int) -> Cutout:
    """A box in one stroke, often about words."""
    drawing = Drawing(round(side * float(rng.uniform(0.25, 1.0))), side)
    corners = np.array([[0.05, 0.08], [0.95, 0.05], [0.94, 0.94], [0.06, 0.92], [0.05, 0.05]])
    corners = np.clip(corners + rng.normal(0, 0.02, corners.shape), 0.01, 0.99)
    share = np.linspace(0, 1, 20)[:, None]
    sides = [here + share * (there - here) for here, there in pairwise(corners)]
    _words(rng, drawing)
    drawing.stroke(_shaky(rng, np.concatenate(sides)), _pen(rng), _width(rng))
    return drawing.cutout()


def tick(rng: np.random.Generator, side: int) -> Cutout:
    """A tick, a cross or an arrow."""
    drawing = Drawing(side, side)
    lines = (
        [[[0.1, 0.55], [0.35, 0.85], [0.9, 0.1]]],
        [[[0.1, 0.1], [0.9, 0.9]], [[0.9, 0.12], [0.12, 0.9]]],
        [[[0.1, 0.5], [0.9, 0.5]], [[0.65, 0.25], [0.9, 0.5], [0.65, 0.75]]],
    )
    colour, width = _pen(rng), _width(rng)
    for points in lines[int(rng.integers(len(lines)))]:
        drawing.stroke(np.array(points) + rng.normal(0, 0.02, (len(points), 2)), colour, width)
    return drawing.cutout()


def signature(rng: np.random.Generator, side: int) -> Cutout:
    """Pen strokes in a row."""
    strokes = pen_strokes(rng, side)
    drawing = Drawing(*strokes.shape)
    drawing.paint(strokes, _pen(rng))
    return drawing.cutout()


def thumb(rng: np.random.Generator, side: int) -> Cutout:
    """A thumb print: an oval of fine ridges in red."""
    height, width = side, round(side * float(rng.uniform(0.65, 0.85)))
    drawing = Drawing(height, width)
    rows = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    across = np.linspace(-1, 1, width, dtype=np.float32)[None]
    swirl = np.sqrt((across * 1.1) ** 2 + (rows - 0.15) ** 2) + 0.1 * clouds(rng, (height, width), 3)
    ridges = 0.5 + 0.5 * np.sin(swirl * rng.uniform(35, 65))
    inside = np.clip((1 - np.sqrt(across**2 + rows**2)) * 6, 0, 1)
    pressed = np.clip(0.7 + 0.3 * clouds(rng, (height, width), 3), 0, 1)
    drawing.paint((ridges * inside * pressed * 230).astype(np.uint8), red(rng))
    return drawing.cutout()


def _words(rng: np.random.Generator, drawing: Drawing) -> None:
    if rng.random() < 0.5:
        height, width = drawing.alpha.shape
        text = written(rng, chinese(rng), round(height * float(rng.uniform(0.2, 0.4))), round(width * 0.8))
        drawing.lay(text, (40, 40, 40), 0.5, 0.5)


def _pen(rng: np.random.Generator) -> Colour:
    chance = rng.random()
    if chance < 0.6:
        return red(rng)
    return (30, 30, 30) if chance < 0.8 else vivid(rng)


def _width(rng: np.random.Generator) -> float:
    return float(rng.uniform(0.01, 0.05))


def _shaky(rng: np.random.Generator, points: Points) -> Points:
    return points + np.cumsum(rng.normal(0, 0.003, points.shape), axis=0)
