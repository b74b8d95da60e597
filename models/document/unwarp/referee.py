"""The referee: whether print is read better on the flattened page than on the page as it was."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from models.document.unwarp.evidence import bend
from models.document.unwarp.page_map import PageMap
from models.document.unwarp.smooth_field import Floats
from models.document.unwarp.text_curves import TextCurve
from models.text.crop import crop_line
from models.text.quads import clockwise
from models.text.recognizer import Recognizer
from models.values import Image

_HEARD = 10
"""How many lines are read."""

_AS_GOOD = 0.99
"""The readings of the flat page may amount to this much of those before, and no less."""


def reads_better(
    recognizer: Recognizer, before: Image, after: Image, curves: Sequence[TextCurve], page_map: PageMap
) -> bool:
    """Read some lines on both pages, cut out as the detector would, and compare.

    Args:
        recognizer: what reads.
        before: the page as it was.
        after: the flat page.
        curves: of the lines, on the page as it was.
        page_map: from `before` to `after`.
    """
    chosen = sorted(curves, key=lambda curve: -(bend(curve) + 0.5) * curve.length)[: 3 * _HEARD : 3]
    was = [_strip(before, curve.points, curve.height) for curve in chosen]
    now = [_strip(after, page_map.to_flat(curve.points), curve.height) for curve in chosen]
    amounts = [
        sum(reading.score * len(reading.text.replace(" ", "")) for reading in recognizer.read(strips))
        for strips in (was, now)
    ]
    return bool(amounts[1] >= _AS_GOOD * amounts[0])


def _strip(image: Image, points: Floats, height: float) -> Image:
    """The smallest rectangle around a line's curve, grown by half its height."""
    (x, y), (across, down), angle = cv2.minAreaRect(points.astype(np.float32))
    grown = ((x, y), (across + height, down + height), angle)
    strip, _ = crop_line(image, clockwise(np.asarray(cv2.boxPoints(grown), np.float32)))
    return strip
