"""Things cut out of their ground, as they are pasted into pictures, and what they are drawn with."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Cutout = NDArray[np.uint8]
"""`(H, W, 4)` uint8 BGR and opacity."""

Colour = tuple[int, int, int]
"""BGR, 0..255."""

Points = NDArray[np.float64]
"""`(N, 2)`; 0..1 of a drawing's sides."""

Cover = NDArray[np.uint8]
"""`(H, W)` uint8, 0 (none) to 255."""

_SUB = 4  # bits of a point's fraction


class Drawing:
    """A cut-out in the making; all places are shares of its sides, 0..1, all lengths of its shorter side."""

    def __init__(self, height: int, width: int) -> None:
        """Nothing on nothing, in pixels."""
        self.image: NDArray[np.uint8] = np.zeros((height, width, 3), np.uint8)
        self.alpha: Cover = np.zeros((height, width), np.uint8)
        self._side = min(height, width)

    def cutout(self) -> Cutout:
        """What was drawn."""
        return np.dstack([self.image, self.alpha])

    def paint(self, cover: Cover, colour: Colour) -> None:
        """Lay a colour over what is there."""
        x, y, width, height = cv2.boundingRect(cover)
        part = (slice(y, y + height), slice(x, x + width))
        if not width:
            return
        share = np.repeat(cover[part][..., None], 3, axis=2)
        image, alpha = self.image[part], self.alpha[part]
        flat = np.full_like(image, colour)
        laid = cv2.add(
            cv2.multiply(flat, share, scale=1 / 255), cv2.multiply(image, 255 - share, scale=1 / 255)
        )
        # the edge of what lies on nothing keeps its own colour
        self.image[part] = np.where(((alpha == 0) & (cover[part] > 0))[..., None], flat, laid)
        self.alpha[part] = np.maximum(alpha, cover[part])

    def cut(self, cover: Cover) -> None:
        """Take away what is there."""
        self.alpha = cv2.multiply(self.alpha, 255 - cover, scale=1 / 255).astype(np.uint8)

    def area(self, points: Points) -> Cover:
        """A filled polygon."""
        cover = np.zeros_like(self.alpha)
        cv2.fillPoly(cover, [self._pixels(points)], 255, cv2.LINE_AA, _SUB)
        return cover

    def line(self, points: Points, thickness: float, closed: bool = False) -> Cover:
        """A line through points."""
        cover = np.zeros_like(self.alpha)
        width = max(1, round(thickness * self._side))
        cv2.polylines(cover, [self._pixels(points)], closed, 255, width, cv2.LINE_AA, _SUB)
        return cover

    def fill(self, points: Points, colour: Colour) -> None:
        """Paint a polygon."""
        self.paint(self.area(points), colour)

    def stroke(self, points: Points, colour: Colour, thickness: float, closed: bool = False) -> None:
        """Paint a line."""
        self.paint(self.line(points, thickness, closed), colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Paint a disc, `radius` as a share of the shorter side."""
        self.fill(self.circle(x, y, radius), colour)

    def circle(self, x: float, y: float, radius: float) -> Points:
        """Points around a centre, evenly, whatever the drawing's sides."""
        angle = np.linspace(0, 2 * np.pi, 72, endpoint=False)
        across = radius * self._side / self.alpha.shape[1]
        down = radius * self._side / self.alpha.shape[0]
        return np.stack([x + across * np.cos(angle), y + down * np.sin(angle)], axis=-1)

    def lay(self, cover: Cover, colour: Colour, x: float, y: float) -> None:
        """Paint a mask of pixels with its middle at a place; what sticks out is lost."""
        height, width = cover.shape
        left, top = round(x * self.alpha.shape[1] - width / 2), round(y * self.alpha.shape[0] - height / 2)
        whole = np.zeros_like(self.alpha)
        rows = slice(max(0, top), min(whole.shape[0], top + height))
        columns = slice(max(0, left), min(whole.shape[1], left + width))
        if rows.stop > rows.start and columns.stop > columns.start:
            whole[rows, columns] = cover[
                rows.start - top : rows.stop - top, columns.start - left : columns.stop - left
            ]
            self.paint(whole, colour)

    def _pixels(self, points: Points) -> NDArray[np.int32]:
        sides = np.array(self.alpha.shape[::-1]) - 1
        return np.asarray(np.round(points * sides * 2**_SUB), np.int32)


def regular(corners: int, radius: float, turn: float = 0.0, inner: float | None = None) -> Points:
    """A regular polygon about the middle, or a star when `inner` (its hollows' radius) is given."""
    count = corners * (1 if inner is None else 2)
    angle = np.arange(count) * 2 * np.pi / count + turn
    reach = np.full(count, radius)
    if inner is not None:
        reach[1::2] = inner
    return np.stack([0.5 + reach * np.sin(angle), 0.5 - reach * np.cos(angle)], axis=-1)


def star(x: float, y: float, radius: float, turn: float = 0.0) -> Points:
    """A five-pointed star."""
    return np.asarray(regular(5, radius, turn, 0.382 * radius) + np.array([x - 0.5, y - 0.5]))


def red(rng: np.random.Generator) -> Colour:
    """A red as seals and flags have it."""
    return int(rng.integers(10, 80)), int(rng.integers(10, 70)), int(rng.integers(170, 256))


def gold(rng: np.random.Generator) -> Colour:
    """Yellow to brown."""
    share = rng.uniform(0.65, 1.0)
    return (
        int(rng.uniform(20, 110) * share),
        int(rng.uniform(150, 215) * share),
        int(rng.uniform(205, 255) * share),
    )


def grey(rng: np.random.Generator, darkest: int = 20, palest: int = 245) -> Colour:
    """A grey."""
    value = int(rng.integers(darkest, palest))
    return value, value, value


def vivid(rng: np.random.Generator) -> Colour:
    """A colour of print; red as often as not, to mislead."""
    chance = rng.random()
    if chance < 0.5:
        return red(rng)
    if chance < 0.6:
        return gold(rng)
    if chance < 0.7:
        return grey(rng, 10, 160)
    tone = np.array([[[rng.integers(180), rng.integers(110, 256), rng.integers(90, 256)]]], np.uint8)
    blue, green, strong = cv2.cvtColor(tone, cv2.COLOR_HSV2BGR)[0, 0].tolist()
    return blue, green, strong


def greyed(cutout: Cutout) -> Cutout:
    """The same in grey."""
    flat = cv2.cvtColor(np.ascontiguousarray(cutout[..., :3]), cv2.COLOR_BGR2GRAY)
    return np.dstack([flat, flat, flat, cutout[..., 3]])


def paste(
    image: NDArray[np.uint8], cutout: Cutout, centre: tuple[float, float], scale: float, turn: float = 0.0
) -> None:
    """Lay a cut-out over a picture, in place.

    Args:
        image: `(H, W, 3)` uint8 BGR.
        cutout: what to lay; what sticks out is lost.
        centre: where its middle comes, pixels.
        scale: its size there over its own.
        turn: degrees.
    """
    if scale < 0.7:
        size = (max(2, round(cutout.shape[1] * scale)), max(2, round(cutout.shape[0] * scale)))
        cutout = np.asarray(cv2.resize(cutout, size, interpolation=cv2.INTER_AREA), np.uint8)
        scale = 1.0
    height, width = cutout.shape[:2]
    reach = float(np.hypot(height, width)) * scale / 2 if turn else max(height, width) * scale / 2
    left, top = max(0, int(centre[0] - reach)), max(0, int(centre[1] - reach))
    right = min(image.shape[1], int(centre[0] + reach) + 2)
    bottom = min(image.shape[0], int(centre[1] + reach) + 2)
    if right <= left or bottom <= top:
        return
    move = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), turn, scale)
    move[:, 2] += [centre[0] - left - (width - 1) / 2, centre[1] - top - (height - 1) / 2]
    laid = cv2.warpAffine(cutout, move, (right - left, bottom - top), flags=cv2.INTER_LINEAR)
    share = np.repeat(laid[..., 3:], 3, axis=2)
    part = image[top:bottom, left:right]
    part[:] = cv2.add(
        cv2.multiply(np.ascontiguousarray(laid[..., :3]), share, scale=1 / 255),
        cv2.multiply(np.ascontiguousarray(part), 255 - share, scale=1 / 255),
    )
