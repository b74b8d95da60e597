"""What the detector sees of a page: as a whole, from afar, and closer where something is left unexplained.

Rings are seen at any size. A small frame is but a few cells of the maps of a whole page, one that laps over
a ring is a part of it at first, and a large one has more inside than the network takes in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from sealstack.models.geometry.boxes import overlap
from sealstack.models.runtime.interruption import check
from sealstack.models.seal.detect.detector import (
    LARGEST_SIDE,
    SMALLEST_SIDE,
    Detection,
    Detections,
    SealDetector,
)
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.values import Image


@dataclass(frozen=True)
class ViewSettings:
    """When and how a part of a page is looked at closely; set on drawn pages.

    Attributes:
        evidence: confidence from which on a cell that no seal explains asks for a closer look, 0..1.
        explained: a seal's box explains what lies within it, its sides so many times as long.
        wider: a view's side over that of what it is to explain.
        least: a view's side over the page's longer side, at least.
        largest: the same, at most: what is larger was seen in the whole page.
        most: views of parts.
        shown: share of what is to be explained that lies in an earlier view.
        known: share of the smaller of two boxes from which on they are of one seal.
        doubted: confidence in an outline below which it is looked at once more, 0..1.
        about: that view's side over the outline's longer one.
    """

    evidence: float = 0.15
    explained: float = 1.15
    wider: float = 2.2
    least: float = 0.25
    largest: float = 0.7
    most: int = 4
    shown: float = 0.97
    known: float = 0.4
    doubted: float = 0.9
    about: float = 3.2


SETTINGS = ViewSettings()

_LEAST = 64  # pixels of a page: less of it shows nothing


@dataclass(frozen=True, eq=False)
class View:
    """What was seen of a part of a page.

    Attributes:
        seen: in pixels of the part.
        x, y: its upper left corner, pixels of the page.
        width, height: of the part, pixels.
        cut: whether its left, top, right and bottom edges cut the page.
    """

    seen: Detections
    x: int
    y: int
    width: int
    height: int
    cut: tuple[bool, bool, bool, bool]

    def frames(self) -> Iterator[Detection]:
        """Frames that lie wholly in the part, in pixels of the page."""
        for detection in self.seen.found:
            left, top, width, height = detection.box
            room = (left, top, self.width - left - width, self.height - top - height)
            whole = all(space > 1 for space, cut in zip(room, self.cut, strict=True) if cut)
            if detection.corners == 4 and whole:
                yield detection.moved(self.x, self.y)

    def confidence(self, outline: Ellipse | Frame) -> float:
        """The mean confidence of a seal within an outline in pixels of the page, 0..1."""
        return self.seen.confidence(outline.moved(1.0, -self.x, -self.y))


@dataclass(frozen=True, eq=False)
class Views:
    """What was seen of a page, all in pixels of it.

    Attributes:
        found: the seals, those of the whole page first.
        views: what of it was looked at, the whole page first.
    """

    found: list[Detection]
    views: list[View]

    def confidence(self, outline: Ellipse | Frame) -> float:
        """The mean confidence of a seal within an outline, 0..1, where it is seen best."""
        return max(view.confidence(outline) for view in self.views)


class Looker:
    """Looks at one page."""

    def __init__(self, image: Image, detector: SealDetector, settings: ViewSettings = SETTINGS) -> None:
        """Take what to look at and with what.

        Args:
            image: the page, `(H, W, 3)` uint8 BGR.
            detector: sees seals.
            settings: the usual ones by default.
        """
        self._image, self._detector, self._settings = image, detector, settings

    def look(self) -> Views:
        """Look at the page twice, at two sizes, and closely at what that leaves unexplained."""
        height, width = self._image.shape[:2]
        views = [self._view(0, 0, max(height, width))]
        found = list(views[0].seen.found)
        if max(height, width) > SMALLEST_SIDE:
            views.append(self._view(0, 0, max(height, width), SMALLEST_SIDE))
            _add(found, views[-1].frames(), self._settings.known)
        for window in _windows(views[0].seen, found, (height, width), self._settings):
            views.append(self._view(*window))
            _add(found, views[-1].frames(), self._settings.known)
        return Views(found, views)

    def confidence(self, outline: Ellipse | Frame, views: Views) -> float:
        """How sure the network is of an outline, 0..1; where it is in doubt, at a second look.

        Args:
            outline: pixels of the page.
            views: what was seen of it.
        """
        first = views.confidence(outline)
        if first >= self._settings.doubted:
            return first
        x, y, width, height = outline.box
        side = math.ceil(max(_LEAST, self._settings.about * max(width, height)))
        closer = self._view(*_square(x + width / 2, y + height / 2, side, self._image.shape))
        return (first + closer.confidence(outline)) / 2

    def _view(self, x: int, y: int, side: int, shown: int = LARGEST_SIDE) -> View:
        check()
        part = self._image[y : y + side, x : x + side]
        height, width = self._image.shape[:2]
        cut = (x > 0, y > 0, x + part.shape[1] < width, y + part.shape[0] < height)
        return View(self._detector.find(part, shown), x, y, part.shape[1], part.shape[0], cut)


def _add(found: list[Detection], more: Iterable[Detection], known: float) -> None:
    """Add detections that are of no seal among those found."""
    for detection in more:
        if all(overlap(detection.box, other.box) <= known for other in found):
            found.append(detection)


def _windows(
    whole: Detections, found: Sequence[Detection], page: tuple[int, int], settings: ViewSettings
) -> list[tuple[int, int, int]]:
    """Squares to look at closely: their upper left corners and sides in pixels of a page `(H, W)`."""
    longer = max(page)
    windows: list[tuple[int, int, int]] = []
    for x, y, width, height in _unexplained(whole, found, settings):
        side = math.ceil(max(settings.least * longer, settings.wider * max(width, height)))
        shown = any(
            overlap((*window[:2], window[2], window[2]), (x, y, width, height)) > settings.shown
            for window in windows
        )
        if side > settings.largest * longer or shown:
            continue
        windows.append(_square(x + width / 2, y + height / 2, side, page))
    return windows[: settings.most]


def _square(x: float, y: float, side: int, page: Sequence[int]) -> tuple[int, int, int]:
    """A square about a point, moved into a page `(H, W)`: its upper left corner and side."""
    left, top = (
        max(0, min(length - side, middle - side / 2)) for middle, length in ((x, page[1]), (y, page[0]))
    )
    return int(left), int(top), side


def _unexplained(
    whole: Detections, found: Sequence[Detection], settings: ViewSettings
) -> Iterator[tuple[float, float, float, float]]:
    """Boxes in pixels of the page where something was seen that is none of those found, the surest first."""
    left = whole.confidences * (whole.confidences > settings.evidence)
    for detection in found:
        x, y, width, height = (side / whole.size for side in detection.box)
        more = (settings.explained - 1) / 2
        rows = slice(max(0, int(y - more * height)), int(y + (1 + more) * height) + 2)
        columns = slice(max(0, int(x - more * width)), int(x + (1 + more) * width) + 2)
        left[rows, columns] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats((left > 0).astype(np.uint8), connectivity=8)
    seen = np.bincount(labels.ravel(), weights=left.ravel(), minlength=count)
    for label in 1 + np.argsort(-seen[1:]):
        x, y, width, height = (float(side) * whole.size for side in stats[label, :4])
        yield x, y, width, height
