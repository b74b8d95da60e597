"""Letters on pictures: faces in every size, lines that fit, labels and numbers."""

from __future__ import annotations

import threading
from typing import TypeAlias

from PIL import ImageDraw, ImageFont

from sealstack.models.drawing.font import font_file

Colour: TypeAlias = tuple[int, int, int]
"""Red, green, blue, 0..255 each."""

INK: Colour = (31, 41, 55)
QUIET: Colour = (120, 128, 140)
PAPER: Colour = (250, 250, 247)
WHITE: Colour = (255, 255, 255)
PALETTE: tuple[Colour, ...] = (
    (13, 110, 140),
    (109, 58, 214),
    (176, 88, 8),
    (21, 118, 60),
    (29, 78, 200),
    (176, 22, 96),
)
"""The colours that distinguish things, none of them the red of seals."""

_ELLIPSIS = "…"
_faces = threading.local()  # a FreeType face must not be used by two threads at once


def face(size: int) -> ImageFont.FreeTypeFont:
    """Get the bundled face; `size` is the height of its em square in pixels."""
    known: dict[int, ImageFont.FreeTypeFont] = _faces.__dict__.setdefault("known", {})
    if size not in known:
        if len(known) > 64:
            known.clear()
        known[size] = ImageFont.truetype(font_file(), max(1, size))
    return known[size]


def shortened(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """Cut a line so that it is at most `width` pixels wide, with an ellipsis where something was cut."""
    if font.getlength(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = font.getlength(text[:middle].rstrip() + _ELLIPSIS) <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + _ELLIPSIS if low else ""


def draw_label(pen: ImageDraw.ImageDraw, x: float, y: float, text: str, size: int, colour: Colour) -> None:
    """Write white letters on a rounded patch of colour whose upper left corner is at `(x, y)`."""
    font = face(size)
    width = font.getlength(text)
    pen.rounded_rectangle((x, y, x + width + size, y + label_height(size)), size * 0.3, fill=colour)
    pen.text((x + size / 2, y + label_height(size) / 2), text, font=font, fill=WHITE, anchor="lm")


def label_height(size: int) -> float:
    """How high a label in letters of this size is, in pixels."""
    return size * 1.5


def draw_badge(pen: ImageDraw.ImageDraw, x: float, y: float, number: int, size: int, colour: Colour) -> None:
    """Write a number in a filled circle around `(x, y)`, in letters of `size` pixels."""
    radius = size * 0.85
    box = (x - radius, y - radius, x + radius, y + radius)
    pen.ellipse(box, fill=colour, outline=WHITE, width=max(1, size // 8))
    pen.text((x, y), str(number), font=face(size), fill=WHITE, anchor="mm")
