"""A seal lifted off its page: its ink on a transparent ground."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.ink.density import Ink, find_inks, optical_density, paper_colour
from sealstack.models.values import Image

_BLACKS = ("black", "gray")
_FULL_INK = 75  # percentile of the inked pixels that is opaque
_OPAQUE = 0.8


def lift_off(image: Image, box: tuple[int, int, int, int], colour: str) -> NDArray[np.uint8]:
    """Lift a seal off its page.

    Its ink is separated from paper and print by its colour. How dense it lies becomes opacity, and every
    pixel gets the colour of the densest ones.

    Args:
        image: the page, `(H, W, 3)` uint8 BGR.
        box: the seal's `(x, y, width, height)`, pixels, within the page.
        colour: the name of its ink, as in `models.values.Seal`.

    Returns:
        `(height, width, 4)` uint8 BGR and alpha.
    """
    x, y, width, height = box
    page = np.s_[y : y + height, x : x + width]
    ink = _ink_of(optical_density(image, paper_colour(image))[page], colour)
    opacity = _opacity(ink)
    opaque = opacity >= _OPAQUE
    lifted = np.zeros((height, width, 4), np.uint8)
    if opaque.any():
        lifted[:, :, :3] = np.median(image[page][opaque], axis=0)
    lifted[:, :, 3] = np.rint(255 * opacity)
    return lifted


def _ink_of(density: NDArray[np.float32], colour: str) -> Ink:
    """The ink of this colour; the strongest colour when none is called so, the dark ink for black."""
    *coloured, dark = find_inks(density)
    if colour in _BLACKS or not coloured:
        return dark
    return next((ink for ink in coloured if ink.colour == colour), coloured[0])


def _opacity(ink: Ink) -> NDArray[np.float32]:
    """`(H, W)` float32 0..1: nothing at half the threshold, opaque where the ink lies as in most strokes."""
    inked = ink.plane > ink.threshold
    nothing = ink.threshold / 2
    full = float(np.percentile(ink.plane[inked], _FULL_INK)) if inked.any() else 2 * ink.threshold
    return np.asarray(np.clip((ink.plane - nothing) / (full - nothing), 0, 1), dtype=np.float32)
