"""The detector: a small network that shows where seals lie on a page, and what outline to expect there.

It shows every fourth pixel whether it belongs to the shrunken kernel of a ring, of a frame or of a triangle,
and whether it belongs to a seal at all. Kernels stay apart where seals lap over each other; from each the
seal's area is grown back, as in Wang et al., "Shape robust text detection with progressive scale expansion
network" (CVPR 2019, pp. 9336-9345). How it was trained: `models/weights/seal_locator.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.geometry.scaling import fitted
from sealstack.models.runtime.network import Network
from sealstack.models.seal.detect.frame.fit import Frame
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.values import Image, Mask, Polygon

KINDS = {"ring": 0, "frame": 4, "triangle": 3}
"""What an outline is, and its corners; the network's first maps are such seals' kernels, in this order."""

STRIDE = 4
"""Pixels of the network's picture a cell of its maps."""

SHRUNKEN = 0.5
"""A kernel's size over its seal's."""

SMALLEST_SIDE, LARGEST_SIDE = 256, 512
"""Pixels of the longer side of what the network is shown, at least and at most."""

_GRAIN = 32  # the network halves its picture five times
_KERNEL = 0.3  # probability from which on a cell belongs to a kernel
_AREA = 0.5
_SMALLEST = 4  # cells of a kernel
_LEAST_SCORE = 0.55
_GROWN = 1.25  # of a kernel's own size, unshrunken: as far as its seal may reach
_AGREED = (0.7, 1.4)  # size of the grown detection over what the kernel gives


@dataclass(frozen=True, eq=False)
class Detection:
    """A seal as the network sees it.

    Attributes:
        outline: the rim of a ring; for frames the hull of what is seen, `(N, 2)` float32; pixels.
        corners: how many the seal has: 0, 4 or 3.
        score: how sure the network is, 0..1.
    """

    outline: Ellipse | Polygon
    corners: int
    score: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Bounding box `(x, y, width, height)` in pixels of the page."""
        if isinstance(self.outline, Ellipse):
            return self.outline.box
        low, high = self.outline.min(axis=0), self.outline.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])

    def moved(self, x: float, y: float) -> Detection:
        """The detection, moved by `(x, y)` pixels."""
        if isinstance(self.outline, Ellipse):
            return replace(self, outline=self.outline.moved(1.0, x, y))
        return replace(self, outline=np.asarray(self.outline + np.array([x, y], np.float32), np.float32))


@dataclass(frozen=True, eq=False)
class Detections:
    """What the detector finds on a page.

    Attributes:
        found: the detections, the surest first.
        confidences: `(H, W)` float32, 0..1, of belonging to a seal.
        size: pixels of the page a cell of `confidences`.
    """

    found: list[Detection]
    confidences: NDArray[np.float32]
    size: float

    def confidence(self, outline: Ellipse | Frame) -> float:
        """The mean confidence within an outline in pixels of the page, 0..1; 0 outside of the page.

        Small frames are seen a little beside where they are: there the mean within the box says more.
        """
        x, y, width, height = (side / self.size for side in outline.box)
        rows = slice(max(0, int(y)), max(0, int(y + height) + 1))
        columns = slice(max(0, int(x)), max(0, int(x + width) + 1))
        cells = self.confidences[rows, columns]
        if not cells.size:
            return 0.0
        within = np.zeros(cells.shape, np.uint8)
        upper_left = np.array([columns.start, rows.start], np.float32)
        cv2.fillPoly(within, [np.round(outline.polygon / self.size - upper_left).astype(np.int32)], 1)
        return float(max(cells.mean(), cells[within > 0].mean() if within.any() else 0.0))


class SealDetector(Network):
    """Sees seals. One may be shared by many threads: nothing about a call is kept in it.

    Its network: input `(1, 3, H, W)` float32 BGR -1..1, output `(1, 4, H / 4, W / 4)`.
    """

    def find(self, image: Image, side: int = LARGEST_SIDE) -> Detections:
        """See where seals are.

        Args:
            image: `(H, W, 3)` uint8 BGR.
            side: of the picture that the network is shown at most, pixels, `SMALLEST_SIDE` to `LARGEST_SIDE`.

        Returns:
            What was found, outlines in pixels of the page, and what else might be one.
        """
        shown, scale = _shown(image, side)
        maps = self._session.run(shown)[0]
        found = [detection for kernel in _kernels(maps) if (detection := _grown(maps, kernel)) is not None]
        found = sorted(
            (_to_page(detection, scale) for detection in found), key=lambda detection: -detection.score
        )
        return Detections(found, maps[-1], STRIDE / scale)


def _shown(image: Image, side: int) -> tuple[NDArray[np.float32], float]:
    """The picture as the network wants it, `(1, 3, H, W)`, and its size over the page's."""
    padded, scale = fitted(image, (SMALLEST_SIDE, side), _GRAIN)
    planes = np.ascontiguousarray(padded.transpose(2, 0, 1), dtype=np.float32)[None]
    planes *= np.float32(1 / 127.5)
    planes -= 1
    return planes, scale


