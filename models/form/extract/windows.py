"""Windows: the parts of a query around its fields, cut out so that the detector sees no more.

A form's fields are a small part of its picture. Cut out with a margin, made straight and brought to the size
at which the detector sees letters well, they take a fraction of the time that the whole page would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.form.describe.plan import Box, FieldPlan
from sealstack.models.geometry.warps import Homography, carry
from sealstack.models.text.detection.detector import Detector
from sealstack.models.text.detection.picture_size import STEP
from sealstack.models.values import Image, Quad

_LETTERS_SHOWN = 20.0  # how high lines are in a window, pixels
_LEAST_SHRINK = 0.12
_GREATEST = 3.0
_WIDEST = 1248
_HIGHEST = 1568
_BORDER = 8  # of white around what is shown at least, pixels
_GAP = 16  # of white between windows
_PAPER = 255
_SIDEWAYS = 1.6
_UPWARDS = 1.0
_ALIKE = 1.4  # ratio of letters' heights up to which fields share a region
_WASTE = 1.05  # a common region may be larger than its parts by this factor


@dataclass(frozen=True)
class Region:
    """A part of a template around one or several fields.

    Attributes:
        box: its outline, pixels of the template.
        scale: pixels of its window for one of the template.
        fields: the numbers of the fields in it.
    """

    box: Box
    scale: float
    fields: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Window:
    """A region as seen in a query, made straight.

    Attributes:
        region: which one.
        pixels: `(h, w, 3)` uint8 BGR.
    """

    region: Region
    pixels: Image

    def to_form(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """From pixels of the window to the template's."""
        corner = np.array([self.region.box.left, self.region.box.top], np.float32)
        return np.asarray(points / self.region.scale + corner, np.float32)


def surroundings_of(plan: FieldPlan) -> Box:
    """The part of a field's own frame in which its print may have come to lie."""
    across, down = _SIDEWAYS * plan.text_height + 2, _UPWARDS * plan.text_height + 2
    return Box(-across, -down, plan.width + across, plan.height + down)


def plan_regions(plans: Sequence[FieldPlan], numbers: Sequence[int]) -> list[Region]:
    """Divide fields into regions: those close to each other and of like letters share one.

    Args:
        plans: the fields.
        numbers: of those to be divided.

    Returns:
        Regions; every field named is in one.
    """
    regions = []
    for number in numbers:
        plan = plans[number]
        around = surroundings_of(plan)
        corners = np.array(
            [
                [around.left, around.top],
                [around.right, around.top],
                [around.right, around.bottom],
                [around.left, around.bottom],
            ],
            np.float32,
        )
        scale = float(np.clip(_LETTERS_SHOWN / plan.text_height, _LEAST_SHRINK, _GREATEST))
        regions.append(Region(Box.around(carry(corners, plan.to_form)), scale, (number,)))
    return [_bounded(region) for region in _merged(regions)]


def _merged(regions: list[Region]) -> list[Region]:
    """Join regions for as long as two together take no more room than apart."""
    merged = True
    while merged:
        merged = False
        for first in range(len(regions)):
            for second in range(len(regions) - 1, first, -1):
                together = _together(regions[first], regions[second])
                if together is not None:
                    regions[first] = together
                    del regions[second]
                    merged = True
    return regions


def _together(one: Region, other: Region) -> Region | None:
    if max(one.scale, other.scale) > _ALIKE * min(one.scale, other.scale):
        return None
    scale = max(one.scale, other.scale)
    box = Box(
        min(one.box.left, other.box.left),
        min(one.box.top, other.box.top),
        max(one.box.right, other.box.right),
        max(one.box.bottom, other.box.bottom),
    )
    if box.width * scale > _WIDEST or box.height * scale > _HIGHEST:
        return None
    apart = _pixels(one.box, one.scale) + _pixels(other.box, other.scale)
    return Region(box, scale, one.fields + other.fields) if _pixels(box, scale) <= _WASTE * apart else None


