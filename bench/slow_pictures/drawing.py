"""Pictures made to be slow: pages full of what looks like a seal, or nearly."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]
Draw = Callable[[Picture, tuple[int, int], int, Colour], None]

SIDE = 2000
_INKS: tuple[Colour, ...] = ((40, 40, 200), (200, 60, 40), (40, 40, 40), (60, 150, 60), (180, 40, 180))


def _ring(page: Picture, middle: tuple[int, int], radius: int, ink: Colour) -> None:
    cv2.circle(page, middle, radius, ink, max(1, radius // 12), cv2.LINE_AA)


def _lettered_ring(page: Picture, middle: tuple[int, int], radius: int, ink: Colour) -> None:
    """A ring with strokes along its inside, as characters have, and a star."""
    _ring(page, middle, radius, ink)
    centre = np.array(middle, np.float64)
    for angle in np.linspace(0.7 * np.pi, 2.3 * np.pi, 14):
        out = np.array([np.cos(angle), np.sin(angle)])
        across = np.array([-out[1], out[0]])
        for shift in (-0.07, 0.0, 0.07):
            begin, end = centre + radius * (0.62 * out + shift * across), centre + radius * (0.86 * out)
            cv2.line(page, _pixel(begin), _pixel(end), ink, max(1, radius // 25), cv2.LINE_AA)
    cv2.drawMarker(page, middle, ink, cv2.MARKER_STAR, max(4, radius // 2), max(1, radius // 20))


def _frame(page: Picture, middle: tuple[int, int], radius: int, ink: Colour) -> None:
    """A rectangle with a line of strokes."""
    x, y = middle
    half = int(0.6 * radius)
    cv2.rectangle(page, (x - radius, y - half), (x + radius, y + half), ink, max(1, radius // 14))
    for step in np.linspace(-0.8, 0.8, 9):
        at = int(x + step * radius)
        cv2.line(page, (at, y - half // 2), (at + radius // 10, y + half // 2), ink, max(1, radius // 20))
        cv2.line(page, (at - radius // 12, y), (at + radius // 12, y), ink, max(1, radius // 20))


def _diamond(page: Picture, middle: tuple[int, int], radius: int, ink: Colour) -> None:
    x, y = middle
    corners = np.array([[x, y - radius], [x + radius, y], [x, y + radius], [x - radius, y]], np.int32)
    cv2.polylines(page, [corners], True, ink, max(1, radius // 14), cv2.LINE_AA)
    cv2.putText(page, "AB", (x - radius // 2, y), cv2.FONT_HERSHEY_SIMPLEX, radius / 60, ink, 1)


def _nested(page: Picture, middle: tuple[int, int], radius: int, ink: Colour) -> None:
    for share in (1.0, 0.8, 0.6, 0.4, 0.2):
        _ring(page, middle, max(2, int(share * radius)), ink)


def _oval(page: Picture, middle: tuple[int, int], radius: int, ink: Colour) -> None:
    cv2.ellipse(page, middle, (radius, int(0.7 * radius)), 0, 0, 360, ink, max(1, radius // 12), cv2.LINE_AA)
    cv2.putText(page, "123", (middle[0] - radius // 2, middle[1]), 0, radius / 70, ink, 1, cv2.LINE_AA)


KINDS: dict[str, Draw] = {
    "rings": _ring,
    "lettered rings": _lettered_ring,
    "frames": _frame,
    "diamonds": _diamond,
    "rings in rings": _nested,
    "ovals": _oval,
}

_RADII = (14, 20, 28, 36, 45, 60, 80, 110, 160, 240)
_SPACINGS = (1.7, 2.15, 2.8)


def slow_pictures(*, short: bool = False) -> Iterator[tuple[str, Picture]]:
    """Draw one page after the other, each with what it is called.

    Args:
        short: a dozen of those that take longest, instead of some hundreds.
    """
    for name, draw in KINDS.items():
        for radius in (45, 60) if short else _RADII:
            for spacing in (2.15,) if short else _SPACINGS:
                for inks in (_INKS[:1],) if short else (_INKS[:1], _INKS):
                    title = f"{name}, radius {radius}, spaced {spacing}, {len(inks)} inks"
                    yield title, _filled(draw, radius, round(spacing * radius), inks)


def _filled(draw: Draw, radius: int, step: int, inks: tuple[Colour, ...]) -> Picture:
    """A page full of one thing, in rows."""
    page = np.full((SIDE, SIDE, 3), 255, np.uint8)
    places = range(radius + 4, SIDE - radius, step)
    for number, (y, x) in enumerate((y, x) for y in places for x in places):
        draw(page, (x, y), radius, inks[number % len(inks)])
    return page


def _pixel(point: NDArray[np.float64]) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
