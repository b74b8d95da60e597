"""The forms that paper takes: how high every point of a page lies above the desk, and where it has moved to.

A page is one unit wide; a surface maps its points `(N, 2)`, x 0..1 and y 0..height, to points `(N, 3)` in
space.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.noise import clouds

Floats = NDArray[np.float64]
Surface = Callable[[Floats], Floats]


def flat(rng: np.random.Generator, height: float) -> Surface:
    """Paper as it should lie."""
    return lambda points: np.concatenate([points, np.zeros((len(points), 1))], axis=1)


def curl(rng: np.random.Generator, height: float) -> Surface:
    """Paper bent about an axis that runs down the page or leans a little."""
    lean = np.radians(rng.normal(0, 8))
    amount, waves, phase = rng.uniform(0.5, 1.0), rng.uniform(0.5, 1.1), rng.uniform(0, 2 * np.pi)
    along = np.linspace(-0.6, 1.8, 800)
    slope = amount * np.sin(2 * np.pi * waves * along + phase)
    return _bent(lean, along, slope)


def book(rng: np.random.Generator, height: float) -> Surface:
    """A page of an open book: it dives into the spine at one of its sides."""
    reach, steepness = rng.uniform(0.12, 0.25), rng.uniform(0.8, 1.3)
    along = np.linspace(-0.6, 1.8, 800)
    inward = np.clip(along if rng.random() < 0.5 else 1 - along, 0, None)
    sign = 1.0 if inward[0] < inward[-1] else -1.0
    slope = sign * (steepness * np.exp(-inward / reach) - 0.18 * inward)
    return _bent(np.radians(rng.normal(0, 1)), along, slope)


def folds(rng: np.random.Generator, height: float) -> Surface:
    """Paper that was folded in two or three, one way or both, and opened again."""
    across = _creased(rng, 1.0)
    down = _creased(rng, height)

    def surface(points: Floats) -> Floats:
        lift = np.interp(points[:, 0], *across) + np.interp(points[:, 1], *down)
        return np.concatenate([points, lift[:, None]], axis=1)

    return surface


def crumple(rng: np.random.Generator, height: float) -> Surface:
    """Paper that was crumpled and smoothed out: shallow bumps that also push points aside."""
    size = (round(64 * height), 64)
    fields = [clouds(rng, size, cells) for cells in (rng.uniform(2, 4), rng.uniform(2, 4), rng.uniform(2, 4))]
    amounts = (rng.uniform(0.012, 0.03), rng.uniform(0.004, 0.01), rng.uniform(0.03, 0.06))

    def surface(points: Floats) -> Floats:
        x = (points[:, 0] * (size[1] - 1)).astype(np.float32)
        y = (points[:, 1] / height * (size[0] - 1)).astype(np.float32)
        moved = [
            amount
            * cv2.remap(field.astype(np.float32), x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
            for field, amount in zip(fields, amounts, strict=True)
        ]
        offset = np.stack([np.ravel(moved[1]), np.ravel(moved[0]), np.ravel(moved[2])], axis=1)
        return np.concatenate([points, np.zeros((len(points), 1))], axis=1) + offset

    return surface


def _bent(lean: float, along: Floats, slope: Floats) -> Surface:
    """Paper bent about an axis that leans `lean` radians; `slope` is its steepness at the lengths `along`."""
    step = along[1] - along[0]
    moved = np.cumsum(1 / np.sqrt(1 + slope**2)) * step
    lift = np.cumsum(slope / np.sqrt(1 + slope**2)) * step
    moved -= np.interp(0.0, along, moved)
    lift -= lift.mean()
    cosine, sine = np.cos(lean), np.sin(lean)

    def surface(points: Floats) -> Floats:
        length = points[:, 0] * cosine + points[:, 1] * sine
        beside = points[:, 1] * cosine - points[:, 0] * sine
        travelled = np.interp(length, along, moved)
        x, y = travelled * cosine - beside * sine, travelled * sine + beside * cosine
        return np.stack([x, y, np.interp(length, along, lift)], axis=1)

    return surface


def _creased(rng: np.random.Generator, length: float) -> tuple[Floats, Floats]:
    """Heights along a direction with none, one or two creases: places and heights for `np.interp`."""
    creases = np.linspace(0, length, int(rng.integers(2, 4)) + 1)
    lifts = rng.uniform(0.04, 0.09) * length * (np.arange(len(creases)) % 2) * rng.choice([-1, 1])
    return creases, lifts


SURFACES: dict[str, Callable[[np.random.Generator, float], Surface]] = {
    "curl": curl,
    "book": book,
    "fold": folds,
    "perspective": flat,
    "crumple": crumple,
}
