"""A page's edges become its picture's edges: perspective and what is left of its bends taken out together.

Four corners give a homography (perspective); what its edges then still depart from a rectangle's is spread
over the page in between (transfinite interpolation: Coons, "Surfaces for computer-aided design of space
forms", MIT 1967). Of a page bent as one sheet `models.document.unwarp.spread` tells more.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from sealstack.models.document.unwarp.rows.smooth_field import Floats
from sealstack.models.document.unwarp.rows.straight_rows import KnownHeights
from sealstack.models.document.unwarp.spread import PLACES, Sheet, fit_sheet

_DEGREE = 5  # of an edge's polynomial
_MOST_BENT = 0.12  # of the page's side that an edge may depart from straight
_LEAST_SIDE = 40.0  # pixels
_MOST_FORESHORTENED = 2.2  # longer of two opposite sides against the shorter
_ROUNDS = 12  # of the iteration that finds the point of a page
_KNOWN_POINTS = 40  # of an edge that tell heights
_MARGIN = 0.08  # of the page's size, for edges that bulge
_STRAIGHT = 0.006  # of the page's width that the edges of flat paper seem to leave straight lines at most
_MOST_OF_EDGE = 0.8  # of an edge that is looked at for it, without what the outline gets wrong
_CORNER = 0.02  # of an edge at its ends that says nothing, as corners are round


@dataclass(frozen=True, eq=False)
class PageEdges:
    """The way from a picture with a desk to the page alone.

    Attributes:
        to_square: `(3, 3)`, from the picture's pixels to a frame in which the page's corners are those of
            `size`.
        size: width and height of the page, pixels.
        bends: by how much the upper, right, lower and left edge depart from the rectangle, polynomials of
            the place along them 0..1, in pixels.
    """

    to_square: Floats
    size: tuple[int, int]
    bends: tuple[Floats, Floats, Floats, Floats]

    def to_page(self, points: Floats) -> Floats:
        """Carry points of the picture, `(N, 2)`, onto the page."""
        width, height = self.size
        square = _carried(points, self.to_square)
        x, y = square[:, 0], square[:, 1]
        upper, lower = self._upper_lower(x / width)
        left, right = self._left_right(y / height)
        u = (x - left) / (width + right - left)
        v = (y - upper) / (height + lower - upper)
        return np.stack([u * width, v * height], axis=1)

    def from_page(self, points: Floats) -> Floats:
        """Carry points of the page, `(N, 2)`, to the picture."""
        width, height = self.size
        u, v = points[:, 0] / width, points[:, 1] / height
        x, y = points[:, 0].copy(), points[:, 1].copy()
        for _ in range(_ROUNDS):
            left, right = self._left_right(y / height)
            upper, lower = self._upper_lower(x / width)
            x, y = left + u * (width + right - left), upper + v * (height + lower - upper)
        square = np.stack([x, y], axis=1)
        return _carried(square, np.asarray(np.linalg.inv(self.to_square), np.float64))

    def _upper_lower(self, along: Floats) -> tuple[Floats, Floats]:
        at = np.clip(along, 0, 1)
        return _value(self.bends[0], at), _value(self.bends[2], at)

    def _left_right(self, along: Floats) -> tuple[Floats, Floats]:
        at = np.clip(along, 0, 1)
        return _value(self.bends[3], at), _value(self.bends[1], at)


@dataclass(frozen=True, eq=False)
class CornerFrame:
    """A frame in which a page's corners are a rectangle's, with a margin for edges that bulge.

    Attributes:
        to_page: `(3, 3)`, from the picture's pixels to a rectangle with the page's upper left corner at 0.
        sheet: how the page is bent, as far as that shows; None where it is not, or not as one sheet.
        size: width and height of the picture that holds the page then, pixels.
        corner: the page's upper left corner, pixels of the frame.
        page: width and height of the page there, pixels.
        known: the heights of points of the page's edges, pixels of the frame.
    """

    to_page: Floats
    sheet: Sheet | None
    size: tuple[int, int]
    corner: tuple[float, float]
    page: tuple[int, int]
    known: KnownHeights

    def to_frame(self, points: Floats) -> Floats:
        """Carry points of the picture, `(N, 2)`, to the frame."""
        return _framed(points, self.to_page, self.sheet, self.corner)

    def from_frame(self, points: Floats) -> Floats:
        """Carry points of the frame, `(N, 2)`, to the picture."""
        page = points - np.array(self.corner)
        if self.sheet is not None:
            page = self.sheet.from_flat(page)
        return _carried(page, np.asarray(np.linalg.inv(self.to_page), np.float64))


def _framed(points: Floats, to_page: Floats, sheet: Sheet | None, corner: tuple[float, float]) -> Floats:
    page = _carried(points, to_page)
    return np.asarray((sheet.to_flat(page) if sheet is not None else page) + np.array(corner), np.float64)


def corner_frame(outline: Floats, picture: tuple[int, int]) -> CornerFrame | None:
    """The frame of a page by its corners.

    Args:
        outline: of the paper, `(N, 2)` pixels, in order, its lines of print about level.
        picture: width and height of the picture, pixels.

    Returns:
        The frame; None when the outline is no page's.
    """
    places = _corners(outline)
    corners = outline[places]
    if not _is_page(corners):
        return None
    parts = [_part(outline, places[at], places[(at + 1) % 4]) for at in range(4)]
    width, height = _size(parts)
    to_page = _to_rectangle(corners, width, height)
    along = np.linspace(0, 1, PLACES)
    bends = []
    for at, home in ((0, 0.0), (2, float(height))):
        square = _carried(parts[at], to_page)
        bends.append(_value(_bend(square[:, 0] / width, square[:, 1] - home), along))
    to_picture = np.asarray(np.linalg.inv(to_page), np.float64)
    sheet = fit_sheet((bends[0], bends[1]), (width, height), to_picture, picture)
    if sheet is not None:
        width, height = round(sheet.flat_size[0]), round(sheet.flat_size[1])
    corner = (_MARGIN * width, _MARGIN * height)
    known = _known_heights(_framed(outline, to_page, sheet, corner), places, corner, (width, height), sheet)
    size = (round(width + 2 * corner[0]), round(height + 2 * corner[1]))
    return CornerFrame(to_page, sheet, size, corner, (width, height), known)


def _known_heights(
    framed: Floats, places: list[int], corner: tuple[float, float], page: tuple[int, int], sheet: Sheet | None
) -> KnownHeights:
    """Points of a page's edges in the frame: the upper and lower ones are level.

    Those at its sides lie in the plane of its corners, and belong there if the page lies flat: if it is not
    bent as one sheet, and its edges are straight.
    """
    (left, top), (width, height) = corner, page
    points, heights, off = [], [], []
    for at in range(4):
        part = _part(framed, places[at], places[(at + 1) % 4])
        part = part[:: max(1, len(part) // _KNOWN_POINTS)]
        home = (top, left + width, top + height, left)[at]
        sideways = at % 2 == 1
        off.append(np.abs(part[:, 0 if sideways else 1] - home))
        points.append(part)
        heights.append(part[:, 1] if sideways else np.full(len(part), home))
    straight = max(float(np.quantile(edge, _MOST_OF_EDGE)) for edge in off) < _STRAIGHT * width
    sure = np.repeat([True, False, True, False], [len(part) for part in points])
    return KnownHeights(np.concatenate(points), np.concatenate(heights), sure, sheet is None and straight)


def _to_rectangle(corners: Floats, width: float, height: float) -> Floats:
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), target), np.float64)


def _is_page(corners: Floats) -> bool:
    """Whether four corners can be those of a page seen by a camera."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    if sides.min() < _LEAST_SIDE or not cv2.isContourConvex(corners.astype(np.float32)):
        return False
    ratios = (sides[0] / sides[2], sides[2] / sides[0], sides[1] / sides[3], sides[3] / sides[1])
    return bool(max(ratios) <= _MOST_FORESHORTENED)


