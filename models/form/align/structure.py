"""How well a form's own printed structure shows in a query that was aligned to it.

Inliers alone prove little: two forms of one office share a letterhead. What is asked here is how much of all
the lines and words on the template's picture stands in the same place of the query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.geometry.warps import Homography
from sealstack.models.values import Image, Quad

SIDE = 512
"""The longer side of a template's thumbnail, pixels."""

_CELL = 17
_STEP = 8
_REACH = 6  # how far print may lie from where the map puts it, pixels of the thumbnail
_SHIFT = 2
_LEAST_DEVIATION = 7.0  # grey levels within a cell; less is paper
_ALIKE = 0.62
_NEAR_SHIFTS = 9  # the first of all shifts, which reach one step
_SURELY_NEAR = 0.92  # of the cells: no other near shift is tried then
_FEWEST_CELLS = 8


def thumbnail(image: Image) -> NDArray[np.uint8]:
    """A template's picture in grey, small, `(h, w)` uint8, its longer side `SIDE` pixels."""
    scale = SIDE / max(image.shape[:2])
    size = (max(8, round(image.shape[1] * scale)), max(8, round(image.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(
        cv2.cvtColor(cv2.resize(image, size, interpolation=method), cv2.COLOR_BGR2GRAY), dtype=np.uint8
    )


@dataclass(frozen=True, eq=False)
class Structure:
    """How a form's printed cells show in a query.

    Attributes:
        cells: the middles of the form's printed cells outside of values, `(N, 2)` pixels of the template.
        near: which of them agree within a third of a line of their place, `(N,)`.
        agreement: the share that agrees at all, 0..1; 0 when there are too few cells to judge by.
    """

    cells: NDArray[np.float32]
    near: NDArray[np.bool_]
    agreement: float


def structure_of(
    form: NDArray[np.uint8],
    image: Image,
    homography: Homography,
    form_size: tuple[int, int],
    ignore: Sequence[Quad] = (),
    enough: float = 1.0,
) -> Structure:
    """Tell how much of a form's print a query shows where it ought to be, and which parts of it.

    Both are cut into overlapping cells; a cell agrees when the normalised correlation of its grey levels is
    high at some small shift.

    Args:
        form: the template's `thumbnail`.
        image: the query, `(H, W, 3)` uint8.
        homography: from pixels of the template's picture to the query's.
        form_size: height and width of the template's picture, pixels.
        ignore: where values stand, quads in pixels of the template's picture.
        enough: no farther shift is tried once so much agrees, 0..1: nobody asks how much more would.
    """
    height, width = form.shape
    shrink = np.diag([form_size[1] / width, form_size[0] / height, 1.0])
    query = warp_smoothly(image, homography @ shrink, (height, width))
    mean, deviation = _moments(form.astype(np.float32))
    counts = deviation > _LEAST_DEVIATION
    counts &= _wanted(form.shape, ignore, form_size)
    counts = counts[::_STEP, ::_STEP]
    down, across = np.nonzero(counts)
    cells = np.stack([across, down], axis=1) * np.float32(_STEP) * shrink.diagonal()[:2].astype(np.float32)
    if len(cells) < _FEWEST_CELLS:
        return Structure(cells, np.zeros(len(cells), np.bool_), 0.0)
    ours = form.astype(np.float32)
    reach = (_REACH,) * 4
    padded = cv2.copyMakeBorder(query, *reach, cv2.BORDER_REPLICATE).astype(np.float32)
    their_mean, their_deviation = _moments(padded)
    mean, deviation = mean[::_STEP, ::_STEP][counts], deviation[::_STEP, ::_STEP][counts]
    best = np.full(len(mean), -1.0, np.float32)
    near = np.zeros(len(best), np.bool_)
    agreeing = 0.0
    for number, (dy, dx) in enumerate(_shifts()):
        window = (slice(dy, dy + height), slice(dx, dx + width))
        common = cv2.blur(ours * padded[window], (_CELL, _CELL))[::_STEP, ::_STEP][counts]
        sampled = (slice(dy, dy + height, _STEP), slice(dx, dx + width, _STEP))
        covariance = common - mean * their_mean[sampled][counts]
        spread = deviation * np.maximum(their_deviation[sampled][counts], 3.0)
        np.maximum(best, covariance / np.maximum(spread, 1e-3), out=best)
        agreeing = float((best > _ALIKE).mean())
        if number < _NEAR_SHIFTS:
            near = best > _ALIKE
        if agreeing >= (enough if number >= _NEAR_SHIFTS - 1 else max(enough, _SURELY_NEAR)):
            break
    return Structure(cells, near, agreeing)


def _shifts() -> list[tuple[int, int]]:
    """Shifts down and across, counted from the farthest up and left, the smallest first."""
    steps = range(0, 2 * _REACH + 1, _SHIFT)
    return sorted(
        product(steps, steps), key=lambda shift: max(abs(shift[0] - _REACH), abs(shift[1] - _REACH))
    )


def warp_smoothly(image: Image, to_image: Homography, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Lay a picture out as another sees it, in grey, without the grain that plain sampling leaves.

    Args:
        image: `(H, W, 3)` uint8.
        to_image: from pixels of the result to pixels of `image`.
        shape: height and width of the result.

    Returns:
        `(h, w)` uint8; parts outside the picture repeat its edge.
    """
    corners = np.array([[0, 0], [shape[1], 0], [shape[1], shape[0]], [0, shape[0]]], np.float32)
    carried = cv2.perspectiveTransform(corners[None], to_image)[0]
    area = max(float(cv2.contourArea(carried)), 1.0)
    shrink = min(1.0, 1.25 * float(np.sqrt(shape[0] * shape[1] / area)))
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    if shrink < 0.8:
        size = (max(1, round(image.shape[1] * shrink)), max(1, round(image.shape[0] * shrink)))
        to_image = np.diag([size[0] / image.shape[1], size[1] / image.shape[0], 1.0]) @ to_image
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    warped = cv2.warpPerspective(
        grey,
        to_image,
        (shape[1], shape[0]),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(warped, dtype=np.uint8)


def _moments(grey: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and standard deviation of the cell around every pixel."""
    mean = cv2.blur(grey, (_CELL, _CELL))
    square = cv2.blur(grey * grey, (_CELL, _CELL))
    return np.asarray(mean, np.float32), np.asarray(np.sqrt(np.maximum(square - mean * mean, 0)), np.float32)


def _wanted(shape: tuple[int, ...], ignore: Sequence[Quad], form_size: tuple[int, int]) -> NDArray[np.bool_]:
    """Where no value stands, `(h, w)`."""
    mask = np.ones(shape[:2], np.uint8)
    factors = np.array([shape[1] / form_size[1], shape[0] / form_size[0]], np.float32)
    for quad in ignore:
        cv2.fillPoly(mask, [np.round(quad * factors).astype(np.int32)], 0)
    return mask > 0
