"""Flattening a page by its lines of print: find their curves, fit, draw, and let a referee decide."""

from __future__ import annotations

import cv2
import numpy as np

from models.document.unwarp.evidence import is_bent, is_level, is_worth_flattening, lean_of
from models.document.unwarp.page_map import carried, page_map
from models.document.unwarp.quick_look import is_plainly_flat
from models.document.unwarp.referee import reads_better
from models.document.unwarp.smooth_field import Floats
from models.document.unwarp.straight_rows import fit_rows
from models.document.unwarp.text_curves import TextCurve, find_text_curves
from models.text.engine import TextEngine
from models.values import Image

_FEWEST_LINES = 3
"""Fewer lines do not tell a page's form."""


class PageFlattener:
    """Flattens curled, folded, crumpled and leaning pages. May be shared by many threads."""

    def __init__(self, engine: TextEngine) -> None:
        self._engine = engine

    def flatten(self, image: Image) -> Image:
        """Flatten an upright page.

        Args:
            image: `(H, W, 3)` uint8 BGR.

        Returns:
            The flat page; the very picture given when its lines show no bend, or when flattening it
            makes it read worse.
        """
        if is_plainly_flat(image):
            return image
        curves = find_text_curves(image, self._engine.detector)
        if len(curves) < _FEWEST_LINES or not is_bent(curves):
            return image
        frame, size = _level_frame(image, curves)
        framed = [TextCurve(carried(curve.points, frame), curve.height) for curve in curves]
        rows = fit_rows(framed, *size)
        if rows is None or (is_level(curves) and not is_worth_flattening(framed, rows)):
            return image
        margin = 2 * float(np.median([curve.height for curve in curves]))
        flat_map = page_map(frame, rows, np.concatenate([curve.points for curve in framed]), margin)
        flat = flat_map.flatten(image)
        if not reads_better(self._engine.recognizer, image, flat, curves, flat_map):
            return image
        return flat


def _level_frame(image: Image, curves: list[TextCurve]) -> tuple[Floats, tuple[int, int]]:
    """The rotation that levels a page's lines on the whole, and the size of what holds the picture then."""
    height, width = image.shape[:2]
    turn = np.eye(3)
    turn[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), lean_of(curves), 1.0)
    corners = carried(np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64), turn)
    low, high = corners.min(axis=0), corners.max(axis=0)
    turn[:2, 2] -= low
    return turn, (int(np.ceil(high[0] - low[0])), int(np.ceil(high[1] - low[1])))
