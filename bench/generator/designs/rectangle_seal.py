"""Rectangular seals: a word, a name in lines, a name over its purpose, a date stamp, a vertical strip."""

from __future__ import annotations

import numpy as np

from bench.generator import names
from bench.generator.curves import rectangle_outline
from bench.generator.design import Design
from bench.generator.designs.fitting import boldness, fitted_line, halves, seal_face
from bench.generator.designs.rims import Drawing, frame
from bench.generator.typography import Run, set_column


def rectangle_design(rng: np.random.Generator, *, bundled_only: bool = False) -> Design:
    """A rectangular seal as chance has it."""
    kind = rng.random()
    if kind < 0.3:
        return _stacked(rng, [names.receipt_word(rng, 2, 10)], [], bundled_only)
    if kind < 0.42:
        return _stacked(rng, [names.company(rng, 6, 16)], [], bundled_only)
    if kind < 0.54:
        first, second = halves(names.company(rng, 8, 20))
        return _stacked(rng, [first, second], [], bundled_only)
    if kind < 0.6:
        first, second = halves(names.company(rng, 8, 16))
        return _stacked(rng, [first, second, names.purpose(rng)], [], bundled_only)
    if kind < 0.78:
        return _stacked(rng, [names.company(rng, 6, 18)], [names.purpose(rng)], bundled_only)
    if kind < 0.87:
        others = [names.date_text(rng, "stamp")]
        if rng.random() < 0.4:
            others.append(names.person(rng))
        return _stacked(rng, [names.receipt_word(rng, 2, 5)], others, bundled_only)
    if kind < 0.93:
        return _stacked(rng, [names.person(rng)], [], bundled_only)
    return _strip(rng, bundled_only)


def _stacked(rng: np.random.Generator, body: list[str], others: list[str], bundled_only: bool) -> Design:
    """Lines one below the other, as wide as the frame; the main ones larger than the rest."""
    pad_x, pad_y = float(rng.uniform(0.07, 0.16)), float(rng.uniform(0.06, 0.14))
    room = 2 * (1 - pad_x)
    most = max(len(text) for text in body)
    height = min(room / most * float(rng.uniform(1.0, 1.5)), 0.9)
    small = height * float(rng.uniform(0.5, 0.8))
    heights = [height] * len(body) + [small] * len(others)
    leading = float(rng.uniform(1.0, 1.3))
    squeeze = min(1.0, 2 * (0.92 - pad_y) / (sum(heights) * leading))
    heights = [tall * squeeze for tall in heights]
    half_height = min(1.0, sum(heights) * leading / 2 + pad_y)
    drawing = _frame(rng, 1.0, half_height)
    y = -sum(heights) * leading / 2
    runs: list[Run] = []
    face = seal_face(rng, "".join(body), bundled_only)
    for number, (text, tall) in enumerate(zip(body + others, heights, strict=True)):
        main = number < len(body)
        centre = (0.0, y + tall * leading / 2)
        y += tall * leading
        runs.append(
            fitted_line(
                rng, text, bundled_only, centre, tall, room, of_body=main, face=face if main else None
            )
        )
    return Design("rectangle", (1.0, half_height), tuple(drawing), tuple(runs))


def _strip(rng: np.random.Generator, bundled_only: bool) -> Design:
    """A tall seal with one column of characters."""
    text = names.company(rng, 6, 14) if rng.random() < 0.6 else names.receipt_word(rng, 3, 8)
    face = seal_face(rng, text, bundled_only)
    pad = float(rng.uniform(0.05, 0.1))
    pitch = 2 * (1 - pad) / len(text)
    width = pitch * float(rng.uniform(0.95, 1.3))
    half_width = width / 2 + pad
    drawing = _frame(rng, half_width, 1.0)
    height = pitch * float(rng.uniform(0.88, 0.97))
    run = set_column(
        text, face, (0.0, 0.0), height, width, pitch, of_body=True, bold=boldness(rng, face, height)
    )
    return Design("rectangle", (half_width, 1.0), tuple(drawing), (run,))


def _frame(rng: np.random.Generator, half_width: float, half_height: float) -> Drawing:
    """The frame, its corners sometimes rounded."""
    corner = float(rng.uniform(0.03, 0.12)) if rng.random() < 0.25 else 0.0
    drawing, _ = frame(rng, rectangle_outline(half_width, half_height, corner), 0.12 if corner == 0 else 0.0)
    return drawing
