"""Paper and what is laid on it: a sheet takes print and is seen later; bare paper gives colour and grain."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.colours import Colour
from bench.generator.noise import clouds, grain

Sheet = NDArray[np.uint8]
"""What is printed on a page: `(H, W, 3)` uint8 BGR reflectance relative to bare paper, 255 where blank."""

Mask = NDArray[np.uint8]
"""`(H, W)` uint8 cover, 0 (none) to 255."""

BLACK: Colour = np.array([0.12, 0.12, 0.12], np.float32)


def blank_sheet(shape: tuple[int, int]) -> Sheet:
    """A sheet with nothing on it; `shape` is height and width in pixels."""
    return np.full((*shape, 3), 255, np.uint8)


def lay(sheet: Sheet, mask: Mask, colour: Colour = BLACK, corner: tuple[int, int] = (0, 0)) -> None:
    """Print a mask onto a sheet, in place; ink darkens what is there already.

    Args:
        sheet: the sheet.
        mask: where ink goes and how much.
        colour: BGR reflectance of the ink.
        corner: column and row of the sheet where the mask's upper left corner comes; the mask may stick out.
    """
    left, top = max(corner[0], 0), max(corner[1], 0)
    right = min(corner[0] + mask.shape[1], sheet.shape[1])
    bottom = min(corner[1] + mask.shape[0], sheet.shape[0])
    if right <= left or bottom <= top:
        return
    cover = mask[top - corner[1] : bottom - corner[1], left - corner[0] : right - corner[0]]
    part = sheet[top:bottom, left:right]
    strength = cv2.merge([cover, cover, cover])
    passed = cv2.subtract(
        255, cv2.multiply(strength, (*(1 - colour).astype(float).tolist(), 0.0), dtype=cv2.CV_8U)
    )
    part[:] = cv2.multiply(part, passed, scale=1 / 255)


def paper_colour(rng: np.random.Generator, scanned: bool) -> Colour:
    """White for scans; grey, cream or faintly tinted for photographs."""
    if scanned:
        return np.full(3, rng.uniform(0.97, 1.0), np.float32)
    value = rng.uniform(0.68, 0.95)
    tint = rng.normal(0, 0.008, 3)
    if rng.random() < 0.35:
        tint += np.array([-0.06, -0.01, 0.02]) * rng.uniform(0.2, 1.3)  # cream
    elif rng.random() < 0.06:
        tint += rng.uniform(-0.08, 0.03, 3)  # tinted paper
    return np.clip(value + tint, 0, 1).astype(np.float32)


def bare_paper(
    rng: np.random.Generator, shape: tuple[int, int], colour: Colour, roughness: float
) -> NDArray[np.float32]:
    """Paper with nothing on it, as seen.

    Args:
        rng: where chance comes from.
        shape: height and width in pixels.
        colour: `(3,)` float32 BGR reflectance.
        roughness: 0 (a drawn page) to 2 (rough paper under raking light).

    Returns:
        `(H, W, 3)` float32 BGR, 0..1.
    """
    paper = np.empty((*shape, 3), np.float32)
    if roughness <= 0:
        paper[:] = colour
        return paper
    relief = grain(rng, shape, 1.7)
    relief *= 0.013 * roughness
    relief += (0.005 * roughness) * clouds(rng, shape, 24)
    relief += 1
    for channel in range(3):
        np.multiply(relief, colour[channel], out=paper[..., channel])
    return paper


def security_pattern(rng: np.random.Generator, sheet: Sheet) -> None:
    """Fine interlaced waves in a pale colour, as on certificates and invoices; in place."""
    height, width = sheet.shape[:2]
    turn = rng.uniform(0, np.pi)
    cosine, sine = np.float32(np.cos(turn)), np.float32(np.sin(turn))
    columns, rows = np.arange(width, dtype=np.float32)[None], np.arange(height, dtype=np.float32)[:, None]
    along, across = columns * cosine + rows * sine, rows * cosine - columns * sine
    wave = np.sin((across + 3 * np.sin(along / rng.uniform(8, 30))) * (2 * np.pi / rng.uniform(5, 14)))
    mask = (np.clip(wave, 0, 1) ** 2 * (255 * rng.uniform(0.1, 0.45))).astype(np.uint8)
    lay(sheet, mask, rng.uniform(0.6, 0.95, 3).astype(np.float32))
