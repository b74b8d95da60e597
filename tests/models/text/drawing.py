"""Pictures of known text, drawn with the bundled font."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from bench.generator.fonts import bundled_font
from sealstack.models.values import Image

Colour = tuple[int, int, int]
BLACK: Colour = (20, 20, 20)
WHITE: Colour = (255, 255, 255)


def line(text: str, size: int = 36, margin: int = 6, ink: Colour = BLACK, paper: Colour = WHITE) -> Image:
    """One line of text with a margin around it; colours are RGB."""
    font = ImageFont.truetype(str(bundled_font()), size)
    left, top, right, bottom = font.getbbox(text)
    picture = Pillow.new("RGB", (int(right - left) + 2 * margin, int(bottom - top) + 2 * margin), paper)
    ImageDraw.Draw(picture).text((margin - left, margin - top), text, font=font, fill=ink)
    return to_bgr(picture)


def page(
    lines: Sequence[tuple[str, int, int, int]],
    width: int,
    height: int,
    ink: Colour = BLACK,
    paper: Colour = WHITE,
) -> Image:
    """A page of lines `(text, x, y, size)`, each with its upper left corner at `(x, y)`."""
    picture = Pillow.new("RGB", (width, height), paper)
    draw = ImageDraw.Draw(picture)
    for text, x, y, size in lines:
        draw.text((x, y), text, font=ImageFont.truetype(str(bundled_font()), size), fill=ink)
    return to_bgr(picture)


def to_bgr(picture: Pillow.Image) -> Image:
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
