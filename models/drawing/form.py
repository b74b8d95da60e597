"""A form with its fields outlined where they landed."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image as PillowImage
from PIL import ImageDraw

from sealstack.models.drawing.canvas import to_canvas, to_image
from sealstack.models.drawing.lettering import PALETTE, draw_label, face, label_height, shortened
from sealstack.models.geometry.scaling import reduced
from sealstack.models.values import Field, Image

_VEIL = 30  # opacity of a field's inside, of 255
_FARTHEST = 4  # sides of the picture that a corner is drawn at, at most


def draw_fields(image: Image, fields: Sequence[Field], longest: int = 2000) -> Image:
    """Draw each field's outline on the form, with its name and value.

    Args:
        image: the form, `(H, W, 3)` uint8 BGR; it is not changed.
        fields: what it says and where, in pixels of the form.
        longest: the most pixels that either side of the drawing may have.

    Returns:
        `(H, W, 3)` uint8 BGR.
    """
    shown, factor = reduced(image, longest)
    canvas = to_canvas(shown)
    size = max(11, round(max(canvas.size) / 80))
    outlines = [_outline(field, factor, max(canvas.size)) for field in fields]
    veil = PillowImage.new("RGBA", canvas.size)
    for number, outline in enumerate(outlines):
        ImageDraw.Draw(veil).polygon(outline, fill=(*PALETTE[number % len(PALETTE)], _VEIL))
    canvas.paste(veil, mask=veil)
    pen = ImageDraw.Draw(canvas)
    for number, (field, outline) in enumerate(zip(fields, outlines, strict=True)):
        colour = PALETTE[number % len(PALETTE)]
        pen.polygon(outline, outline=colour, width=max(2, size // 6))
        text = " ".join(f"{field.name} {field.value}".split())
        text = shortened(text, face(size), canvas.width * 0.4)
        width = face(size).getlength(text) + size
        left = min(x for x, _ in outline)
        top = min(y for _, y in outline) - label_height(size)
        draw_label(
            pen,
            max(0.0, min(left, canvas.width - width)),
            max(0.0, min(top, canvas.height - label_height(size))),
            text,
            size,
            colour,
        )
    return to_image(canvas)


def _outline(field: Field, factor: float, side: int) -> list[tuple[float, float]]:
    """A field's corners on the drawing; one that is far away stays at a distance that can be drawn."""
    far = float(side * _FARTHEST)
    return [
        (min(max(x * factor, -far), far), min(max(y * factor, -far), far)) for x, y in field.quad.tolist()
    ]
