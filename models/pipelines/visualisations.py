"""What the pipelines found, in pictures for people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sealstack.models.document.page import PreprocessedPage
from sealstack.models.drawing.layout import Framed, draw_layout
from sealstack.models.drawing.panels import Panel, draw_panels
from sealstack.models.drawing.region import draw_region
from sealstack.models.pipelines.seal_page import SealPage
from sealstack.models.values import Image, SealText

LONGEST = 2000
"""The most pixels that either side of a picture for people has, as these servers have it."""


def seal_pictures(page: SealPage) -> dict[str, Image]:
    """Draw what was found on a page; the names are those of `outputImages`."""
    pictures = {}
    if page.options.layout or page.options.boxes is not None:
        pictures["layout_det_res"] = layout_picture(page)
    if page.preprocessed is not None:
        pictures["preprocessed_img"] = document_picture(
            page.original,
            page.preprocessed,
            orientation=page.options.orientation,
            unwarping=page.options.unwarping,
        )
    for number, region in enumerate(page.regions, start=1):
        pictures[f"seal_res_region{number}"] = draw_region(region.image, region.texts)
    return pictures


def layout_picture(page: SealPage) -> Image:
    """Draw the boxes of the seals on their page."""
    things = [Framed(region.box, "seal", region.score) for region in page.regions]
    return draw_layout(page.image, things, LONGEST)


def page_picture(page: SealPage) -> Image:
    """Draw the texts of all seals on their page, and beside it the same set in print."""
    if len(page.regions) == 1:
        return draw_region(page.regions[0].image, page.regions[0].texts)
    texts = [_on_page(text, region.box) for region in page.regions for text in region.texts]
    if not texts:
        return draw_region(page.image, [])
    corners = np.concatenate([text.polygon for text in texts])
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    margin = 0.08 * max(right - left, bottom - top) + 8
    x, y = int(max(0, left - margin)), int(max(0, top - margin))
    part = page.image[y : int(bottom + margin) + 1, x : int(right + margin) + 1]
    return draw_region(part, [_on_page(text, (-x, -y, 0, 0)) for text in texts])


def document_picture(original: Image, page: PreprocessedPage, *, orientation: bool, unwarping: bool) -> Image:
    """Set the page as it came, turned, and flattened side by side."""
    turned = f"turned by {page.angle}° anticlockwise" if page.angle else "not turned"
    panels = [
        Panel(original, "Original image", f"{original.shape[1]} × {original.shape[0]}"),
        Panel(page.rotated, "Rotated image", turned if orientation else "orientation not looked at"),
        Panel(page.image, "Unwarped image", "unwarping on" if unwarping else "unwarping off"),
    ]
    return draw_panels(panels, LONGEST)


def _on_page(text: SealText, box: tuple[int, int, int, int]) -> SealText:
    return replace(text, polygon=text.polygon + np.array(box[:2], np.float32))
