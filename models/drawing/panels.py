"""Pictures side by side, each under its caption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image as PillowImage
from PIL import ImageDraw

from sealstack.models.drawing.canvas import to_canvas, to_image
from sealstack.models.drawing.lettering import INK, PAPER, QUIET, face, shortened
from sealstack.models.geometry.scaling import reduced
from sealstack.models.values import Image


@dataclass(frozen=True, eq=False)
class Panel:
    """One picture of the row.

    Attributes:
        image: `(H, W, 3)` uint8 BGR.
        title: what it shows.
        remark: more about it, in quieter letters.
    """

    image: Image
    title: str
    remark: str


def draw_panels(panels: Sequence[Panel], longest: int = 2000) -> Image:
    """Set pictures side by side, as high as their captions allow, on one sheet.

    Args:
        panels: the pictures, at least one.
        longest: the most pixels that either side of the sheet may have.

    Returns:
        `(H, W, 3)` uint8 BGR.
    """
    room = int((longest - 40) / len(panels) * 0.94)
    shown = [reduced(panel.image, min(room, round(longest * 0.85)))[0] for panel in panels]
    widest, highest = max(each.shape[1] for each in shown), max(each.shape[0] for each in shown)
    cell = max(widest, 220)
    margin = max(10, cell // 30)
    size = max(13, cell // 26)
    head = round(size * 3.6)
    sheet = PillowImage.new("RGB", ((cell + margin) * len(panels) + margin, head + highest + margin), PAPER)
    pen = ImageDraw.Draw(sheet)
    for number, (panel, image) in enumerate(zip(panels, shown, strict=True)):
        x = margin + number * (cell + margin)
        pen.text(
            (x, size * 1.2), shortened(panel.title, face(size), cell), font=face(size), fill=INK, anchor="lm"
        )
        quiet = face(round(size * 0.85))
        remark = shortened(panel.remark, quiet, cell)
        pen.text((x, size * 2.6), remark, font=quiet, fill=QUIET, anchor="lm")
        height, width = image.shape[:2]
        at = (x + (cell - width) // 2, head + (highest - height) // 2)
        sheet.paste(to_canvas(image), at)
        pen.rectangle((at[0] - 1, at[1] - 1, at[0] + width, at[1] + height), outline=(214, 216, 220))
    return to_image(sheet)
