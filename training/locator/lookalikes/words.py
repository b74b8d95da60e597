"""Words as they stand on things: straight, and along a ring."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.generator.fonts import available_faces
from bench.generator.names.characters import words
from bench.generator.printing import running_text
from training.locator.lookalikes.cutout import Cover

_ON_THINGS = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split()


def chinese(rng: np.random.Generator, shortest: int = 2, longest: int = 8) -> str:
    """Words in Chinese."""
    if rng.random() < 0.6:
        return _ON_THINGS[int(rng.integers(len(_ON_THINGS)))]
    return running_text(rng, int(rng.integers(shortest, longest + 1)))


def latin(rng: np.random.Generator, count: int = 1) -> str:
    """Words in Latin letters, mostly capitals."""
    known = words("english_words")
    text = " ".join(str(known[int(rng.integers(len(known)))]) for _ in range(count))
    return text.upper() if rng.random() < 0.7 else text


def any_words(rng: np.random.Generator) -> str:
    """Words of either kind, or a price."""
    chance = rng.random()
    if chance < 0.6:
        return chinese(rng)
    if chance < 0.85:
        return latin(rng, int(rng.integers(1, 3)))
    return f"￥{rng.integers(1, 999)}" if rng.random() < 0.5 else f"{rng.integers(1, 99)}%"


def written(rng: np.random.Generator, text: str, height: int, widest: int | None = None) -> Cover:
    """A line of text as a mask about `height` pixels high, made smaller where it passes `widest`."""
    height = max(6, height)
    stroke = round(height * float(rng.choice([0, 0, 0.02, 0.04])))
    font = _font(rng, text, height)
    left, top, right, bottom = font.getbbox(text, stroke_width=stroke)
    size = (max(1, int(right - left)), max(1, int(bottom - top)))
    image = Image.new("L", size, 0)
    ImageDraw.Draw(image).text((-left, -top), text, 255, font, stroke_width=stroke)
    cover = np.asarray(image, np.uint8)
    if widest is not None and cover.shape[1] > widest:
        scale = max(1, widest) / cover.shape[1]
        small = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
        cover = np.asarray(cv2.resize(cover, small, interpolation=cv2.INTER_AREA), np.uint8)
    return cover


def along_ring(strip: Cover, side: int, radius: float, depth: float, middle: float, sweep: float) -> Cover:
    """Text bent along a ring, its heads outwards.

    Args:
        strip: the text as a mask.
        side: of the square that is returned, pixels.
        radius: of the ring's outer edge, as a share of `side`.
        depth: of the ring, as a share of `side`.
        middle: where the text's middle stands, radians clockwise from the top.
        sweep: how far the text goes, radians.
    """
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32)
    rows, columns = rows - side / 2, columns - side / 2
    angle = np.arctan2(columns, -rows) - middle
    angle = (angle + np.pi) % (2 * np.pi) - np.pi
    across = (angle / sweep + 0.5) * strip.shape[1]
    down = (radius * side - np.hypot(rows, columns)) / (depth * side) * strip.shape[0]
    bent = cv2.remap(
        strip, across.astype(np.float32), down.astype(np.float32), cv2.INTER_LINEAR, borderValue=0
    )
    return np.asarray(bent, np.uint8)


def _font(rng: np.random.Generator, text: str, size: int) -> ImageFont.FreeTypeFont:
    if text.isascii() and rng.random() < 0.7:
        return _sans(size)
    faces = [face for face in available_faces() if face.has(text)] or list(available_faces())
    return faces[int(rng.integers(len(faces)))].at(size)


@lru_cache(maxsize=64)
def _sans(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)  # type: ignore[return-value]
