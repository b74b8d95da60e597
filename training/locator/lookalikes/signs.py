"""Buttons, banners, price labels, tags and headings: a word or two on or in a shape."""

from __future__ import annotations

import numpy as np

from training.locator.lookalikes.cutout import Colour, Cutout, Drawing, Points, gold, vivid
from training.locator.lookalikes.words import any_words, chinese, written


def sign(rng: np.random.Generator, side: int) -> Cutout:
    """A sign of any kind, its longer side `side` pixels."""
    kinds = (button, button, banner, price_label, tag, heading)
    return kinds[int(rng.integers(len(kinds)))](rng, side)


def button(rng: np.random.Generator, side: int) -> Cutout:
    """A filled box with round corners and one line of words; sometimes only its outline."""
    drawing = Drawing(max(10, round(side * float(rng.uniform(0.16, 0.42)))), side)
    colour = vivid(rng)
    letters: Colour = (255, 255, 255)
    if rng.random() < 0.88:
        outline = _rounded(drawing, float(rng.uniform(0, 0.5)))
        drawing.fill(outline, colour)
    else:  # sharp corners would make it a framed seal
        outline = _rounded(drawing, float(rng.uniform(0.3, 0.5)))
        drawing.fill(outline, (255, 255, 255))
        drawing.stroke(outline, colour, 0.04, closed=True)
        letters = colour
    height = drawing.alpha.shape[0]
    size = round(height * float(rng.uniform(0.4, 0.7)))
    drawing.lay(written(rng, any_words(rng), size, round(side * 0.85)), letters, 0.5, 0.5)
    return drawing.cutout()


def banner(rng: np.random.Generator, side: int) -> Cutout:
    """A strip, a ribbon or an arrow with words."""
    drawing = Drawing(max(10, round(side * float(rng.uniform(0.12, 0.3)))), side)
    notch = float(rng.uniform(0.02, 0.1))
    shapes = (
        np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]]),
        np.array([[0, 0], [1, 0], [1 - notch, 0.5], [1, 1], [0, 1], [notch, 0.5]]),
        np.array([[0, 0], [1 - notch, 0], [1, 0.5], [1 - notch, 1], [0, 1.0]]),
        np.array([[notch, 0], [1, 0], [1 - notch, 1], [0, 1.0]]),
    )
    drawing.fill(shapes[int(rng.integers(len(shapes)))], vivid(rng))
    letters: Colour = gold(rng) if rng.random() < 0.3 else (255, 255, 255)
    size = round(drawing.alpha.shape[0] * float(rng.uniform(0.45, 0.75)))
    drawing.lay(written(rng, any_words(rng), size, round(side * 0.8)), letters, 0.5, 0.5)
    return drawing.cutout()


def price_label(rng: np.random.Generator, side: int) -> Cutout:
    """A large price over a line of words, on a filled field."""
    drawing = Drawing(round(side * float(rng.uniform(0.5, 1.0))), side)
    field, letters = vivid(rng), (255, 255, 255) if rng.random() < 0.6 else gold(rng)
    drawing.fill(_rounded(drawing, float(rng.uniform(0, 0.3))), field)
    height = drawing.alpha.shape[0]
    price = str(rng.integers(1, 999)) + ("元" if rng.random() < 0.5 else "")
    drawing.lay(written(rng, price, round(height * 0.45), round(side * 0.85)), letters, 0.5, 0.38)
    drawing.lay(written(rng, chinese(rng), round(height * 0.18), round(side * 0.85)), letters, 0.5, 0.78)
    return drawing.cutout()


def tag(rng: np.random.Generator, side: int) -> Cutout:
    """A tag with a hole, or a box in two fields, with a little table of words."""
    drawing = Drawing(round(side * float(rng.uniform(0.4, 0.9))), side)
    colour = vivid(rng)
    drawing.fill(_rounded(drawing, 0.1), (255, 255, 255))
    drawing.fill(np.array([[0, 0], [1, 0], [1, 0.3], [0, 0.3]]), colour)
    if rng.random() < 0.5:
        drawing.cut(drawing.area(drawing.circle(0.5, 0.1, 0.05)))
    height = drawing.alpha.shape[0]
    drawing.lay(
        written(rng, any_words(rng), round(height * 0.16), round(side * 0.8)), (255, 255, 255), 0.5, 0.15
    )
    for y in np.arange(0.42, 0.95, float(rng.uniform(0.14, 0.22))):
        shade: Colour = (60, 60, 60) if rng.random() < 0.7 else colour
        drawing.lay(
            written(rng, any_words(rng), round(height * 0.1), round(side * 0.85)), shade, 0.5, float(y)
        )
    return drawing.cutout()


def heading(rng: np.random.Generator, side: int) -> Cutout:
    """Large words with nothing about them, sometimes a rule below, or of many short lines."""
    lines = int(rng.integers(1, 4))
    drawing = Drawing(max(12, round(side * 0.17 * lines)), side)
    colour = vivid(rng)
    for line in range(lines):
        text = chinese(rng, 4, 10)
        size = round(drawing.alpha.shape[0] / lines * 0.8)
        drawing.lay(written(rng, text, size, side), colour, 0.5, (line + 0.5) / lines)
    if rng.random() < 0.3:
        drawing.stroke(np.array([[0, 0.98], [1, 0.98]]), colour, 0.03)
    return drawing.cutout()


def _rounded(drawing: Drawing, radius: float) -> Points:
    """A box that fills the drawing; `radius` of its corners as a share of the shorter side."""
    height, width = drawing.alpha.shape
    across, down = (
        max(1e-3, radius * min(height, width) / width),
        max(1e-3, radius * min(height, width) / height),
    )
    angle = np.linspace(0, np.pi / 2, 8)
    corner = np.stack([across * (1 - np.cos(angle)), down * (1 - np.sin(angle))], -1)
    right = corner[::-1] * [-1, 1] + [1, 0]
    upper = np.concatenate([corner, right])
    return np.concatenate([upper, upper[::-1] * [1, -1] + [0, 1]])