def _kernels(maps: NDArray[np.float32]) -> list[tuple[int, Mask, float]]:
    """Connected kernels: their kind, their cells `(H, W)` 0 or 1, and how sure the network is."""
    # where kinds compete, it is a seal all the same
    strongest = np.minimum(maps[: len(KINDS)].sum(axis=0), 1)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (strongest > _KERNEL).astype(np.uint8), connectivity=4
    )
    found = []
    for label in range(1, count):
        if stats[label, cv2.CC_STAT_AREA] < _SMALLEST:
            continue
        cells = labels == label
        kind = int(maps[: len(KINDS), cells].sum(axis=1).argmax())
        sure = np.sort(strongest[cells])[-max(1, int(cells.sum()) // 2) :]
        if sure.mean() >= _LEAST_SCORE:
            found.append((kind, cells.astype(np.uint8), float(sure.mean())))
    return found


def _grown(maps: NDArray[np.float32], found: tuple[int, Mask, float]) -> Detection | None:
    """A kernel's seal in cells: the area seen around it, as far as the kernel's own size allows."""
    kind, kernel, score = found
    inner = _moments(kernel)
    if inner is None:
        return None
    expected = inner.scaled(1 / SHRUNKEN)
    reach = np.zeros_like(kernel)
    limit = expected.scaled(_GROWN)
    cv2.ellipse(reach, ((limit.x, limit.y), (2 * limit.a + 2, 2 * limit.b + 2), limit.angle), 1, cv2.FILLED)
    reach[kernel > 0] = 1
    seen = ((maps[-1] > _AREA) & (reach > 0)).astype(np.uint8) | kernel
    labels = cv2.connectedComponents(seen, connectivity=4)[1]
    seen = (labels == np.bincount(labels[kernel > 0]).argmax()).astype(np.uint8)
    ratio = float(np.sqrt(seen.sum() * SHRUNKEN**2 / kernel.sum()))
    agreed = _AGREED[0] < ratio < _AGREED[1]
    corners = list(KINDS.values())[kind]
    if not corners:
        return Detection((_rim(seen) if agreed else None) or expected, 0, score)
    hull = _hull(seen if agreed else kernel)
    if not agreed:
        middle = hull.mean(axis=0)
        hull = np.asarray(middle + (hull - middle) / SHRUNKEN, dtype=np.float32)
    return Detection(hull, corners, score)


def _moments(cells: Mask) -> Ellipse | None:
    """The ellipse with the same second moments as some cells; None for a line of them."""
    moments = cv2.moments(cells, binaryImage=True)
    if moments["m00"] < 1:
        return None
    x, y = moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]
    spread = (
        np.array([[moments["mu20"], moments["mu11"]], [moments["mu11"], moments["mu02"]]]) / moments["m00"]
    )
    values, vectors = np.linalg.eigh(spread + np.eye(2) / 12)
    angle = float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1])))
    return Ellipse(x, y, 2 * float(np.sqrt(values[1])), 2 * float(np.sqrt(values[0])), angle)


def _rim(cells: Mask) -> Ellipse | None:
    """The ellipse that some cells fill; where the picture's edge cuts them, that along the others."""
    height, width = cells.shape
    touching = cells[0].any() or cells[-1].any() or cells[:, 0].any() or cells[:, -1].any()
    if not touching:
        return _moments(cells)
    contours, _ = cv2.findContours(cells, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    points = max(contours, key=len).reshape(-1, 2)
    free = (points > 0).all(axis=1) & (points < np.array([width - 1, height - 1])).all(axis=1)
    if free.sum() < 8:
        return _moments(cells)
    (x, y), (along, across), angle = cv2.fitEllipseDirect(points[free].astype(np.float32))
    if not 0.3 < along / max(across, 1e-6) < 3.3 or max(along, across) > 3 * max(cells.shape):
        return _moments(cells)
    return Ellipse(x, y, along / 2 + 0.5, across / 2 + 0.5, angle)


def _hull(cells: Mask) -> Polygon:
    """The hull of some cells, `(N, 2)` float32, along their outer edges."""
    contours, _ = cv2.findContours(cells, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    points = max(contours, key=len).reshape(-1, 1, 2).astype(np.float32)
    around = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]], np.float32)
    return np.asarray(cv2.convexHull((points + around).reshape(-1, 2)).reshape(-1, 2), np.float32)


def _to_page(detection: Detection, scale: float) -> Detection:
    """From cells to pixels of the page."""
    size = STRIDE / scale
    shift = size / 2 - 0.5
    outline = detection.outline
    if isinstance(outline, Ellipse):
        return replace(detection, outline=outline.moved(size, shift, shift))
    return replace(detection, outline=np.asarray(outline * size + shift, dtype=np.float32))
