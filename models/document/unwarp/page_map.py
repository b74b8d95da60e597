"""Where every pixel of the flat page comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.document.unwarp.edges import PageEdges
from sealstack.models.document.unwarp.rows.smooth_field import Floats
from sealstack.models.document.unwarp.rows.straight_rows import Rows
from sealstack.models.values import Image

_STEP = 16
"""Places are computed at every so many pixels, and interpolated between."""

_SHARP_ENOUGH = 6_000_000
"""Pages of more pixels lose nothing of their print by the quicker interpolation."""

_RIM = 0.003
"""How far a page's outline may be off, of its longer side: one to two pixels where it is sought."""


class Frame(Protocol):
    """A frame in which a page lies about level."""

    def to_frame(self, points: Floats) -> Floats:
        """Carry points of the picture, `(N, 2)`, to the frame."""

    def from_frame(self, points: Floats) -> Floats:
        """Carry points of the frame, `(N, 2)`, to the picture."""


@dataclass(frozen=True, eq=False)
class TurnedFrame:
    """A frame by a homography, `(3, 3)` from the picture's pixels to the frame's."""

    homography: Floats

    def to_frame(self, points: Floats) -> Floats:
        """Carry points of the picture, `(N, 2)`, to the frame."""
        return carried(points, self.homography)

    def from_frame(self, points: Floats) -> Floats:
        """Carry points of the frame, `(N, 2)`, to the picture."""
        return carried(points, np.asarray(np.linalg.inv(self.homography), np.float64))


@dataclass(frozen=True, eq=False)
class PageMap:
    """The way from a picture to the flat page and back.

    The picture's pixels go to a frame in which the page lies about level; there points move to the height
    where they belong.

    Attributes:
        frame: from the picture's pixels to the frame's.
        rows: the heights, on the frame.
        top: the height that comes to the flat page's first row.
        size: width and height of the flat page, pixels.
    """

    frame: Frame
    rows: Rows
    top: float
    size: tuple[int, int]

    def to_flat(self, points: Floats) -> Floats:
        """Carry points of the picture, `(N, 2)`, onto the flat page."""
        framed = self.frame.to_frame(points)
        return np.stack([framed[:, 0], self.rows.at(framed) - self.top], axis=1)

    def coarse_sources(self) -> NDArray[np.float32]:
        """The places of the picture that the middles of the flat page's blocks show, `(rows, columns, 2)`."""
        width, height = self.size
        x, y = (_block_middles(side) for side in (width, height))
        grid = self.rows.grid
        known = np.linspace(0, grid.height, 2 * grid.rows)
        nodes = np.stack(np.meshgrid(x, known), axis=-1).reshape(-1, 2)
        heights = self.rows.at(nodes).reshape(len(known), len(x))
        sources = np.stack(
            [_inverse(y + self.top, heights[:, column], known) for column in range(len(x))], axis=1
        )
        framed = np.stack([np.broadcast_to(x, sources.shape).ravel(), sources.ravel()], axis=1)
        places = self.frame.from_frame(framed)
        return np.asarray(places.reshape(*sources.shape, 2), np.float32)


@dataclass(frozen=True, eq=False)
class FlatPage:
    """The whole way from a picture to the flat page: its rows made straight, then its edges.

    Attributes:
        rows: None where the rows are straight as they are.
        edges: on the page with straight rows; None where they stay as they are.
    """

    rows: PageMap | None
    edges: PageEdges | None

    def to_flat(self, points: Floats) -> Floats:
        """Carry points of the picture, `(N, 2)`, onto the flat page."""
        level = self.rows.to_flat(points) if self.rows else points
        return self.edges.to_page(level) if self.edges else level

    def flatten(self, image: Image) -> Image:
        """Draw the flat page."""
        if self.edges is None:
            if self.rows is None:
                return image
            return _drawn(image, self.rows.coarse_sources(), self.rows.size)
        width, height = self.edges.size
        x, y = (_block_middles(side) for side in (width, height))
        blocks = np.stack(np.meshgrid(x, y), axis=-1)
        level = self.edges.from_page(blocks.reshape(-1, 2)).reshape(blocks.shape).astype(np.float32)
        if self.rows is None:
            return _without_desk(_drawn(image, level, self.edges.size))
        across, down = ((level[..., axis] - (_STEP - 1) / 2) / _STEP + 1 for axis in (0, 1))
        sources = cv2.remap(
            self.rows.coarse_sources(), across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        return _without_desk(_drawn(image, np.asarray(sources, np.float32), self.edges.size))


def _drawn(image: Image, coarse: NDArray[np.float32], size: tuple[int, int]) -> Image:
    """The page whose blocks show the places given for their middles."""
    width, height = size
    # a resized picture's pixels stand for the middles of blocks, which is where the places were taken
    fine = np.asarray(cv2.resize(coarse, None, fx=_STEP, fy=_STEP, interpolation=cv2.INTER_LINEAR))
    across, down = (fine[_STEP : _STEP + height, _STEP : _STEP + width, axis] for axis in (0, 1))
    smooth = cv2.INTER_CUBIC if width * height <= _SHARP_ENOUGH else cv2.INTER_LINEAR
    whole, parts = cv2.convertMaps(across, down, cv2.CV_16SC2)
    flat = cv2.remap(image, whole, parts, smooth, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8)


def _without_desk(page: Image) -> Image:
    """A page whose outermost pixels, where a desk may show, are as the paper beside them."""
    rim = round(_RIM * max(page.shape[:2]))
    inner = page[rim : page.shape[0] - rim, rim : page.shape[1] - rim]
    if rim == 0 or inner.size == 0:
        return page
    return np.asarray(cv2.copyMakeBorder(inner, rim, rim, rim, rim, cv2.BORDER_REPLICATE), np.uint8)


def _block_middles(side: int) -> Floats:
    """The middles of blocks of pixels that cover a side, and of one more at either end."""
    return np.arange(-1, -(-side // _STEP) + 1, dtype=np.float64) * _STEP + (_STEP - 1) / 2


def page_map(frame: Frame, rows: Rows, printed: Floats, margin: float) -> PageMap:
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
