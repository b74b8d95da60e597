"""The sheet: windows around all fields laid out side by side, so that the detector runs once, on little.

A form's fields are a small part of its picture. Cut out with a margin, made straight and brought to the size
at which the detector sees letters well, they take a fraction of the time that the whole page would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.form.geometry import Homography, carry
from models.form.plan import FieldPlan
from models.text.detector import Detector
from models.values import Image, Quad

LETTERS_SHOWN = 26.0
"""How high lines are on the sheet, pixels."""

_LEAST_SHRINK = 0.12
_GREATEST = 3.0
_GAP = 16
_WIDEST = 1280
_HIGHEST = 1600
_PAPER = 255
_SIDEWAYS = 1.6
_UPWARDS = 1.0
_MARGIN_OF_LETTERS = 12.0


@dataclass(frozen=True, eq=False)
class Window:
    """The part of a query around one field, made straight.

    Attributes:
        plan: the field.
        to_query: from the field's frame to pixels of the query.
        scale: pixels of the window for one of the field's frame.
        margin: how much is shown left and above of the mark, `(x, y)` pixels of the field's frame.
        pixels: what is seen, `(h, w, 3)` uint8 BGR.
    """

    plan: FieldPlan
    to_query: Homography
    scale: float
    margin: tuple[float, float]
    pixels: Image

    def to_frame(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """From pixels of the window to the field's frame."""
        return np.asarray(points / self.scale - np.array(self.margin, np.float32), np.float32)


def cut_window(image: Image, plan: FieldPlan, alignment: Homography) -> Window:
    """Cut out a field's window.

    Args:
        image: the query, `(H, W, 3)` uint8.
        plan: the field.
        alignment: from pixels of the template to the query's.
    """
    to_query = alignment @ plan.to_form
    margin = (_SIDEWAYS * plan.text_height + 2, _UPWARDS * plan.text_height + 2)
    extent = (plan.width + 2 * margin[0], plan.height + 2 * margin[1])
    scale = float(np.clip(LETTERS_SHOWN / plan.text_height, _LEAST_SHRINK, _GREATEST))
    scale = min(scale, (_WIDEST - 2 * _GAP) / extent[0], (_HIGHEST - 2 * _GAP) / extent[1])
    size = (max(8, round(extent[0] * scale)), max(8, round(extent[1] * scale)))
    from_window = to_query @ np.array(
        [[1 / scale, 0, -margin[0]], [0, 1 / scale, -margin[1]], [0, 0, 1]], np.float64
    )
    return Window(plan, to_query, scale, margin, straightened(image, from_window, size))


def straightened(image: Image, to_image: Homography, size: tuple[int, int]) -> Image:
    """A part of a picture seen straight on, without the grain of sparse sampling.

    Args:
        image: `(H, W, 3)` uint8.
        to_image: from pixels of the result to the picture's.
        size: width and height of the result.
    """
    corners = carry(np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32), to_image)
    shrink = float(np.sqrt(size[0] * size[1] / max(float(cv2.contourArea(corners)), 1.0)))
    if shrink < 0.7:
        low = np.floor(np.clip(corners.min(axis=0) - 2, 0, None)).astype(int)
        high = np.ceil(corners.max(axis=0) + 2).astype(int)
        part = image[low[1] : max(high[1], low[1] + 1), low[0] : max(high[0], low[0] + 1)]
        if part.size:
            target = (max(1, round(part.shape[1] * shrink)), max(1, round(part.shape[0] * shrink)))
            factors = np.diag([target[0] / part.shape[1], target[1] / part.shape[0], 1.0])
            move = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]], np.float64)
            image = np.asarray(cv2.resize(part, target, interpolation=cv2.INTER_AREA), np.uint8)
            to_image = factors @ move @ to_image
    seen = cv2.warpPerspective(
        image, to_image, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(seen, dtype=np.uint8)


def detect_lines(windows: Sequence[Window], detector: Detector) -> list[list[Quad]]:
    """Find the lines in every window.

    Args:
        windows: of all fields.
        detector: what finds lines.

    Returns:
        For each window its lines, `(4, 2)` each, in the field's own frame.
    """
    found: list[list[Quad]] = [[] for _ in windows]
    for sheet, places in _sheets([window.pixels for window in windows]):
        for quad, _ in detector.detect(sheet, shorter_side=32):
            middle = quad.mean(axis=0)
            for number, x, y in places:
                height, width = windows[number].pixels.shape[:2]
                if x <= middle[0] <= x + width and y <= middle[1] <= y + height:
                    here = np.clip(quad - np.array([x, y], np.float32), 0, [width, height])
                    found[number].append(windows[number].to_frame(here.astype(np.float32)))
    return found


def _sheets(pictures: Sequence[Image]) -> list[tuple[Image, list[tuple[int, int, int]]]]:
    """Lay pictures out in rows: each sheet with the number and the place `(x, y)` of what it holds."""
    order = sorted(range(len(pictures)), key=lambda number: -pictures[number].shape[0])
    area = sum((one.shape[0] + _GAP) * (one.shape[1] + _GAP) for one in pictures)
    widest = max((one.shape[1] for one in pictures), default=0) + 2 * _GAP
    width = min(_WIDEST, max(widest, round(1.15 * area**0.5)))
    sheets: list[list[tuple[int, int, int]]] = [[]]
    x = y = _GAP
    row = 0
    for number in order:
        high, wide = pictures[number].shape[:2]
        if x > _GAP and x + wide + _GAP > width:
            x, y, row = _GAP, y + row + _GAP, 0
        if sheets[-1] and y + high + _GAP > _HIGHEST:
            sheets.append([])
            x, y, row = _GAP, _GAP, 0
        sheets[-1].append((number, x, y))
        x, row = x + wide + _GAP, max(row, high)
    return [(_painted(places, pictures), places) for places in sheets if places]


def _painted(places: Sequence[tuple[int, int, int]], pictures: Sequence[Image]) -> Image:
    right = max(x + pictures[number].shape[1] for number, x, _ in places) + _GAP
    bottom = max(y + pictures[number].shape[0] for number, _, y in places) + _GAP
    sheet = np.full((bottom, right, 3), _PAPER, np.uint8)
    for number, x, y in places:
        part = pictures[number]
        sheet[y : y + part.shape[0], x : x + part.shape[1]] = part
    return sheet
