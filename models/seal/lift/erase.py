"""A page with its seals erased: the print beneath them is what is left.

What the ink lets through and what it shines itself is measured on its strokes (see `models.seal.lift.unmix`);
the print beneath is unmixed from it and drawn in grey on the page's own paper.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.seal.ink.density import Ink, Plane, find_inks, optical_density, paper_colour
from sealstack.models.seal.lift.unmix import fit_ink
from sealstack.models.values import Image, Seal, SealShape

_BLACKS = ("black", "gray")
_AROUND = 0.06
"""How far beyond a seal's box its ink may reach, of the box's longer side."""

_FAINTEST = 0.5
"""Of the density that tells ink from noise: as little is washed out, too, next to that ink."""

_HALO = 2
"""How far around its strokes a seal's colour runs, pixels: pictures keep colour at half their resolution."""

_GROUND = 0.12
"""Density up to which a pixel beside the seal's ink is paper."""

_SMOOTH = 0.05
"""Over how much of a seal's longer side the paper beneath it is averaged."""

_GHOST, _CLEAR = 0.10, 0.20
"""Darkness left over up to the first is paper, and print from the second on above that."""


def erase_seals(image: Image, seals: Sequence[Seal]) -> Image:
    """Erase coloured seals from a page and restore the print beneath them, as far as it shows through.

    Args:
        image: the page, `(H, W, 3)` uint8 BGR.
        seals: found on it. Those in black or grey ink stay: nothing distinguishes them from print.

    Returns:
        A page of the same size, the same outside of the seals.
    """
    coloured = [seal for seal in seals if seal.colour not in _BLACKS]
    if not coloured:
        return image
    result = image.copy()
    paper = paper_colour(image)
    for seal in coloured:
        left, top, right, bottom = _surroundings(seal, image)
        page = np.s_[top:bottom, left:right]
        result[page] = _erased(result[page], paper[page].astype(np.float32), seal, _outline(seal, image))
    return result


def _erased(image: Image, paper: NDArray[np.float32], seal: Seal, within: NDArray[np.bool_]) -> Image:
    density = optical_density(image, paper)
    ink = _ink_of(density, seal.colour)
    if ink is None:
        return image
    # the page's paper is known coarsely; beside the strokes it can be seen
    paper = _paper_around(image, paper, density, _spread(ink.plane > ink.threshold))
    density = optical_density(image, paper)
    ink = _ink_of(density, seal.colour) or ink
    sure = (ink.plane > ink.threshold) & within
    # faint ink counts near strokes only: elsewhere it is the page's own tint
    washed = _spread((ink.plane > _FAINTEST * ink.threshold) & within & _spread(sure))
    weight = cv2.GaussianBlur(washed.astype(np.float32), (0, 0), 0.8) * within
    seen = np.asarray((image.astype(np.float32) + 4.0) / (paper + 4.0), np.float32)
    model = fit_ink(seen, sure, within)
    if model is None:
        return image
    left = _without_ghost(model.lightness(seen), model.unevenness)
    restored = (paper + 4.0) * left[..., None] - 4.0
    mixed = weight[..., None] * restored + (1 - weight[..., None]) * image
    return np.asarray(np.clip(np.rint(mixed), 0, 255), np.uint8)


def _paper_around(
    image: Image, paper: NDArray[np.float32], density: NDArray[np.float32], inked: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """The paper under a seal, from what shows between its strokes; `paper` where nothing does."""
    shows = (~inked & (np.abs(density).max(axis=2) < _GROUND)).astype(np.float32)
    sigma = max(1.0, _SMOOTH * max(image.shape[:2]))
    amount = cv2.GaussianBlur(shows, (0, 0), sigma)[..., None]
    seen = cv2.GaussianBlur(image.astype(np.float32) * shows[..., None], (0, 0), sigma)
    little = 0.02
    return np.asarray((seen + little * paper) / (amount + little), np.float32)


def _spread(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2 * _HALO + 1,) * 2, np.uint8)) > 0)


def _without_ghost(lightness: Plane, unevenness: float) -> Plane:
    """Lightness with what is left of the ink itself taken for paper: edges of strokes are mixed unevenly."""
    dark = 1 - lightness
    ghost = max(_GHOST, unevenness)
    return np.asarray(1 - dark * np.clip((dark - ghost) / _CLEAR, 0, 1), np.float32)


def _ink_of(density: NDArray[np.float32], colour: str) -> Ink | None:
    """The ink of this colour, or the strongest coloured one; None when nothing here is coloured."""
    *coloured, _ = find_inks(density)
    return next((ink for ink in coloured if ink.colour == colour), coloured[0] if coloured else None)


def _surroundings(seal: Seal, image: Image) -> tuple[int, int, int, int]:
    x, y, width, height = seal.box
    margin = round(_AROUND * max(width, height)) + _HALO
    return (
        *(max(0, x - margin), max(0, y - margin)),
        *(min(image.shape[1], x + width + margin), min(image.shape[0], y + height + margin)),
    )


def _outline(seal: Seal, image: Image) -> NDArray[np.bool_]:
    """Where a seal's ink may lie inside its surroundings: print of its colour beside it stays."""
    left, top, right, bottom = _surroundings(seal, image)
    x, y, width, height = seal.box
    cut = x <= 0 or y <= 0 or x + width >= image.shape[1] or y + height >= image.shape[0]
    if cut or seal.shape not in (SealShape.ROUND, SealShape.OVAL):
        return np.ones((bottom - top, right - left), np.bool_)
    across = (np.arange(left, right) - (x + width / 2)) / (width / 2 + _AROUND * width)
    down = (np.arange(top, bottom) - (y + height / 2)) / (height / 2 + _AROUND * height)
    return np.asarray(across[None] ** 2 + down[:, None] ** 2 <= 1, np.bool_)
