"""A page with the things found on it in frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image as PillowImage
from PIL import ImageDraw

from sealstack.models.drawing.canvas import to_canvas, to_image
from sealstack.models.drawing.lettering import PALETTE, draw_label, face, label_height
from sealstack.models.geometry.scaling import reduced
from sealstack.models.values import Image

_VEIL = 26  # opacity of a frame's inside, of 255


@dataclass(frozen=True)
class Framed:
    """A thing to be framed.

    Attributes:
        box: `(x, y, width, height)` in pixels of the page.
        label: what it is.
        score: how sure that is, 0..1.
    """

    box: tuple[int, int, int, int]
    label: str
    score: float


def draw_layout(image: Image, things: Sequence[Framed], longest: int = 2000) -> Image:
    """Draw a labelled frame around each thing on a page.

    Args:
        image: the page, `(H, W, 3)` uint8 BGR; it is not changed.
        things: what is on it.
        longest: the most pixels that either side of the drawing may have.

    Returns:
        `(H, W, 3)` uint8 BGR.
    """
    shown, factor = reduced(image, longest)
    canvas = to_canvas(shown)
    size = max(12, round(max(canvas.size) / 60))
    line = max(2, size // 6)
    veil = PillowImage.new("RGBA", canvas.size)
    frames = [_scaled(thing.box, factor) for thing in things]
    for number, frame in enumerate(frames):
        ImageDraw.Draw(veil).rectangle(frame, fill=(*PALETTE[number % len(PALETTE)], _VEIL))
    canvas.paste(veil, mask=veil)
    pen = ImageDraw.Draw(canvas)
    for number, (thing, frame) in enumerate(zip(things, frames, strict=True)):
        colour = PALETTE[number % len(PALETTE)]
        pen.rounded_rectangle(frame, size * 0.3, outline=colour, width=line)
        text = f"{thing.label} {thing.score:.2f}"
        width, height = face(size).getlength(text) + size, label_height(size)
        x = max(0.0, min(frame[0], canvas.width - width))
        y = frame[1] - height - line if frame[1] >= height + line else frame[1] + line
        draw_label(pen, x, y, text, size, colour)
    return to_image(canvas)


def _scaled(box: tuple[int, int, int, int], factor: float) -> tuple[float, float, float, float]:
    """The corners of a box in pixels of the drawing."""
    x, y, width, height = (side * factor for side in box)
    return x, y, x + max(1.0, width), y + max(1.0, height)
