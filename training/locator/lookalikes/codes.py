"""Codes for machines: squares of modules with words about them, and bars."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from training.locator.lookalikes.cutout import Colour, Cover, Cutout, Drawing, vivid
from training.locator.lookalikes.words import chinese, written


def code(rng: np.random.Generator, side: int) -> Cutout:
    """A code, its longer side `side` pixels."""
    return bars(rng, side) if rng.random() < 0.15 else square_code(rng, side)


def square_code(rng: np.random.Generator, side: int) -> Cutout:
    """A QR code on a pale field, often with a frame, a mark in its middle, and Chinese words about it."""
    drawing = Drawing(side, side)
    chance = rng.random()
    ink: Colour = vivid(rng) if chance < 0.3 else (20, 20, 20)
    frame = vivid(rng) if rng.random() < 0.5 else ink
    words_below, words_beside = rng.random() < 0.45, rng.random() < 0.35
    if rng.random() < 0.7:
        drawing.fill(np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]]), (255, 255, 255))
    if rng.random() < 0.35:
        drawing.stroke(
            np.array([[0.01, 0.01], [0.99, 0.01], [0.99, 0.99], [0.01, 0.99]]), frame, 0.02, closed=True
        )
    reach = 0.92 - 0.16 * words_below - 0.2 * words_beside
    x = 0.5 - (0.5 - 0.04 - reach / 2) * (words_beside and rng.random() < 0.7)
    y = 0.04 + reach / 2
    modules = _modules(int(rng.integers(64)))
    size = max(12, round(reach * side))
    enlarged = cv2.resize(modules, (size, size), interpolation=cv2.INTER_NEAREST)
    drawing.lay(np.asarray(enlarged, np.uint8), ink, float(x), float(y))
    if rng.random() < 0.3:
        drawing.disc(float(x), float(y), 0.11 * reach, (255, 255, 255))
        drawing.disc(float(x), float(y), 0.09 * reach, vivid(rng))
    if words_below:
        text = written(rng, chinese(rng, 4, 9), round(0.11 * side), round(0.92 * side))
        drawing.lay(text, frame, 0.5, min(0.93, y + reach / 2 + 0.07))
    if words_beside:
        _column(rng, drawing, chinese(rng, 4, 8), 0.9)
    return drawing.cutout()


def bars(rng: np.random.Generator, side: int) -> Cutout:
    """A bar code with its number."""
    drawing = Drawing(round(side * 0.45), side)
    drawing.fill(np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]]), (255, 255, 255))
    widths = rng.choice([1, 1, 2, 3], 70)
    stripes = np.repeat(np.arange(70) % 2, widths).astype(np.uint8) * 255
    size = (round(side * 0.9), round(side * 0.3))
    cover = cv2.resize(stripes[None], size, interpolation=cv2.INTER_NEAREST)
    drawing.lay(np.asarray(cover, np.uint8), (20, 20, 20), 0.5, 0.4)
    number = "".join(map(str, rng.integers(0, 10, 13)))
    drawing.lay(written(rng, number, round(side * 0.07), side), (20, 20, 20), 0.5, 0.88)
    return drawing.cutout()


def _column(rng: np.random.Generator, drawing: Drawing, text: str, x: float) -> None:
    step = min(0.14, 0.9 / len(text))
    for number, character in enumerate(text):
        glyph = written(rng, character, round(step * 0.8 * drawing.alpha.shape[0]))
        drawing.lay(glyph, (30, 30, 30), x, 0.06 + step * (number + 0.5))


@lru_cache(maxsize=64)
def _modules(number: int) -> Cover:
    """The dark modules of a code, one pixel each; the same for a number."""
    rng = np.random.default_rng([number, 17])
    encoder = cv2.QRCodeEncoder.create()
    text = "".join(map(chr, rng.integers(97, 123, int(rng.integers(8, 150)))))
    coded = np.asarray(encoder.encode(f"https://{text}.example"), np.uint8)
    return 255 - (coded if coded.ndim == 2 else coded[..., 0])
