"""Small pictures with the outlines of their seals, drawn by the project's generator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.scenes import Scene
from bench.generator.truth import Points, SealTruth, project
from training.locator.maps import KINDS

POINTS = 48
"""Points of each outline; frames have their corners among them."""

_KIND_OF_SHAPE = {
    "round": "ring",
    "oval": "ring",
    "rectangle": "frame",
    "diamond": "frame",
    "triangle": "triangle",
}


@dataclass(frozen=True, eq=False)
class Drawn:
    """A picture to learn from.

    Attributes:
        image: `(H, W, 3)` uint8 BGR.
        outlines: `(N, POINTS, 2)` float32 pixels, the outer edge of each seal's rim or frame.
        kinds: `(N,)` ints, places in `KINDS`.
    """

    image: NDArray[np.uint8]
    outlines: NDArray[np.float32]
    kinds: NDArray[np.int64]


def outline_of(truth: SealTruth) -> Points:
    """The outer edge of a drawn seal in the picture's pixels, `(POINTS, 2)`."""
    across, down = truth.half_axes
    if truth.shape in {"round", "oval"}:
        angle = np.arange(POINTS) * 2 * np.pi / POINTS
        return project(truth.homography, np.stack([across * np.cos(angle), down * np.sin(angle)], axis=-1))
    if truth.shape == "diamond":
        corners = np.array([[0.0, -down], [across, 0.0], [0.0, down], [-across, 0.0]])
    elif truth.shape == "triangle":
        corners = np.array([[0.0, -down], [across, down], [-across, down]])
        back = np.linalg.inv(truth.homography)
        places = [project(back, c.quad).mean(axis=0) for path in truth.paths for c in path.characters]
        # the text says which way up a triangle is: more of it lies towards its base
        if _inside(places, corners) < _inside(places, -corners):
            corners = -corners
    else:
        corners = np.array([[-across, -down], [across, -down], [across, down], [-across, down]])
    return project(truth.homography, along_sides(corners))


def along_sides(corners: Points) -> Points:
    """Points evenly along a polygon's sides, its corners among them, `(POINTS, 2)`."""
    share = np.arange(POINTS // len(corners))[:, None] * len(corners) / POINTS
    ahead = np.roll(corners, -1, axis=0)
    return np.concatenate([here + share * (there - here) for here, there in zip(corners, ahead, strict=True)])


def _inside(places: list[NDArray[np.float64]], corners: Points) -> int:
    outline = corners.astype(np.float32)
    return sum(cv2.pointPolygonTest(outline, (float(x), float(y)), False) > 0 for x, y in places)


def kind_of(truth: SealTruth) -> int:
    """The place of a seal's kind in `KINDS`."""
    return list(KINDS).index(_KIND_OF_SHAPE[truth.shape])


def drawn(scene: Scene, longest: int) -> Drawn:
    """A scene, made small: its longer side no longer than `longest` pixels."""
    return drawn_with(scene.image, scene.truths, longest)


def drawn_with(image: NDArray[np.uint8], truths: Sequence[SealTruth], longest: int) -> Drawn:
    """A picture with its seals, its longer side no longer than `longest` pixels."""
    scale = min(1.0, longest / max(image.shape[:2]))
    size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    outlines = [outline_of(truth) * scale for truth in truths]
    return Drawn(
        np.asarray(small, np.uint8),
        np.asarray(outlines, np.float32).reshape(-1, POINTS, 2),
        np.array([kind_of(truth) for truth in truths], np.int64),
    )
