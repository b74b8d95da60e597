"""The referee: whether print is read better on the flattened page than on the page as it was."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from sealstack.models.document.unwarp.evidence import bend
from sealstack.models.document.unwarp.page_map import FlatPage
from sealstack.models.document.unwarp.rows.smooth_field import Floats
from sealstack.models.document.unwarp.text_curves import TextCurve
from sealstack.models.geometry.quads import clockwise
from sealstack.models.text.detection.crop import crop_line
from sealstack.models.text.recognition.ctc import Reading
from sealstack.models.text.recognition.recognizer import Recognizer
from sealstack.models.values import Image

_HEARD = 8
"""How many lines are read at most."""

_FIRST_HEARD = (2, 1)
"""How many are read first, and then; where they are read surely, the others are not."""

_LONGEST = 10.0
"""Of a longer line the most bent part of this length is read, in heights of its print."""

_SURELY_READ = 0.95
_ENOUGH_READ = 26
"""A flat page whose lines are read this surely on average, 0..1, and so many characters of them, needs no
comparison with the page before."""

_AS_GOOD = 0.99
"""The readings of the flat page may amount to this much of those before, and no less."""


def reads_better(
    recognizer: Recognizer, before: Image, after: Image, curves: Sequence[TextCurve], page_map: FlatPage
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
    parts = [_most_bent_part(curve) for curve in chosen]
    now: list[Reading] = []
    first, then = _FIRST_HEARD
    for some in (parts[:first], parts[first : first + then], parts[first + then :]):
        now += recognizer.read([_strip(after, page_map.to_flat(part.points), part.height) for part in some])
        if _surely_read(now):
            return True
    was = recognizer.read([_strip(before, part.points, part.height) for part in parts])
    return bool(_amount(now) >= _AS_GOOD * _amount(was))


def _surely_read(readings: Sequence[Reading]) -> bool:
    length = sum(len(reading.text.replace(" ", "")) for reading in readings)
    return length >= _ENOUGH_READ and _amount(readings) >= _SURELY_READ * length


def _amount(readings: Sequence[Reading]) -> float:
    """How much was read, in characters, each counting as much as it is sure."""
    return sum(reading.score * len(reading.text.replace(" ", "")) for reading in readings)


def _most_bent_part(curve: TextCurve) -> TextCurve:
    """The part of a line that bends most, no longer than is to be read."""
    pieces = int(np.ceil(curve.length / (_LONGEST * curve.height)))
    if pieces <= 1:
        return curve
    size = max(4, len(curve.points) // pieces)
    starts = range(0, len(curve.points) - size + 1, max(1, size // 2))
    parts = [TextCurve(curve.points[start : start + size], curve.height) for start in starts]
    return max(parts, key=bend)


def _strip(image: Image, points: Floats, height: float) -> Image:
    """The smallest rectangle around a line's curve, grown by half its height."""
    (x, y), (across, down), angle = cv2.minAreaRect(points.astype(np.float32))
    grown = ((x, y), (across + height, down + height), angle)
    strip, _ = crop_line(image, clockwise(np.asarray(cv2.boxPoints(grown), np.float32)))
    return strip
