"""Nine scales: the same kind of page from half its size to twice, with and without a seal over it."""

from __future__ import annotations

import cv2
import numpy as np

from bench.forms.conditions.scans import sealed
from bench.forms.conditions.seen import Query
from bench.forms.drawing import fill_in
from bench.forms.layout import FormLayout

NINE_SCALES = "nine scales"

_SCALES = np.geomspace(0.5, 2.0, 9)
_STRIDE = 4  # through the scales, so that a few queries in a row see small and large ones


def at_one_of_nine_scales(
    layout: FormLayout, rng: np.random.Generator, bundled_only: bool, number: int
) -> Query:
    """A page as it was printed, at one of nine scales in turn; every second one bears a seal."""
    form = fill_in(layout, rng, bundled_only=bundled_only)
    seen = sealed(form, rng, bundled_only) if number % 2 else Query(form.sheet, form.values)
    scale = float(_SCALES[number * _STRIDE % len(_SCALES)])
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    image = cv2.resize(seen.image, None, fx=scale, fy=scale, interpolation=method)
    return Query(np.asarray(image, np.uint8), seen.values)