def _pixels(box: Box, scale: float) -> float:
    """What a region takes, with the border around it and what fills up the detector's steps on average."""
    added = 2 * _BORDER + STEP / 2
    return (box.width * scale + added) * (box.height * scale + added)


def _bounded(region: Region) -> Region:
    """A region shown no larger than a window may be."""
    scale = min(region.scale, _WIDEST / region.box.width, _HIGHEST / region.box.height)
    return Region(region.box, scale, region.fields)


def cut_window(image: Image, region: Region, alignment: Homography) -> Window:
    """Cut a region out of a query.

    Args:
        image: the query, `(H, W, 3)` uint8.
        region: which part.
        alignment: from pixels of the template to the query's.
    """
    box, scale = region.box, region.scale
    size = (max(8, round(box.width * scale)), max(8, round(box.height * scale)))
    to_form = np.array([[1 / scale, 0, box.left], [0, 1 / scale, box.top], [0, 0, 1]], np.float64)
    return Window(region, straightened(image, alignment @ to_form, size))


def straightened(image: Image, to_image: Homography, size: tuple[int, int]) -> Image:
    """A part of a picture seen straight on, without the grain of sparse sampling.

    Args:
        image: `(H, W, 3)` uint8.
        to_image: from pixels of the result to the picture's.
        size: width and height of the result.
    """
    corners = carry(np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32), to_image)
    shrink = float(np.sqrt(size[0] * size[1] / max(float(cv2.contourArea(corners)), 1.0)))
    if shrink < 0.7:
        low = np.floor(np.clip(corners.min(axis=0) - 2, 0, None)).astype(int)
        high = np.ceil(corners.max(axis=0) + 2).astype(int)
        part = image[low[1] : max(high[1], low[1] + 1), low[0] : max(high[0], low[0] + 1)]
        if part.size:
            target = (max(1, round(part.shape[1] * shrink)), max(1, round(part.shape[0] * shrink)))
            factors = np.diag([target[0] / part.shape[1], target[1] / part.shape[0], 1.0])
            move = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]], np.float64)
            image = np.asarray(cv2.resize(part, target, interpolation=cv2.INTER_AREA), np.uint8)
            to_image = factors @ move @ to_image
    seen = cv2.warpPerspective(
        image, to_image, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(seen, dtype=np.uint8)


def detect_lines(windows: Sequence[Window], detector: Detector) -> list[list[Quad]]:
    """Find the lines in every window.

    Windows of one region are shown together: beside the print that a stamp's ink was taken from, what is left
    of a stamp is not taken for print.

    Args:
        windows: of all regions, those of one region following each other.
        detector: what finds lines.

    Returns:
        For each window its lines, `(4, 2)` each, in pixels of the template.
    """
    shown = [list(group) for _, group in groupby(windows, key=lambda window: window.region)]
    found: list[list[Quad]] = []
    answers = detector.detect_each([_on_paper([window.pixels for window in group]) for group in shown])
    for group, quads in zip(shown, answers, strict=True):
        height, width = group[0].pixels.shape[:2]
        for number, window in enumerate(group):
            top = _BORDER + number * (height + _GAP)
            corner = np.array([_BORDER, top], np.float32)
            here = [
                window.to_form(np.clip(quad - corner, 0, np.array([width, height], np.float32)))
                for quad in quads
                if top <= quad[:, 1].mean() <= top + height
            ]
            found.append(here)
    return found


def _on_paper(pictures: Sequence[Image]) -> Image:
    """Pictures of one size below each other on white, whose sides are what the detector wants."""
    height, width = pictures[0].shape[:2]
    high = len(pictures) * (height + _GAP) - _GAP + 2 * _BORDER
    paper = np.full((-(-high // STEP) * STEP, -(-(width + 2 * _BORDER) // STEP) * STEP, 3), _PAPER, np.uint8)
    for number, picture in enumerate(pictures):
        top = _BORDER + number * (height + _GAP)
        paper[top : top + height, _BORDER : _BORDER + width] = picture
    return paper
