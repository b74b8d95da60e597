"""Photographs of pages that do not lie flat: a surface seen by a camera, over a desk."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.documents.surfaces import SURFACES, Floats, Surface
from bench.generator.degradations import degrade, random_degradation
from bench.generator.noise import clouds
from bench.generator.paper import Sheet, bare_paper, paper_colour

_NODES = 65
_ROUNDS = 40
"""Of the fixed-point iteration that finds which point of the page a pixel shows."""


def photograph(rng: np.random.Generator, sheet: Sheet, warp: str) -> NDArray[np.uint8]:
    """A page photographed from above on a desk.

    Args:
        rng: where chance comes from.
        sheet: its print.
        warp: a key of `SURFACES`, or `flat`: a scan with a small skew, no desk.

    Returns:
        `(H, W, 3)` uint8 BGR.
    """
    height, width = sheet.shape[:2]
    if warp == "flat":
        paper = bare_paper(rng, (height, width), paper_colour(rng, True), 0.2)
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.normal(0, 0.5)), 1.0)
        print_ = cv2.warpAffine(sheet, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,) * 3)
        picture = cv2.multiply(paper, print_, scale=1 / 255, dtype=cv2.CV_32F)
        return degrade(np.asarray(picture, np.float32), random_degradation(rng, 0.2, False), rng)
    surface = SURFACES[warp](rng, height / width)
    tilt = np.radians(rng.uniform(16, 30) if warp == "perspective" else rng.uniform(10, 20))
    # bent pages show their bends when seen from below or above; the others are seen from anywhere
    heading = (
        rng.normal(0, 0.5) + np.pi * rng.integers(2)
        if warp in ("curl", "book")
        else rng.uniform(0, 2 * np.pi)
    )
    turn = np.radians(rng.normal(0, 4 if warp == "perspective" else 2))
    seen = _projected(surface, height / width, tilt, float(heading), float(turn))
    low, high = seen.reshape(-1, 2).min(axis=0), seen.reshape(-1, 2).max(axis=0)
    margin = rng.uniform(0.02, 0.1, 2)
    scale = width * 1.0
    size = tuple(int(side) for side in np.ceil((high - low + 2 * margin) * scale))
    seen = ((seen - low + margin) * scale).astype(np.float32)
    places, inside = _inverted(seen, size, (width, height))
    printed = cv2.remap(sheet, places, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    paper = bare_paper(rng, size[::-1], paper_colour(rng, False), 0.5)
    picture = cv2.multiply(paper, printed, scale=1 / 255, dtype=cv2.CV_32F)
    desk = np.clip(rng.uniform(0.12, 0.55) + rng.normal(0, 0.06, 3), 0.03, 0.9)
    around = np.clip(1 + 0.1 * clouds(rng, size[::-1], 9), 0.5, 1.5)[..., None] * desk
    picture = np.where(inside[..., None], picture, around).astype(np.float32)
    return degrade(picture, random_degradation(rng, 0.25, True), rng)


def _projected(surface: Surface, height: float, tilt: float, heading: float, turn: float) -> Floats:
    """Where a raster of page points is seen, `(_NODES, _NODES, 2)`, the page being about one unit wide."""
    x, y = np.meshgrid(np.linspace(0, 1, _NODES), np.linspace(0, height, _NODES))
    points = surface(np.stack([x.ravel(), y.ravel()], axis=1)) - np.array([0.5, height / 2, 0])
    axis = np.array([np.cos(heading), np.sin(heading), 0.0]) * tilt
    rotation = cv2.Rodrigues(axis)[0] @ cv2.Rodrigues(np.array([0, 0, turn]))[0]
    points = points @ np.asarray(rotation).T
    distance = 2.4 * max(1.0, height)
    return (points[:, :2] * (distance / (distance - points[:, 2:]))).reshape(_NODES, _NODES, 2)


def _inverted(
    seen: NDArray[np.float32], size: tuple[int, int], page: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """For every pixel, the place of the page that it shows, `(H, W, 2)` pixels, and whether it shows any."""
    coarse = 4
    columns, rows = -(-size[0] // coarse) + 1, -(-size[1] // coarse) + 1
    x, y = np.meshgrid(np.arange(columns) * float(coarse), np.arange(rows) * float(coarse))
    wanted = np.stack([x, y], axis=-1)
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32) * (_NODES - 1)
    ends = np.array([seen[0, 0], seen[0, -1], seen[-1, -1], seen[-1, 0]], np.float32)
    guess = cv2.getPerspectiveTransform(ends, corners)
    node = cv2.perspectiveTransform(wanted.reshape(1, -1, 2), guess).reshape(wanted.shape)
    for _ in range(_ROUNDS):
        error = wanted - _sampled(seen, node)
        target = _sampled(seen, node) + error
        ahead = cv2.perspectiveTransform(target.reshape(1, -1, 2), guess).reshape(wanted.shape)
        behind = cv2.perspectiveTransform(_sampled(seen, node).reshape(1, -1, 2), guess).reshape(wanted.shape)
        node = node + 0.8 * (ahead - behind)
    steps = np.meshgrid(
        np.arange(size[0], dtype=np.float32) / coarse, np.arange(size[1], dtype=np.float32) / coarse
    )
    fine = cv2.remap(node.astype(np.float32), steps[0], steps[1], cv2.INTER_LINEAR)
    inside = ((fine >= 0) & (fine <= _NODES - 1)).all(axis=-1)
    places = fine * (np.array(page, np.float32) / (_NODES - 1))
    return places.astype(np.float32), inside


def _sampled(seen: NDArray[np.float32], node: Floats) -> Floats:
    """Where points given in raster units are seen, going on evenly beyond the raster's edge."""
    kept = np.clip(node, 0, _NODES - 1)
    inside = cv2.remap(
        seen, kept[..., 0].astype(np.float32), kept[..., 1].astype(np.float32), cv2.INTER_LINEAR
    )
    step = np.stack([seen[0, -1] - seen[0, 0], seen[-1, 0] - seen[0, 0]]) / (_NODES - 1)
    return np.asarray(inside + (node - kept) @ step, np.float64)
