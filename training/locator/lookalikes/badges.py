"""Medals, rosettes, stickers and round logos with lettering."""

from __future__ import annotations

import numpy as np

from training.locator.lookalikes.cutout import Colour, Cutout, Drawing, gold, grey, regular, star, vivid
from training.locator.lookalikes.emblems import plaque
from training.locator.lookalikes.words import along_ring, any_words, chinese, latin, written


def badge(rng: np.random.Generator, side: int) -> Cutout:
    """A badge of any kind, `side` pixels."""
    kinds = (medal, sticker, lettered_logo, lettered_logo, plaque, blot)
    return kinds[int(rng.integers(len(kinds)))](rng, side)


def medal(rng: np.random.Generator, side: int) -> Cutout:
    """A disc of metal with a figure, on ribbons."""
    drawing = Drawing(round(side * 1.3), side)
    ribbon, metal = vivid(rng), gold(rng) if rng.random() < 0.7 else grey(rng, 90, 200)
    for hand in (-1, 1):
        tail = np.array([[0.02, 0.45], [0.22, 0.45], [0.34, 0.98], [0.21, 0.92], [0.1, 0.98]])
        if rng.random() < 0.75:
            drawing.fill(tail * [hand, 1] + [0.5, 0], ribbon)
    rim = regular(int(rng.integers(14, 36)), 0.48, inner=float(rng.uniform(0.4, 0.47)))
    drawing.fill((rim - 0.5) * [1, 1 / 1.3] + [0.5, 0.4], metal)
    field: Colour = vivid(rng) if rng.random() < 0.5 else _lighter(metal, 30)
    drawing.disc(0.5, 0.4, 0.36, field)
    drawing.stroke(drawing.circle(0.5, 0.4, 0.32), metal, 0.015, closed=True)
    figure: Colour = (255, 255, 255) if rng.random() < 0.4 else _lighter(metal, -60)
    if rng.random() < 0.4:
        drawing.fill(_aspect(star(0.5, 0.5, 0.2)), figure)
    else:
        text = str(rng.integers(1, 10)) if rng.random() < 0.4 else any_words(rng)
        drawing.lay(written(rng, text, side // 4, side // 2), figure, 0.5, 0.4)
    return drawing.cutout()


def sticker(rng: np.random.Generator, side: int) -> Cutout:
    """A filled round, scalloped or jagged label with a few words."""
    drawing = Drawing(side, side)
    body, letters = vivid(rng), (255, 255, 255) if rng.random() < 0.6 else gold(rng)
    if rng.random() < 0.4:
        drawing.disc(0.5, 0.5, 0.49, body)
    else:
        drawing.fill(regular(int(rng.integers(8, 30)), 0.49, inner=float(rng.uniform(0.36, 0.46))), body)
    if rng.random() < 0.4:
        drawing.stroke(drawing.circle(0.5, 0.5, float(rng.uniform(0.32, 0.4))), letters, 0.012, closed=True)
    lines = int(rng.integers(1, 4))
    for line in range(lines):
        y = 0.5 + (line - (lines - 1) / 2) * 0.22
        size = float(rng.uniform(0.12, 0.24 if lines < 3 else 0.17))
        drawing.lay(written(rng, any_words(rng), round(size * side), round(0.7 * side)), letters, 0.5, y)
    return drawing.cutout()


def lettered_logo(rng: np.random.Generator, side: int) -> Cutout:
    """A round logo of several colours with lettering along its ring."""
    drawing = Drawing(side, side)
    outer, band, core = vivid(rng), vivid(rng), vivid(rng)
    depth, rim = float(rng.uniform(0.09, 0.16)), float(rng.uniform(0.008, 0.03))
    drawing.disc(0.5, 0.5, 0.5, outer)
    drawing.disc(0.5, 0.5, 0.5 - rim, band)
    letters: Colour = (255, 255, 255) if rng.random() < 0.5 else outer
    for middle in (0.0, np.pi) if rng.random() < 0.6 else (0.0,):
        text = latin(rng, int(rng.integers(1, 3))) if rng.random() < 0.75 else chinese(rng, 4, 8)
        strip = written(rng, text, max(8, round(depth * side * 0.7)))
        sweep = min(
            2.8 if middle or rng.random() < 0.5 else 5.0, strip.shape[1] / strip.shape[0] * depth * 1.4
        )
        turned = np.ascontiguousarray(strip[::-1, ::-1]) if middle and rng.random() < 0.7 else strip
        bent = along_ring(turned, side, 0.5 - rim - 0.15 * depth, depth * 0.7, middle, max(0.4, sweep))
        drawing.paint(bent, letters)
    drawing.disc(0.5, 0.5, 0.5 - depth - rim, outer)
    drawing.disc(0.5, 0.5, 0.5 - depth - 2 * rim, core if rng.random() < 0.6 else (255, 255, 255))
    for _ in range(int(rng.integers(1, 6))):
        _shape(rng, drawing, (0.5 - depth) * 0.7)
    if rng.random() < 0.3:
        drawing.lay(written(rng, any_words(rng), side // 6, side // 2), vivid(rng), 0.5, 0.5)
    return drawing.cutout()


def blot(rng: np.random.Generator, side: int) -> Cutout:
    """An uneven filled or open round shape, as of ink, wax or a stain."""
    drawing = Drawing(side, side)
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    reach = 0.38 + sum(
        float(rng.normal(0, 0.05 / order)) * np.sin(order * angle + rng.uniform(0, 6))
        for order in range(1, 7)
    )
    points = np.stack([0.5 + reach * np.cos(angle), 0.5 + reach * np.sin(angle)], -1)
    if rng.random() < 0.6:
        drawing.fill(points, vivid(rng))
    else:
        drawing.stroke(points, vivid(rng), float(rng.uniform(0.01, 0.1)), closed=True)
    for _ in range(int(rng.integers(0, 4))):
        _shape(rng, drawing, 0.3)
    return drawing.cutout()


def _shape(rng: np.random.Generator, drawing: Drawing, reach: float) -> None:
    """A plain figure somewhere about the middle."""
    x, y = 0.5 + rng.uniform(-0.6, 0.6, 2) * reach
    radius = float(rng.uniform(0.15, 0.7)) * reach
    corners = int(rng.choice([0, 0, 3, 4, 5, 6]))
    if corners:
        drawing.fill(
            regular(corners, radius, float(rng.uniform(0, 3))) + np.array([x - 0.5, y - 0.5]), vivid(rng)
        )
    else:
        drawing.disc(float(x), float(y), radius, vivid(rng))


def _aspect(points: np.ndarray) -> np.ndarray:
    return (points - 0.5) * [1, 1 / 1.3] + [0.5, 0.4]


def _lighter(colour: Colour, more: int) -> Colour:
    blue, green, strong = (int(np.clip(value + more, 0, 255)) for value in colour)
    return blue, green, strong
