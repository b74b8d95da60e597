"""Show a seal with corners straight, at every upright it may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.seal.frame import Frame
from models.seal.separate import Renderings
from models.text.quads import height_of, length_of
from models.values import Image, Polygon, SealShape

_BEYOND = 0.02  # of the shorter side: how far a line's quad may reach over the frame
_CLOSELY = 240  # pixels: at which the polarity is told
_RIM = (0.025, 0.085)  # of a side: within a frame's line there is paper, or the ground of ink
_GROUND = 0.6
_SHORTEST = 160.0  # pixels of the shorter side, at least


@dataclass(frozen=True, eq=False)
class Flat:
    """A frame shown straight.

    Attributes:
        pictures: as it is, and with the print gone.
        back: homography from them to the view, `(3, 3)` float64.
        outline: the frame's corners in their pixels, `(3, 2)` or `(4, 2)` float32.
    """

    pictures: tuple[Image, ...]
    back: NDArray[np.float64]
    outline: Polygon

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.pictures[0].shape[1], self.pictures[0].shape[0]

    def turned(self, quarters: int) -> Flat:
        """The same turned clockwise by quarters."""
        if quarters == 0:
            return self
        pictures = tuple(np.ascontiguousarray(np.rot90(picture, -quarters)) for picture in self.pictures)
        back = self.back @ np.linalg.inv(_turn(quarters, *self.size))
        return Flat(pictures, back, self.turned_points(self.outline, quarters))

    def turned_points(self, points: Polygon, quarters: int) -> Polygon:
        """Points `(N, 2)` of this picture in pixels of the turned one."""
        turn = _turn(quarters, *self.size)
        return np.asarray(points @ turn[:2, :2].T + turn[:2, 2], dtype=np.float32)

    def to_view(self, points: Polygon) -> Polygon:
        """Points `(N, 2)` in pixels of the view."""
        moved = cv2.perspectiveTransform(points[None].astype(np.float64), self.back)[0]
        return np.asarray(moved, dtype=np.float32)


def lies_within(flat: Flat, quad: Polygon) -> bool:
    """Whether a line, `(4, 2)`, ends inside the frame; the page's print runs across its sides."""
    ends = (quad[[0, 1]] + quad[[3, 2]]) / 2
    if np.linalg.norm(quad[1] - quad[0]) < np.linalg.norm(quad[2] - quad[1]):
        ends = (quad[[0, 3]] + quad[[1, 2]]) / 2
    depths = [cv2.pointPolygonTest(flat.outline, (float(x), float(y)), True) for x, y in ends]
    return min(depths) > -_BEYOND * min(flat.size)


def _turn(quarters: int, width: int, height: int) -> NDArray[np.float64]:
    """The map of points when a picture is turned clockwise by quarters."""
    turns = {
        0: np.eye(3),
        1: np.array([[0, -1, height], [1, 0, 0], [0, 0, 1.0]]),
        2: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1.0]]),
        3: np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1.0]]),
    }
    return turns[quarters]


def upright_flat(shown: Renderings, frame: Frame, level: NDArray[np.float32]) -> Flat:
    """The frame shown at its known upright.

    Args:
        shown: the seal's `renderings`.
        frame: its frame, corners in pixels of these.
        level: the direction its lines run in, `(2,)`.
    """
    return _flatten(shown, frame, _box_along(frame.corners, level))


def flats(shown: Renderings, frame: Frame) -> Iterator[Flat]:
    """The frame shown straight, the likeliest upright first, but for turns by quarters.

    What stands on a corner is a diamond with level lines, or else a rectangle that was stamped askew. The
    lines of a triangle run along any of its sides.

    Args:
        shown: the seal's `renderings`.
        frame: its frame, corners in pixels of these.
    """
    for quad in _reading_quads(frame):
        yield _flatten(shown, frame, quad)