def _size(parts: list[Floats]) -> tuple[int, int]:
    """A page's width and height, from the lengths of its edges, pixels."""
    lengths = [float(np.linalg.norm(np.diff(_smooth(part), axis=0), axis=1).sum()) for part in parts]
    return round((lengths[0] + lengths[2]) / 2), round((lengths[1] + lengths[3]) / 2)


def fit_edges(outline: Floats, printed: Floats, frame: CornerFrame | None = None) -> PageEdges | None:
    """Fit a page to its outline.

    Args:
        outline: of the paper, `(N, 2)` pixels, in order, on a picture whose lines of print are about level.
        printed: points of print, `(M, 2)` pixels, all of which must lie on the page.
        frame: that the picture is laid out in, its rows made straight; None for a picture as it was taken.

    Returns:
        The page; None when the outline is none of a page.
    """
    places = _corners(outline)
    corners = outline[places]
    if not _is_page(corners):
        return None
    parts = [_part(outline, places[at], places[(at + 1) % 4]) for at in range(4)]
    if frame is None:
        width, height = _size(parts)
        to_square = _to_rectangle(corners, width, height)
    else:
        # perspective is out already: corners that straight rows have moved are bends as all others are
        width, height = frame.page
        to_square = np.array([[1, 0, -frame.corner[0]], [0, 1, -frame.corner[1]], [0, 0, 1]], np.float64)
    bends = []
    for at, part in enumerate(parts):
        square = _carried(part, to_square)
        sideways = at % 2 == 1
        along = square[:, 1] / height if sideways else square[:, 0] / width
        off = square[:, 0] if sideways else square[:, 1]
        home = (0.0, width, height, 0.0)[at]
        bend = _sloping_bend(along, off - home)
        if np.abs(_value(bend, np.linspace(0, 1, 50))).max() > _MOST_BENT * max(width, height):
            return None
        bends.append(bend)
    page = PageEdges(to_square, (width, height), (bends[0], bends[1], bends[2], bends[3]))
    inside = page.to_page(printed)
    slack = 0.01 * max(width, height)
    on_page = (inside > -slack) & (inside < np.array([width, height]) + slack)
    return page if on_page.all(axis=1).mean() > 0.995 else None


