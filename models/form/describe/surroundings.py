"""Surroundings: how far the paper beside a mark is blank on the template, be it words, rules or pictures."""

from __future__ import annotations

import cv2
import numpy as np

from models.form.describe.features import Form
from models.geometry.warps import Homography

_CONTRAST = 26  # grey levels between paper and print, small as the thumbnail blurs it
_INNER = 0.12  # of the mark's height left out above and below: neighbouring rows come close


def free_beside(
    form: Form, to_form: Homography, size: tuple[float, float], reach: float
) -> tuple[float, float]:
    """Tell how far nothing is printed to the left and to the right of a mark.

    Args:
        form: the template.
        to_form: from the mark's own frame to pixels of the template.
        size: width and height of the mark, template pixels.
        reach: how far to look, template pixels.

    Returns:
        Left and right, 0 up to `reach`, template pixels.
    """
    return _free(form, to_form, 0.0, -1, size[1], reach), _free(form, to_form, size[0], 1, size[1], reach)


def _free(form: Form, to_form: Homography, edge: float, side: int, height: float, reach: float) -> float:
    """How far nothing is printed from an edge of the mark on, to the left (-1) or right (1)."""
    shrink = form.thumbnail.shape[1] / form.width
    columns, rows = max(2, round(reach * shrink)), max(2, round((1 - 2 * _INNER) * height * shrink))
    step = reach / columns
    from_band = np.array(
        [[side * step, 0, edge], [0, (1 - 2 * _INNER) * height / rows, _INNER * height], [0, 0, 1]],
        np.float64,
    )
    to_thumbnail = np.diag([shrink, form.thumbnail.shape[0] / form.height, 1.0]) @ to_form @ from_band
    band = cv2.warpPerspective(
        form.thumbnail,
        to_thumbnail,
        (columns, rows),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float32)
    printed = np.abs(band - np.median(band)).max(axis=0) > _CONTRAST
    return float(np.argmax(printed) * step) if printed.any() else reach
