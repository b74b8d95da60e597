"""What the detector sees of a page: as a whole, from afar, and of large ones in parts.

Rings are seen at any size. A small frame is but a few cells of the maps of a whole page, and a large one has
more inside than the network takes in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
    """When and how a page is looked at in parts; set on drawn pages.

    Attributes:
        large: longer side of a page from which on it is, pixels.
        parts: along its longer side.
        shared: share of a part that the next one shows, too, 0..1.
        largest: a seal's longer side over its part's: what is larger was seen in the whole page.
        known: share of the smaller of two boxes from which on they are of one seal.
    """

    large: int = 640
    parts: int = 2
    shared: float = 0.2
    largest: float = 0.3
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

    def frames(self, largest: float) -> Iterator[Detection]:
        """Frames that lie wholly in the part, up to a share of its size, in pixels of the page."""
        for detection in self.seen.found:
            left, top, width, height = detection.box
            room = (left, top, self.width - left - width, self.height - top - height)
            whole = all(space > 1 for space, cut in zip(room, self.cut, strict=True) if cut)
            small = max(width, height) < largest * max(self.width, self.height)
            if detection.corners == 4 and whole and small:
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
    """Look at a page twice, at two sizes, and at the parts of a large one.

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
        _add(found, from_afar.frames(math.inf), settings.known)
    for x, y, part in _parts(image, settings):
        check()
        cut = (x > 0, y > 0, x + part.shape[1] < width, y + part.shape[0] < height)
        views.append(View(detector.find(part), x, y, part.shape[1], part.shape[0], cut))
        _add(found, views[-1].frames(settings.largest), settings.known)
    return Views(found, views)


def _add(found: list[Detection], more: Iterable[Detection], known: float) -> None:
    """Add detections that are of no seal among those found."""
    for detection in more:
        if all(overlap(detection.box, other.box) <= known for other in found):
            found.append(detection)


def _parts(image: Image, settings: ViewSettings) -> Iterator[tuple[int, int, Image]]:
    """The parts of a page, as high as wide, and their upper left corners; none of a small one."""
    height, width = image.shape[:2]
    longer = max(height, width)
    if longer < settings.large:
        return
    side = math.ceil(longer / (settings.parts - (settings.parts - 1) * settings.shared))
    for y in _beginnings(height, side, settings.shared):
        for x in _beginnings(width, side, settings.shared):
            yield x, y, image[y : y + side, x : x + side]


def _beginnings(length: int, side: int, shared: float) -> list[int]:
    """Where parts of `side` pixels begin that cover a `length` and share so much of a part at least."""
    count = max(1, math.ceil((length / side - shared) / (1 - shared) - 1e-6))
    return [int(place) for place in np.linspace(0, max(0, length - side), count)]
