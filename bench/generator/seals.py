"""One seal: its design inked in its own frame, ready to be laid on a picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.colours import Colour, ink_colour, ink_name
from bench.generator.design import Design
from bench.generator.designs import design_of
from bench.generator.ink import Inking, printed, random_inking
from bench.generator.truth import project


@dataclass(frozen=True)
class SealSpec:
    """What a seal is to be; what is left None is left to chance.

    Attributes:
        shape: `round`, `oval`, `rectangle`, `diamond` or `triangle`.
        colour: a name in `colours.INKS`.
        inking: how it is inked; by `severity` when None.
        severity: 0 (clear) to 1 (hard to make out).
        bundled_only: write with the bundled font only, so that a seed gives the same seal everywhere.
    """

    shape: str | None = None
    colour: str | None = None
    inking: Inking | None = None
    severity: float = 0.3
    bundled_only: bool = False


@dataclass(frozen=True, eq=False)
class SealDrawing:
    """A seal drawn in its own frame.

    Attributes:
        ink: opacity of its ink, `(H, W)` float32, 0..1.
        plate: the design with perfect ink, `(H, W)` float32, 0..1.
        to_plate: `(3, 3)` map from the seal's own frame to pixels of `ink`.
        design: what is on it.
        colour: the ink's name.
        reflectance: the ink's BGR reflectance where it lies thick, `(3,)` float32.
        inking: how it was inked.
    """

    ink: NDArray[np.float32]
    plate: NDArray[np.float32]
    to_plate: NDArray[np.float64]
    design: Design
    colour: str
    reflectance: Colour
    inking: Inking

    def warped(
        self, homography: NDArray[np.float64], shape: tuple[int, int]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], tuple[slice, slice]]:
        """The ink and the plate where they fall on a picture.

        Args:
            homography: `(3, 3)` map from the seal's own frame to the picture's pixels.
            shape: height and width of the picture.

        Returns:
            Ink and plate of the part of the picture that the seal touches, float32 0..1, and the
            rows and columns of that part (both empty when the seal lies outside).
        """
        height, width = self.ink.shape
        to_picture = homography @ np.linalg.inv(self.to_plate)
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64) - 0.5
        seen = project(to_picture, corners)
        low = np.maximum(np.floor(seen.min(axis=0)).astype(int), 0)
        high = np.minimum(np.ceil(seen.max(axis=0)).astype(int) + 1, [shape[1], shape[0]])
        if (high <= low).any():
            nothing = np.zeros((0, 0), np.float32)
            return nothing, nothing, (slice(0, 0), slice(0, 0))
        shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1.0]])
        size = (int(high[0] - low[0]), int(high[1] - low[1]))
        shrink = np.sqrt(
            cv2.contourArea(corners.astype(np.float32)) / max(1.0, cv2.contourArea(seen.astype(np.float32)))
        )
        layers = []
        for layer in (self.ink, self.plate):
            # a warp samples single points, so what is drawn finer than the picture is smoothed first
            smooth = cv2.GaussianBlur(layer, (0, 0), 0.45 * shrink) if shrink > 1.2 else layer
            layers.append(cv2.warpPerspective(smooth, shift @ to_picture, size, flags=cv2.INTER_LINEAR))
        return layers[0], layers[1], (slice(low[1], high[1]), slice(low[0], high[0]))


def draw_seal(
    rng: np.random.Generator, spec: SealSpec, scale: float = 200.0, design: Design | None = None
) -> SealDrawing:
    """Draw a seal.

    Args:
        rng: where chance comes from; the same state gives the same seal.
        spec: what it is to be.
        scale: pixels a unit of its own frame, that is half its longer side.
        design: draw this one instead of one at random.
    """
    design = design or design_of(rng, spec.shape, bundled_only=spec.bundled_only)
    colour = spec.colour or ink_name(rng)
    inking = spec.inking or random_inking(rng, spec.severity)
    plate, to_plate = design.plate(scale)
    ink = printed(plate, scale, inking, rng)
    return SealDrawing(ink, plate, to_plate, design, colour, ink_colour(rng, colour), inking)
