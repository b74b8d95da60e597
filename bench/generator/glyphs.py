"""Glyphs as small masks, cut to the cell that typography places."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.fonts import Face
from bench.generator.typography import CAPITAL, is_wide

SIZES = (24, 40, 64, 96, 144)
"""Pixels an em that glyphs are kept in; the next larger one is taken and warped down."""


def size_for(height: float) -> int:
    """The kept size for glyphs drawn about `height` pixels high."""
    return next((size for size in SIZES if size >= height), SIZES[-1])


@lru_cache(maxsize=8192)
def glyph(face: Face, character: str, size: int, bold: float = 0.0) -> NDArray[np.uint8]:
    """One character filling its cell: an ideograph its em, a Latin letter its advance by capital height.

    Args:
        face: the face.
        character: one character the face has.
        size: pixels an em.
        bold: extra stroke weight in ems, laid on around the outline.

    Returns:
        `(H, W)` uint8, 255 where ink goes. An ideograph is centred by its own outline, so that faces
        with differing em boxes stand alike.

    Raises:
        LookupError: the face lacks the character.
    """
    if not face.has(character):
        raise LookupError(f"{face.path.name} has no glyph for {character!r}")
    font = face.at(size)
    mask, (left, top) = font.getmask2(character, mode="L", anchor="ls", stroke_width=0)
    width, height = mask.size
    drawn = (
        np.array(mask, dtype=np.uint8).reshape(height, width)
        if width and height
        else np.zeros((0, 0), np.uint8)
    )
    if is_wide(character):
        cell = np.zeros((size, size), np.uint8)
        _paste(cell, drawn, int(left), round(0.88 * size) + int(top))
    else:
        advance = max(round(0.2 * size), round(font.getlength(character)))
        cell = np.zeros((round(CAPITAL * size), advance), np.uint8)
        _paste(cell, drawn, int(left), round(CAPITAL * size) + int(top))
    return _thickened(cell, bold * size) if bold > 0 else cell


def _thickened(cell: NDArray[np.uint8], distance: float) -> NDArray[np.uint8]:
    """Strokes grown by `distance` pixels on each side, the last fraction of a pixel in grey."""
    whole = int(distance)
    kernel = [
        cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * r + 1, 2 * r + 1)) for r in (whole, whole + 1)
    ]
    return cv2.addWeighted(
        cv2.dilate(cell, kernel[0]), 1 - (distance - whole), cv2.dilate(cell, kernel[1]), distance - whole, 0
    )


def _paste(cell: NDArray[np.uint8], drawn: NDArray[np.uint8], left: int, top: int) -> None:
    """Lay `drawn` into `cell` with its corner at `(left, top)`, cut where it sticks out."""
    x, y = max(left, 0), max(top, 0)
    right, bottom = min(left + drawn.shape[1], cell.shape[1]), min(top + drawn.shape[0], cell.shape[0])
    if right > x and bottom > y:
        cell[y:bottom, x:right] = drawn[y - top : bottom - top, x - left : right - left]
