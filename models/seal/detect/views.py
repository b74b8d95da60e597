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
    """

    evidence: float = 0.15
    explained: float = 1.15
    wider: float = 2.2
    least: float = 0.25
    largest: float = 0.7
    most: int = 4
    shown: float = 0.97
    known: float = 0.4


SETTINGS = ViewSettings()


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
        return max(view.seen.confidence(outline.moved(1.0, -view.x, -view.y)) for view in self.views)


def look(image: Image, detector: SealDetector, settings: ViewSettings = SETTINGS) -> Views:
    """Look at a page twice, at two sizes, and closer at what that leaves unexplained.

    Args:
        image: the page, `(H, W, 3)` uint8 BGR.
        detector: sees seals.
        settings: the usual ones by default.

    Returns:
        What it sees.
    """
    height, width = image.shape[:2]
    sides = (LARGEST_SIDE, SMALLEST_SIDE) if max(height, width) > SMALLEST_SIDE else (LARGEST_SIDE,)
    views = [View(detector.find(image, side), 0, 0, width, height, (False,) * 4) for side in sides]
    found = list(views[0].seen.found)
    for from_afar in views[1:]:
        _add(found, from_afar.frames(), settings.known)
    for x, y, side in _windows(views[0].seen, found, (height, width), settings):
        check()
        part = image[y : y + side, x : x + side]
        cut = (x > 0, y > 0, x + part.shape[1] < width, y + part.shape[0] < height)
        views.append(View(detector.find(part), x, y, part.shape[1], part.shape[0], cut))
        _add(found, views[-1].frames(), settings.known)
    return Views(found, views)


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
        left = max(0, min(page[1] - side, x + width / 2 - side / 2))
        top = max(0, min(page[0] - side, y + height / 2 - side / 2))
        windows.append((int(left), int(top), side))
    return windows[: settings.most]


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
