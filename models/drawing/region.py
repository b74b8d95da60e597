"""A cut-out with its texts: where each stands, and beside it the same texts set in print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image as PillowImage
from PIL import ImageDraw

from sealstack.models.drawing.bands import Place, outlines, places
from sealstack.models.drawing.canvas import to_canvas, to_image
from sealstack.models.drawing.lettering import (
    INK,
    PALETTE,
    PAPER,
    QUIET,
    WHITE,
    Colour,
    draw_badge,
    face,
    shortened,
)
from sealstack.models.values import Image, Polygon, SealText

_SHORTEST, _LONGEST = 360, 640  # pixels of the cut-out's longer side as it is shown
_FINER = 2  # everything is drawn this much larger, then reduced, so that slanting lines are smooth
_VEIL, _LINE = 46, 230  # opacity of a band's inside and outline, of 255
_MOST_LINES = 40
_NOTHING = "没有识别到文字 · no text read"


def draw_region(crop: Image, texts: Sequence[SealText]) -> Image:
    """Draw a cut-out and its texts: side by side, and as a list below.

    Args:
        crop: the cut-out, `(H, W, 3)` uint8 BGR; it is not changed.
        texts: what was read, polygons in pixels of the cut-out.

    Returns:
        `(H, W, 3)` uint8 BGR.
    """
    height, width = crop.shape[:2]
    shown = min(max(max(height, width), _SHORTEST), _LONGEST)
    scale = shown * _FINER / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    unit = round(shown * _FINER / 30)  # the size of small letters
    panel = (max(size[0], unit * 12), size[1])
    listed = list(texts[:_MOST_LINES])
    legend = round(unit * 1.9) * max(1, len(listed)) + unit
    canvas = PillowImage.new("RGB", (2 * panel[0] + 3 * unit, panel[1] + 2 * unit + legend), WHITE)
    left, right = (unit + (panel[0] - size[0]) // 2, unit), (2 * unit + panel[0], unit)

    canvas.paste(to_canvas(crop).resize(size, PillowImage.Resampling.BICUBIC), left)
    pen = ImageDraw.Draw(canvas)
    pen.rounded_rectangle((*right, right[0] + panel[0], right[1] + panel[1]), unit / 2, fill=PAPER)
    inset = (right[0] + (panel[0] - size[0]) // 2, unit)
    _draw_bands(canvas, texts, scale, left, unit)
    for number, text in enumerate(texts):
        _set_in_print(canvas, text, scale, inset, PALETTE[number % len(PALETTE)])
    _draw_legend(canvas, listed, 2 * unit, panel[1] + 2 * unit, unit)
    return to_image(canvas.reduce(_FINER))


def _draw_bands(
    canvas: PillowImage.Image, texts: Sequence[SealText], scale: float, at: tuple[int, int], unit: int
) -> None:
    """Lay a veil of colour over each band and number it where it begins."""
    veil = PillowImage.new("RGBA", canvas.size)
    pen = ImageDraw.Draw(veil)
    bands = [_moved(text.polygon, scale, at) for text in texts]
    for number, band in enumerate(bands):
        colour = PALETTE[number % len(PALETTE)]
        for outline in outlines(band):
            corners = [(float(x), float(y)) for x, y in outline]
            pen.polygon(corners, fill=(*colour, _VEIL))
            pen.line([*corners, corners[0]], fill=(*colour, _LINE), width=max(2, unit // 10), joint="curve")
    canvas.paste(veil, mask=veil)
    top = ImageDraw.Draw(canvas)
    for number, band in enumerate(bands):
        first = outlines(band)[0]
        x, y = (float(side) for side in (first[0] + first[-1]) / 2)
        draw_badge(top, x, y, number + 1, round(unit * 0.8), PALETTE[number % len(PALETTE)])


def _set_in_print(
    canvas: PillowImage.Image, text: SealText, scale: float, at: tuple[int, int], colour: Colour
) -> None:
    """Set the characters of a text where they stand in the cut-out."""
    for place in places(replace(text, polygon=_moved(text.polygon, scale, at))):
        if not place.character.isspace():
            _set_character(canvas, place, colour)


def _set_character(canvas: PillowImage.Image, place: Place, colour: Colour) -> None:
    narrow = place.character.isascii()
    size = round(min(place.height * 0.82, place.room * (1.7 if narrow else 0.96)))
    if size < 4:
        return
    side = 2 * size
    tile = PillowImage.new("L", (side, side))
    ImageDraw.Draw(tile).text((size, size), place.character, font=face(size), fill=255, anchor="mm")
    tile = tile.rotate(-place.angle, PillowImage.Resampling.BICUBIC)
    canvas.paste(colour, (round(place.x - size), round(place.y - size)), tile)


def _draw_legend(canvas: PillowImage.Image, texts: Sequence[SealText], x: int, y: int, unit: int) -> None:
    """List the texts with their numbers and scores."""
    pen, font = ImageDraw.Draw(canvas), face(round(unit * 1.1))
    if not texts:
        pen.text((x, y + unit), _NOTHING, font=face(unit), fill=QUIET, anchor="lm")
    for number, text in enumerate(texts):
        middle = y + unit + number * round(unit * 1.9)
        score = f"{text.score:.2f}"
        end = canvas.width - 2 * unit - face(unit).getlength(score)
        draw_badge(pen, x + unit / 2, middle, number + 1, round(unit * 0.8), PALETTE[number % len(PALETTE)])
        line = shortened(text.text, font, end - x - 3 * unit)
        pen.text((x + 2 * unit, middle), line, font=font, fill=INK, anchor="lm")
        pen.text((end, middle), score, font=face(unit), fill=QUIET, anchor="lm")


def _moved(polygon: Polygon, scale: float, at: tuple[int, int]) -> Polygon:
    """A polygon in pixels of the canvas."""
    return np.asarray(polygon * scale + np.array(at), np.float32)
