"""A seal's design: rings, frames, emblems and text in the seal's own frame, before any ink."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.glyphs import glyph, size_for
from bench.generator.truth import Points, TextPath
from bench.generator.typography import Run

MARGIN = 0.12
"""Room around the seal on its plate, in units of its longer half axis."""


@dataclass(frozen=True, eq=False)
class Outline:
    """A closed line or a filled area.

    Attributes:
        points: `(N, 2)` corners in the seal's own frame.
        thickness: of the line; 0 fills the area.
        cut: take ink away instead of adding it.
    """

    points: Points
    thickness: float = 0.0
    cut: bool = False


@dataclass(frozen=True, eq=False)
class Ring:
    """An elliptical ring about the origin; half axes of its middle line, thickness across it."""

    half_width: float
    half_height: float
    thickness: float


@dataclass(frozen=True, eq=False)
class Design:
    """Everything that is cut into a seal.

    Attributes:
        shape: `round`, `oval`, `rectangle`, `diamond` or `triangle`.
        half_axes: half width and half height; the larger is 1.
        drawing: rings and outlines, in the order of drawing.
        runs: texts, body first, then outer to inner, top to bottom.
        inverted: white characters on a ground of ink (yin): drawing is ink, text is cut out of it.
    """

    shape: str
    half_axes: tuple[float, float]
    drawing: tuple[Ring | Outline, ...]
    runs: tuple[Run, ...]
    inverted: bool = False

    @property
    def paths(self) -> tuple[TextPath, ...]:
        """The text paths in the seal's own frame."""
        return tuple(run.path for run in self.runs)

    def plate(self, scale: float) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """The design as a stamp would print it with perfect ink.

        Args:
            scale: pixels a unit of the seal's own frame.

        Returns:
            A mask `(H, W)` float32, 0 (paper) to 1 (ink), and the `(3, 3)` map from the seal's own
            frame to the mask's pixels.
        """
        half = np.array(self.half_axes) + MARGIN
        width, height = (np.ceil(2 * half * scale)).astype(int)
        to_plate = np.array([[scale, 0, width / 2 - 0.5], [0, scale, height / 2 - 0.5], [0, 0, 1.0]])
        drawing = np.zeros((height, width), np.uint8)
        for item in self.drawing:
            _draw(drawing, item, to_plate, scale)
        letters = np.zeros_like(drawing)
        for run in self.runs:
            _write(letters, run, to_plate, scale)
        mask = cv2.subtract(drawing, letters) if self.inverted else cv2.max(drawing, letters)
        return mask.astype(np.float32) / 255, to_plate


SHIFT = 4  # fractional bits of OpenCV's drawing coordinates


def _draw(mask: NDArray[np.uint8], item: Ring | Outline, to_plate: NDArray[np.float64], scale: float) -> None:
    """One ring or outline."""
    one = 1 << SHIFT
    if isinstance(item, Ring):
        centre = tuple(np.round(to_plate[:2, 2] * one).astype(int).tolist())
        thickness = item.thickness * scale
        # two filled ellipses: OpenCV's own line width takes whole pixels only
        for grow, value in ((thickness / 2, 255), (-thickness / 2, 0)):
            axes = [max(0, round((a * scale + grow) * one)) for a in (item.half_width, item.half_height)]
            if value:
                filled = np.zeros_like(mask)
            cv2.ellipse(filled, centre, tuple(axes), 0, 0, 360, value, -1, cv2.LINE_AA, SHIFT)
        np.maximum(mask, filled, out=mask)
        return
    points = np.round((item.points * scale + to_plate[:2, 2]) * one).astype(np.int32)
    value = 0 if item.cut else 255
    if item.thickness <= 0:
        cv2.fillPoly(mask, [points], value, cv2.LINE_AA, SHIFT)
    else:
        width = max(1, round(item.thickness * scale))
        cv2.polylines(mask, [points], len(points) > 2, value, width, cv2.LINE_AA, SHIFT)


def _write(mask: NDArray[np.uint8], run: Run, to_plate: NDArray[np.float64], scale: float) -> None:
    """One run of text, each glyph warped into its cell."""
    for character in run.path.characters:
        quad = (character.quad * scale + to_plate[:2, 2]).astype(np.float32)
        tall = float(np.linalg.norm(quad[3] - quad[0]))
        drawn = glyph(run.face, character.text, size_for(tall), run.bold)
        low = np.maximum(np.floor(quad.min(axis=0)).astype(int) - 1, 0)
        high = np.minimum(np.ceil(quad.max(axis=0)).astype(int) + 2, [mask.shape[1], mask.shape[0]])
        if (high <= low).any():
            continue
        rows, columns = drawn.shape
        corners = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32) - 0.5
        warp = cv2.getPerspectiveTransform(corners, quad - low.astype(np.float32))
        size = (int(high[0] - low[0]), int(high[1] - low[1]))
        laid = cv2.warpPerspective(drawn, warp, size, flags=cv2.INTER_LINEAR)
        region = mask[low[1] : high[1], low[0] : high[0]]
        np.maximum(region, laid, out=region)
