"""Where every pixel of the flat page comes from."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from models.document.unwarp.smooth_field import Floats
from models.document.unwarp.straight_rows import Rows
from models.values import Image

_STEP = 8
"""Places are computed at every so many pixels, and interpolated between."""


@dataclass(frozen=True, eq=False)
class PageMap:
    """The way from a picture to the flat page and back.

    A homography takes the picture's pixels to a frame in which the page lies about level; there points move
    to the height where they belong.

    Attributes:
        frame: `(3, 3)`, from the picture's pixels to the frame's.
        rows: the heights, on the frame.
        top: the height that comes to the flat page's first row.
        size: width and height of the flat page, pixels.
    """

    frame: Floats
    rows: Rows
    top: float
    size: tuple[int, int]

    def to_flat(self, points: Floats) -> Floats:
        """Carry points of the picture, `(N, 2)`, onto the flat page."""
        framed = carried(points, self.frame)
        return np.stack([framed[:, 0], self.rows.at(framed) - self.top], axis=1)

    def flatten(self, image: Image) -> Image:
        """Draw the flat page."""
        width, height = self.size
        columns, rows = -(-width // _STEP) + 1, -(-height // _STEP) + 1
        grid = self.rows.grid
        down = np.linspace(0, grid.height, 2 * grid.rows)
        heights = grid.sampled(self.rows.values, columns, len(down))
        wanted = np.linspace(0, height, rows) + self.top
        y = np.stack([_inverse(wanted, heights[:, column], down) for column in range(columns)], axis=1)
        x = np.broadcast_to(np.linspace(0, width, columns), y.shape)
        places = carried(
            np.stack([x.ravel(), y.ravel()], axis=1), np.asarray(np.linalg.inv(self.frame), np.float64)
        )
        coarse = places.reshape(rows, columns, 2).astype(np.float32)
        steps = np.meshgrid(
            np.linspace(0, columns - 1, width, dtype=np.float32),
            np.linspace(0, rows - 1, height, dtype=np.float32),
        )
        fine = cv2.remap(coarse, steps[0], steps[1], cv2.INTER_LINEAR)
        across, down = np.asarray(fine[..., 0]), np.asarray(fine[..., 1])
        flat = cv2.remap(image, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(flat, np.uint8)


def page_map(frame: Floats, rows: Rows, printed: Floats, margin: float) -> PageMap:
    """Lay out the flat page: everything the frame holds, less what only bending would bring in.

    Args:
        frame: as in `PageMap`.
        rows: as in `PageMap`.
        printed: points of print, `(N, 2)` pixels of the frame, none of which may be cut off.
        margin: to be left around them, pixels.
    """
    grid = rows.grid
    table = rows.values.reshape(grid.rows, grid.columns)
    heights = rows.at(printed)
    top = min(float(np.median(table[0])), float(heights.min()) - margin)
    bottom = max(float(np.median(table[-1])), float(heights.max()) + margin)
    return PageMap(frame, rows, top, (round(grid.width), max(1, round(bottom - top))))


def carried(points: Floats, homography: Floats) -> Floats:
    """Carry points `(N, 2)` by a homography."""
    return np.asarray(cv2.perspectiveTransform(points[None].astype(np.float64), homography)[0], np.float64)


def _inverse(wanted: Floats, heights: Floats, down: Floats) -> Floats:
    """The places along a column whose heights are wanted, going on evenly beyond its ends."""
    inside = np.interp(wanted, heights, down)
    before = np.minimum(wanted - heights[0], 0) * (down[1] - down[0]) / max(heights[1] - heights[0], 1e-6)
    after = np.maximum(wanted - heights[-1], 0) * (down[-1] - down[-2]) / max(heights[-1] - heights[-2], 1e-6)
    return np.asarray(inside + before + after, np.float64)