def _sloping_bend(along: Floats, off: Floats) -> Floats:
    """A polynomial through an edge's departures, between those of its ends."""
    order = np.argsort(along)
    along, off = along[order], off[order]
    first, last = (float(np.interp(end, along, off)) for end in (0.0, 1.0))
    ends = np.array([last - first, first])
    return np.asarray(np.polyadd(_bend(along, off - np.polyval(ends, along)), ends), np.float64)


def _corners(outline: Floats) -> list[int]:
    """The numbers of the points at the upper left, upper right, lower right and lower left corner."""
    low, high = outline.min(axis=0), outline.max(axis=0)
    x, y = ((outline - low) / np.maximum(high - low, 1)).T
    return [int(np.argmin(x + y)), int(np.argmax(x - y)), int(np.argmax(x + y)), int(np.argmin(x - y))]


def _part(outline: Floats, start: int, end: int) -> Floats:
    """The outline from one corner to the next, the shorter way round."""
    ahead = np.roll(outline, -start, axis=0)
    count = (end - start) % len(outline)
    one, other = ahead[: count + 1], ahead[count:][::-1]
    return one if len(one) <= len(other) + 1 else np.vstack([outline[start : start + 1], other])


def _smooth(part: Floats) -> Floats:
    """A few points along a part, so that stairs of pixels add nothing to its length."""
    return np.asarray(part[np.linspace(0, len(part) - 1, min(len(part), 12)).astype(int)], np.float64)


def _bend(along: Floats, off: Floats) -> Floats:
    """A polynomial through an edge's departures that is 0 at both ends, most of it fitted closely."""
    kept = (along > _CORNER) & (along < 1 - _CORNER)
    if kept.sum() < 2 * _DEGREE:
        return np.zeros(1)
    t, off = along[kept], off[kept]
    base = np.stack([t**power * (1 - t) * t for power in range(_DEGREE - 1)], axis=1)
    weights = np.ones(len(t))
    solution = np.zeros(_DEGREE - 1)
    for _ in range(4):
        weighted = base * weights[:, None]
        products = np.einsum("ni,nj->ij", weighted, base) + 0.02**2 * np.eye(_DEGREE - 1)
        solution = np.linalg.solve(products, np.einsum("ni,n->i", weighted, off))
        rest = np.abs(base @ solution - off)
        weights = 1 / (1 + (rest / max(2.0, 2 * float(np.median(rest)))) ** 2)
    ascending = np.convolve(solution, [0.0, 1.0, -1.0])
    return np.asarray(ascending[::-1], np.float64)


def _value(polynomial: Floats, at: Floats) -> Floats:
    return np.asarray(np.polyval(polynomial, at), np.float64)


def _carried(points: Floats, homography: Floats) -> Floats:
    return np.asarray(cv2.perspectiveTransform(points[None].astype(np.float64), homography)[0], np.float64)
