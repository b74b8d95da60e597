"""The outline of a page that lies on a desk: where paper ends and something else begins.

The picture is flooded from the page's print and from the picture's edge (watershed: Meyer, "Color image
segmentation", ICIP 1992); where the floods meet is the outline, if the paper really differs from what lies
beyond. Light that falls off across the page does no harm, as only edges stop a flood.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.document.unwarp.rows.smooth_field import Floats
from sealstack.models.values import Image


@dataclass(frozen=True)
class OutlineLimits:
    """When an outline is believed; set on drawn pages and on the real ones of the project's own set.

    Attributes:
        side: longer side of the picture while the outline is sought, pixels.
        print_reach: how far characters are bridged to remove print, pixels of that picture.
        least_contrast: between paper and what lies beyond, grey levels of any channel of CIELAB.
        least_shown: of the outline, the share that must show that contrast.
        places: along the outline at which they are compared.
        beside: how far from the outline paper and desk are compared, pixels of that picture.
        least_area, most_area: of the picture that a page takes.
        least_edge: of the picture's edge that must differ from paper.
        at_edge: pixels of that picture from the picture's edge within which an outline is cut off by it.
    """

    side: int = 480
    print_reach: int = 9
    least_contrast: float = 14.0
    least_shown: float = 0.72
    places: int = 120
    beside: int = 5
    least_area: float = 0.15
    most_area: float = 0.97
    at_edge: float = 3.0
    least_edge: float = 0.3


LIMITS = OutlineLimits()


def find_outline(image: Image, printed: Floats, limits: OutlineLimits = LIMITS) -> Floats | None:
    """Find the outline of the paper on which print stands.

    Args:
        image: `(H, W, 3)` uint8 BGR.
        printed: points of print, `(N, 2)` pixels, at least three.
        limits: when an outline is believed.

    Returns:
        The outline, `(M, 2)` pixels, clockwise; None when no desk shows around the paper.
    """
    scale = min(1.0, limits.side / max(image.shape[:2]))
    size = (max(8, round(image.shape[1] * scale)), max(8, round(image.shape[0] * scale)))
    small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    bare = _without_print(small, limits.print_reach)
    factors = np.array([size[0] / image.shape[1], size[1] / image.shape[0]])
    if not _shows_desk(bare, (printed * factors).astype(np.float32), limits):
        return None
    paper = _flooded(bare, (printed * factors).astype(np.float32))
    share = float(paper.mean())
    if not limits.least_area <= share <= limits.most_area:
        return None
    contours, _ = cv2.findContours(paper, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    contour = max(contours, key=cv2.contourArea)[:, 0].astype(np.float64)
    if not _differs(bare, paper, contour, limits):
        return None
    return np.asarray((contour + 0.5) / factors - 0.5, np.float64)


def _without_print(picture: Image, reach: int) -> Image:
    """The picture in CIELAB, dark strokes filled with the paper around them."""
    filled = cv2.morphologyEx(picture, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    smooth = cv2.bilateralFilter(filled, 7, 24, 5)
    return np.asarray(cv2.cvtColor(smooth, cv2.COLOR_BGR2LAB), np.uint8)


def _shows_desk(bare: Image, printed: NDArray[np.float32], limits: OutlineLimits) -> bool:
    """Whether the picture's edge differs from the paper around the print, on a good part of it."""
    height, width = bare.shape[:2]
    places = np.clip(np.round(printed).astype(int), 0, [width - 1, height - 1])
    paper = np.median(bare[places[:, 1], places[:, 0]], axis=0)
    edge = np.concatenate([bare[1], bare[-2], bare[:, 1], bare[:, -2]]).astype(np.float32)
    other = np.abs(edge - paper).max(axis=1) >= limits.least_contrast
    return float(other.mean()) >= limits.least_edge


def _flooded(bare: Image, printed: NDArray[np.float32]) -> NDArray[np.uint8]:
    """What is flooded from the print sooner than from the picture's edge, `(h, w)` uint8 0 or 1."""
    height, width = bare.shape[:2]
    markers = np.zeros((height, width), np.int32)
    # the outermost pixels are the watershed's own, and flood nothing
    markers[[1, -2]] = markers[:, [1, -2]] = 1
    hull = cv2.convexHull(printed).astype(np.float32)
    middle = hull.mean(axis=0)
    inner = np.round(middle + 0.94 * (hull - middle)).astype(np.int32)
    cv2.fillPoly(markers, [inner], 2)
    cv2.watershed(bare, markers)
    paper = (markers == 2).astype(np.uint8)
    # the watershed leaves its own line between the two, and never labels the picture's edge
    paper = cv2.dilate(paper, np.ones((3, 3), np.uint8))
    paper = cv2.morphologyEx(paper, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    return np.asarray(paper, np.uint8)


def _differs(bare: Image, paper: NDArray[np.uint8], contour: Floats, limits: OutlineLimits) -> bool:
    """Whether what lies beyond the outline is no paper, along most of it."""
    inside = cv2.distanceTransform(paper, cv2.DIST_L2, 3)
    outside = cv2.distanceTransform(1 - paper, cv2.DIST_L2, 3)
    height, width = paper.shape
    step = max(1, len(contour) // limits.places)
    shown = []
    near = limits.beside
    for x, y in contour[::step].astype(int).tolist():
        window = (
            slice(max(0, y - 2 * near), y + 2 * near + 1),
            slice(max(0, x - 2 * near), x + 2 * near + 1),
        )
        within = (inside[window] > near / 2) & (inside[window] < 2 * near)
        beyond = (outside[window] > near / 2) & (outside[window] < 2 * near)
        at_edge = min(x, y, width - 1 - x, height - 1 - y) <= limits.at_edge
        if at_edge or not within.any() or not beyond.any():
            continue
        colours = [_usual_colour(bare[window][part]) for part in (within, beyond)]
        shown.append(int(np.abs(colours[0] - colours[1]).max()) >= limits.least_contrast)
    return len(shown) >= 20 and float(np.mean(shown)) >= limits.least_shown


def _usual_colour(colours: NDArray[np.uint8]) -> NDArray[np.int16]:
    """The median of colours `(N, 3)`, channel by channel; numpy's own takes seventy times as long."""
    middle = len(colours) // 2
    return np.asarray(np.partition(colours, middle, axis=0)[middle], np.int16)
