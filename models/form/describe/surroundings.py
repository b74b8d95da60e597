"""Surroundings: how far the paper around a mark is blank on the template, be it words, rules or pictures."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.describe.features import Form
from sealstack.models.geometry.warps import Homography

_CONTRAST = 26  # grey levels between paper and print, small as the thumbnail blurs it
_INNER_ACROSS = 0.3  # of its height left out at its ends: a rule down the page may touch the mark
_INNER = 0.12  # of the mark's height left out above and below: neighbouring rows come close


@dataclass(frozen=True)
class Free:
    """How far the template's paper is blank around a mark, template pixels.

    Attributes:
        left: of its left edge, within its rows.
        right: of its right edge.
        up: of its upper edge, within its columns.
        down: of its lower edge.
    """

    left: float
    right: float
    up: float
    down: float


def free_around(
    form: Form, to_form: Homography, size: tuple[float, float], reach: tuple[float, float]
) -> Free:
    """Tell how far nothing is printed around a mark.

    Args:
        form: the template.
        to_form: from the mark's own frame to pixels of the template.
        size: width and height of the mark, template pixels.
        reach: how far to look sideways, and up and down, template pixels.
    """
    width, height = size
    beside, above = reach
    rows, columns = _INNER * height, _INNER_ACROSS * min(height, width)
    far = np.array([0, rows, height - rows])
    wide = np.array([0, columns, width - columns])
    return Free(
        left=_free(form, to_form, _band(0, 0, -1, far, sideways=True), beside),
        right=_free(form, to_form, _band(width, 0, 1, far, sideways=True), beside),
        up=_free(form, to_form, _band(0, 0, -1, wide, sideways=False), above),
        down=_free(form, to_form, _band(0, height, 1, wide, sideways=False), above),
    )


@dataclass(frozen=True, eq=False)
class _Band:
    """A strip of paper that leads away from a mark's edge: its corner and the steps along and across it."""

    corner: NDArray[np.float64]
    along: NDArray[np.float64]
    across: NDArray[np.float64]
    width: float


def _band(x: float, y: float, side: int, ends: NDArray[np.float64], *, sideways: bool) -> _Band:
    start, width = float(ends[1]), max(float(ends[2] - ends[1]), 1.0)
    if sideways:
        return _Band(np.array([x, y + start]), np.array([side, 0.0]), np.array([0.0, 1.0]), width)
    return _Band(np.array([x + start, y]), np.array([0.0, side]), np.array([1.0, 0.0]), width)


def _free(form: Form, to_form: Homography, band: _Band, reach: float) -> float:
    """How far nothing is printed from a band's beginning on."""
    shrink = form.thumbnail.shape[1] / form.width
    columns, rows = max(2, round(reach * shrink)), max(2, round(band.width * shrink))
    step = reach / columns
    from_band = np.eye(3)
    from_band[:2, 0] = band.along * step
    from_band[:2, 1] = band.across * band.width / rows
    from_band[:2, 2] = band.corner
    to_thumbnail = np.diag([shrink, form.thumbnail.shape[0] / form.height, 1.0]) @ to_form @ from_band
    seen = cv2.warpPerspective(
        form.thumbnail,
        to_thumbnail,
        (columns, rows),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float32)
    printed = np.abs(seen - np.median(seen)).max(axis=0) > _CONTRAST
    return float(np.argmax(printed) * step) if printed.any() else reach
