"""Colours of ink and paper, as BGR reflectance 0..1."""

from __future__ import annotations

import colorsys

import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.float32]

# name: hue in degrees from, to; saturation from, to; value from, to
INKS = {
    "red": (346, 365, 0.72, 0.98, 0.66, 0.96),
    "orange": (8, 22, 0.6, 0.9, 0.75, 0.96),
    "blue": (218, 244, 0.55, 0.9, 0.4, 0.8),
    "purple": (255, 300, 0.35, 0.75, 0.4, 0.7),
    "green": (140, 170, 0.5, 0.85, 0.35, 0.6),
    "black": (0, 360, 0.0, 0.1, 0.08, 0.3),
}
SHARES = {"red": 0.72, "orange": 0.08, "blue": 0.09, "purple": 0.05, "green": 0.01, "black": 0.05}


def ink_name(rng: np.random.Generator) -> str:
    """A seal's ink, red in most cases."""
    return str(rng.choice(list(SHARES), p=list(SHARES.values())))


def ink_colour(rng: np.random.Generator, name: str) -> Colour:
    """An ink's reflectance where it lies thick, `(3,)` float32 BGR.

    Raises:
        KeyError: no ink has that name.
    """
    low, high, dull, vivid, dark, light = INKS[name]
    hue = (rng.uniform(low, high) % 360) / 360
    red, green, blue = colorsys.hsv_to_rgb(hue, rng.uniform(dull, vivid), rng.uniform(dark, light))
    return np.array([blue, green, red], np.float32)
