"""From a seal's plate to the ink it leaves: pressure, wear, speckle, bleeding, missing parts."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.noise import clouds, grain

Alpha = NDArray[np.float32]


@dataclass(frozen=True)
class Inking:
    """How a seal was inked and pressed; everything 0 gives a perfect print.

    Attributes:
        density: how much ink lies where there is ink, 0..1.
        uneven: how far the density drifts over the seal, 0..1.
        worn: share of the strokes' area without ink, 0..1.
        spread: how far ink runs beyond the strokes, in hundredths of the longer half axis; below 0
            strokes are thinner than cut.
        soft: blur of the strokes' edges, in hundredths of the longer half axis.
        hollow: how much paler strokes are inside than at their edges, 0..1.
        missing: how far one side is left out, 0 (nothing) to 1 (half the seal).
        scratches: number of fine lines through the ink.
        dust: how many specks of ink lie beside the strokes.
        ghost: how far a second, weaker touch lies beside the print, in hundredths of the longer half
            axis; 0 for none.
    """

    density: float = 1.0
    uneven: float = 0.0
    worn: float = 0.0
    spread: float = 0.0
    soft: float = 0.3
    hollow: float = 0.0
    missing: float = 0.0
    scratches: int = 0
    dust: float = 0.0
    ghost: float = 0.0


def random_inking(rng: np.random.Generator, severity: float) -> Inking:
    """An inking for a severity from 0 (a clear print) to 1 (hard to make out)."""
    kind = rng.choice(["even", "worn", "faint", "heavy", "partial"], p=[0.25, 0.3, 0.2, 0.13, 0.12])
    s = severity * float(rng.uniform(0.3, 1.0))
    return Inking(
        density=float(
            rng.uniform(0.95 - 0.45 * s, 1.0)
            if kind != "faint"
            else rng.uniform(0.75 - 0.5 * s, 0.9 - 0.3 * s)
        ),
        uneven=float(rng.uniform(0.0, 0.1 + 0.4 * s)),
        worn=float(
            rng.uniform(0.04 + 0.06 * s, 0.12 + 0.36 * s)
            if kind == "worn"
            else rng.uniform(0, 0.03 + 0.14 * s)
        ),
        spread=float(
            rng.uniform(0.3, 0.5 + 1.2 * s) if kind == "heavy" else rng.uniform(-0.08 - 0.12 * s, 0.45)
        ),
        soft=float(rng.uniform(0.2, 0.5 + 0.6 * s)),
        hollow=float(rng.uniform(0, 0.5) if rng.random() < 0.3 else 0.0),
        missing=float(rng.uniform(0.1, 0.3 + 0.55 * s) if kind == "partial" and s > 0.15 else 0.0),
        scratches=int(rng.poisson(1.5 * s)),
        dust=float(rng.uniform(0, 12 * s) if rng.random() < 0.4 else 0.0),
        ghost=float(rng.uniform(1.0, 3.0)) if rng.random() < 0.08 * s else 0.0,
    )


def printed(plate: Alpha, scale: float, inking: Inking, rng: np.random.Generator) -> Alpha:
    """The ink a plate leaves.

    Args:
        plate: `(H, W)` float32, 0..1.
        scale: pixels a unit of the seal's own frame.
        inking: how it was inked.
        rng: where chance comes from.

    Returns:
        Opacity of the ink, `(H, W)` float32, 0..1.
    """
    hundredth = scale / 100
    shape = (plate.shape[0], plate.shape[1])
    ink = _spread(plate, inking.spread * hundredth)
    if inking.hollow > 0:
        inside = cv2.GaussianBlur(ink, (0, 0), max(0.6, 1.6 * hundredth))
        ink = ink * (1 - inking.hollow * np.clip(inside * 1.6 - 0.8, 0, 1))
    pressure = inking.density * (1 + inking.uneven * clouds(rng, shape, 3.0) * 0.6)
    if inking.missing > 0:
        pressure = pressure * _side_left_out(shape, inking.missing, rng)
    if inking.worn > 0:
        ink = ink * _wear(shape, hundredth, inking.worn, pressure / max(inking.density, 0.1), rng)
    ink = ink * np.clip(pressure, 0, 1)
    if inking.scratches:
        _scratch(ink, inking.scratches, hundredth, rng)
    if inking.ghost > 0:
        ink = _touched_twice(ink, inking.ghost * hundredth, rng)
    if inking.dust > 0:
        _scatter(ink, inking.dust, hundredth, rng)
    ink = ink * np.clip(1 + 0.12 * grain(rng, shape, max(1.0, 0.8 * hundredth)), 0, 1.15)
    if inking.soft * hundredth > 0.2:
        ink = cv2.GaussianBlur(ink, (0, 0), inking.soft * hundredth)
    return np.clip(ink, 0, 1).astype(np.float32)


def _spread(plate: Alpha, distance: float) -> Alpha:
    """Strokes grown (or thinned, below 0) by about `distance` pixels, edges kept soft."""
    if abs(distance) < 0.15:
        return plate.copy()
    sigma = max(0.7, abs(distance))
    blurred = cv2.GaussianBlur(plate, (0, 0), sigma)
    # a straight edge blurred by sigma crosses 1/2 at the edge and 0.16 or 0.84 one sigma away
    level = 0.5 - 0.34 * np.clip(distance / sigma, -1, 1)
    # steep enough that bare paper stays bare and the middle of a stroke full
    steepness = max(1.8 * sigma, 0.5 / level, 0.5 / (1 - level))
    return np.clip((blurred - level) * steepness + 0.5, 0, 1).astype(np.float32)


def _side_left_out(shape: tuple[int, int], amount: float, rng: np.random.Generator) -> Alpha:
    """A ramp that takes the ink off one side."""
    heading = rng.uniform(0, 2 * np.pi)
    rows, columns = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j].astype(np.float32)
    across = columns * np.cos(heading) + rows * np.sin(heading) + 0.12 * clouds(rng, shape, 5.0)
    edge = 1.0 - amount
    return np.asarray(np.clip((edge - across) / rng.uniform(0.1, 0.5) + 1, 0, 1), dtype=np.float32)


def _wear(
    shape: tuple[int, int], hundredth: float, worn: float, pressure: Alpha, rng: np.random.Generator
) -> Alpha:
    """Holes in the ink, more of them where the pressure was low."""
    fine = grain(rng, shape, max(1.0, float(rng.uniform(0.8, 2.0)) * hundredth))
    coarse = grain(rng, shape, max(1.5, float(rng.uniform(3.0, 9.0)) * hundredth))
    patches = clouds(rng, shape, 6.0)
    texture = 0.6 * fine + 0.45 * coarse + 0.5 * patches + 1.2 * (pressure - 1)
    level = float(np.quantile(texture[::4, ::4], worn))
    return np.asarray(np.clip((texture - level) * 3.0 + 0.5, 0, 1), dtype=np.float32)


def _touched_twice(ink: Alpha, distance: float, rng: np.random.Generator) -> Alpha:
    """The print with a weaker copy of itself beside it."""
    heading = rng.uniform(0, 2 * np.pi)
    shift = np.array([[1, 0, distance * np.cos(heading)], [0, 1, distance * np.sin(heading)]])
    copy = cv2.warpAffine(ink, shift, (ink.shape[1], ink.shape[0]))
    return np.maximum(ink, copy * np.float32(rng.uniform(0.25, 0.5)))


def _scratch(ink: Alpha, count: int, hundredth: float, rng: np.random.Generator) -> None:
    """Fine lines without ink, in place."""
    height, width = ink.shape
    left = np.ones_like(ink)
    for _ in range(count):
        ends = rng.uniform(0, 1, (2, 2)) * [width, height]
        first, last = (tuple(np.round(end).astype(int).tolist()) for end in ends)
        cv2.line(left, first, last, 0.1, max(1, round(float(rng.uniform(0.4, 1.4)) * hundredth)), cv2.LINE_AA)
    ink *= left


def _scatter(ink: Alpha, dust: float, hundredth: float, rng: np.random.Generator) -> None:
    """Specks of ink beside the strokes, in place."""
    height, width = ink.shape
    for _ in range(int(rng.poisson(dust))):
        centre = (int(rng.integers(width)), int(rng.integers(height)))
        radius = max(1, round(float(rng.exponential(0.6)) * hundredth))
        cv2.circle(ink, centre, radius, float(rng.uniform(0.3, 0.9)), -1, cv2.LINE_AA)