def _flatten(shown: Renderings, frame: Frame, quad: Polygon) -> Flat:
    """Show a quad straight; white characters on ink are shown dark on white."""
    width, height = length_of(quad), height_of(quad)
    scale = max(1.0, _SHORTEST / max(min(width, height), 1.0))
    size = (max(32, round(width * scale)), max(32, round(height * scale)))
    border = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], dtype=np.float32)
    back = cv2.getPerspectiveTransform(border, quad.astype(np.float32))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    plain, clean = (
        np.asarray(
            cv2.warpPerspective(picture, back, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )
        for picture in (shown.plain, shown.clean)
    )
    # a large ground of ink passes for paper where the ink is separated: its plain picture tells more
    square = frame.even or frame.solid
    white = frame.shape is SealShape.RECTANGLE and square and shows_white(shown, frame.corners)
    pictures = (np.asarray(255 - plain, np.uint8), _dark_on_white(plain)) if white else (plain, clean)
    outline = cv2.perspectiveTransform(frame.corners[None].astype(np.float64), np.linalg.inv(back))[0]
    return Flat(pictures, np.asarray(back, np.float64), np.asarray(outline, np.float32))


def shows_white(shown: Renderings, corners: Polygon) -> bool:
    """Whether a quad holds white characters on ink: close within its sides there is ink all along."""
    side = np.float32(_CLOSELY)
    square = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    warp = cv2.getPerspectiveTransform(corners.astype(np.float32), square)
    grey = cv2.warpPerspective(shown.plain, warp, (_CLOSELY, _CLOSELY), borderMode=cv2.BORDER_REPLICATE).min(
        axis=2
    )
    threshold, _ = cv2.threshold(np.asarray(grey, np.uint8), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    inked = grey < threshold
    low, high = round(_RIM[0] * _CLOSELY), round(_RIM[1] * _CLOSELY)
    sides = []
    for quarter in range(4):
        rows = np.rot90(inked, quarter)[: 2 * high, high:-high].mean(axis=1)
        begin = min(int((rows > _GROUND).argmax()), high - low)  # the outline may lie a little outside
        sides.append(rows[begin + low : begin + high].min())
    return float(np.median(sides)) > _GROUND


def _dark_on_white(picture: Image) -> Image:
    """White characters on ink as dark ones on white, in the best channel, `(H, W, 3)` uint8."""
    low, high = np.percentile(picture, (10, 97), axis=(0, 1))
    best = int((high - low).argmax())
    share = (picture[..., best] - low[best]) / max(float(high[best] - low[best]), 1.0)
    grey = np.asarray(255 * (1 - np.clip(share, 0, 1)), np.uint8)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)


def _reading_quads(frame: Frame) -> list[Polygon]:
    """The quads to show: the frame itself, or boxes about the uprights a diamond or triangle may have.

    A triangle's lines run along one of its sides, a diamond's along a diagonal. A square may be a diamond
    stamped askew.
    """
    corners = frame.corners
    if frame.shape is SealShape.TRIANGLE:
        sides = np.roll(corners, -1, axis=0) - corners
        levels = sorted(sides, key=lambda side: -abs(side[0]) / float(np.linalg.norm(side)))
        return [_box_along(corners, _rightwards(level)) for level in levels]
    diagonals = [_rightwards(corners[2] - corners[0]), _rightwards(corners[3] - corners[1])]
    diagonals.sort(key=lambda d: -float(np.linalg.norm(d) + d[0]))
    if frame.shape is SealShape.RECTANGLE:
        return [corners, *(_box_along(corners, level) for level in diagonals)] if frame.even else [corners]
    return [_box_along(corners, diagonals[0]), corners]


def _rightwards(direction: NDArray[np.float32]) -> NDArray[np.float32]:
    return direction if direction[0] >= 0 else -direction


def _box_along(corners: Polygon, level: NDArray[np.float32]) -> Polygon:
    """The box about an outline whose upper side runs along a direction, `(4, 2)`, upper left first."""
    axis = level / np.linalg.norm(level)
    across = np.array([-axis[1], axis[0]])
    along, down = corners @ axis, corners @ across
    box = [
        (along.min(), down.min()),
        (along.max(), down.min()),
        (along.max(), down.max()),
        (along.min(), down.max()),
    ]
    return np.asarray([x * axis + y * across for x, y in box], dtype=np.float32)
