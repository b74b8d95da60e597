"""Pressing a seal onto a picture, and judging afterwards what can still be read of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.poses import seen_axes
from bench.generator.seals import SealDrawing
from bench.generator.truth import CharacterTruth, Homography, SealTruth, TextPath, project

SHINE = 0.06
"""How much of its own colour ink shows on black print."""

VISIBLE = 0.1
"""Opacity from which ink counts for a seal's box."""


@dataclass(frozen=True, eq=False)
class Impression:
    """A seal as it lies on a picture.

    Attributes:
        seal: what was pressed.
        homography: `(3, 3)` map from the seal's own frame to the picture.
        ink: its opacity in the part of the picture it touches, float32 0..1.
        plate: the same part with perfect ink.
        contrast: how much each pixel of that part changed when it was pressed, 0..1.
        part: rows and columns of that part.
        shape: height and width of the picture.
    """

    seal: SealDrawing
    homography: Homography
    ink: NDArray[np.float32]
    plate: NDArray[np.float32]
    contrast: NDArray[np.float32]
    part: tuple[slice, slice]
    shape: tuple[int, int]

    def mask(self) -> NDArray[np.float32]:
        """The seal's ink on the whole picture, `(H, W)` float32, 0..1."""
        whole = np.zeros(self.shape, np.float32)
        whole[self.part] = self.ink
        return whole


def press(
    picture: NDArray[np.float32], seal: SealDrawing, homography: Homography, opaque: bool = False
) -> Impression:
    """Print a seal onto a picture, in place.

    Args:
        picture: `(H, W, 3)` float32 BGR, 0..1.
        seal: the seal.
        homography: `(3, 3)` map from the seal's own frame to the picture.
        opaque: lay it over as digital seals are; otherwise ink darkens what is there, as on paper.
    """
    ink, plate, part = seal.warped(homography, (picture.shape[0], picture.shape[1]))
    contrast = np.zeros_like(ink)
    for channel, reflectance in enumerate(seal.reflectance.tolist()):
        if not ink.size:
            break
        plane = picture[part][..., channel]
        # toner lets a little of the ink lying on it shine
        shine = reflectance if opaque else SHINE * reflectance
        taken = 1.0 if opaque else 1 - reflectance + shine
        pressed = plane * (1 - ink * np.float32(taken)) + ink * np.float32(shine)
        contrast = cv2.max(contrast, cv2.absdiff(pressed, np.ascontiguousarray(plane)))
        picture[part][..., channel] = pressed
    return Impression(seal, homography, ink, plate, contrast, part, (picture.shape[0], picture.shape[1]))


def covered_by(
    impression: Impression, later: list[Impression], print_over: NDArray[np.float32] | None = None
) -> NDArray[np.float32] | None:
    """How much of each pixel of a picture was covered after a seal was pressed.

    Args:
        impression: the seal.
        later: seals pressed after it; ink over ink of its kind hides three quarters.
        print_over: cover of print laid on at last, `(H, W)` float32, 0..1.

    Returns:
        `(H, W)` float32, 0..1; None when nothing came later.
    """
    if not later:
        return print_over
    covered = np.zeros(impression.shape, np.float32) if print_over is None else print_over.copy()
    for other in later:
        covered[other.part] = np.maximum(covered[other.part], 0.75 * other.ink)
    return covered


def truth_of(
    impression: Impression,
    covered: NDArray[np.float32] | None = None,
    blur: float = 0.0,
    colour: str | None = None,
    tags: tuple[str, ...] = (),
) -> SealTruth:
    """What is known of a pressed seal.

    Args:
        impression: the seal on the picture.
        covered: `(H, W)` how much of each pixel was covered by something laid on later, 0..1.
        blur: standard deviation of the picture's blur, pixels.
        colour: the ink's name if the picture no longer shows it (a grey copy).
        tags: difficulty and what was done to the picture; what was done to the seal is added.
    """
    seal, homography = impression.seal, impression.homography
    shown = impression.contrast
    if covered is not None:
        shown = shown * (1 - covered[impression.part])
    full = float((1 - seal.reflectance).max())
    paths = tuple(
        _judged(path.mapped(homography), impression, shown / max(full, 0.2), blur)
        for path in seal.design.paths
    )
    shape = seal.design.shape
    return SealTruth(
        shape=shape,
        colour=colour or seal.colour,
        paths=paths,
        box=_box(impression),
        homography=homography,
        half_axes=seal.design.half_axes,
        shape_alternatives=_shape_alternatives(shape, homography, seal.design.half_axes),
        tags=(*tags, *_what_was_done(impression)),
        in_picture=_share_shown(impression),
    )


def _share_shown(impression: Impression) -> float:
    """How much of the seal's outline lies in the picture, 0..1."""
    across, down = impression.seal.design.half_axes
    corners = np.array([[-across, -down], [across, -down], [across, down], [-across, down]])
    seen = project(impression.homography, corners).astype(np.float32)
    height, width = impression.shape
    picture = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    shown, _ = cv2.intersectConvexConvex(seen, picture)
    return float(min(1.0, shown / max(1.0, cv2.contourArea(seen))))


def _what_was_done(impression: Impression) -> tuple[str, ...]:
    """The ways in which an impression is worse than a clear upright one, in words."""
    inking, homography = impression.seal.inking, impression.homography
    longer, shorter = seen_axes(homography)
    ahead = project(homography, np.array([[0.0, 0.0], [0.05, 0.0]]))
    heading = np.degrees(np.arctan2(*(ahead[1] - ahead[0])[::-1]))
    ways = {
        "worn": inking.worn > 0.15,
        "faint": inking.density < 0.65,
        "over-inked": inking.spread > 0.6,
        "partial": inking.missing > 0.15,
        "touched twice": inking.ghost > 0,
        "cut": _share_shown(impression) < 0.98,
        "turned": abs(heading) > 20,
        "slanted": shorter / longer < 0.93,
        "small": longer < 60,
        "inverted": impression.seal.design.inverted,
    }
    return tuple(way for way, true in ways.items() if true)


def _judged(path: TextPath, impression: Impression, shown: NDArray[np.float32], blur: float) -> TextPath:
    """The path with each character's legibility."""
    judged = tuple(
        replace(character, legibility=_legibility(character, impression, shown, blur))
        for character in path.characters
    )
    return replace(path, characters=judged)


def _legibility(
    character: CharacterTruth, impression: Impression, shown: NDArray[np.float32], blur: float
) -> float:
    """How much of a character can be made out, 0..1: its ink, what hides it, its size against the blur."""
    rows, columns = impression.part
    corner = np.array([columns.start, rows.start])
    quad = character.quad - corner
    size = min(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[3] - quad[0]))
    low = np.maximum(np.floor(quad.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(quad.max(axis=0)).astype(int) + 1, [shown.shape[1], shown.shape[0]])
    if (high <= low).any():
        return 0.0
    part = (slice(low[1], high[1]), slice(low[0], high[0]))
    cell = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
    cv2.fillConvexPoly(cell, np.round((quad - low) * 16).astype(np.int32), 1, shift=4)
    wanted = impression.plate[part] * cell
    inked = float((wanted * impression.ink[part]).sum())
    dense = np.clip(inked / max(1e-3, float(wanted.sum())) / 0.45, 0, 1)
    # print beneath or above hides what ink there is; a character half hidden can just be guessed
    free = np.clip((float((wanted * shown[part]).sum()) / max(1e-3, inked) - 0.35) / 0.35, 0, 1)
    whole = cv2.contourArea(quad.astype(np.float32))
    inside = min(1.0, float(cell.sum()) / max(1.0, whole))
    large = np.clip((size - 3.0 * max(0.0, blur - 0.3) - 3.0) / 4.0, 0, 1)
    return float(dense * free * inside * large)


def _box(impression: Impression) -> tuple[int, int, int, int]:
    """The box around the ink that shows, clipped to the picture."""
    rows, columns = impression.part
    seen = impression.ink > VISIBLE
    if not seen.any():
        return (columns.start, rows.start, 0, 0)
    down, across = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    x, y = int(columns.start + across[0]), int(rows.start + down[0])
    return (x, y, int(across[-1] - across[0]) + 1, int(down[-1] - down[0]) + 1)


def _shape_alternatives(
    shape: str, homography: Homography, half_axes: tuple[float, float]
) -> tuple[str, ...]:
    """Every shape a slanted round or oval seal may be taken for; empty when there is no doubt."""
    if shape not in {"round", "oval"}:
        return ()
    longer, shorter = seen_axes(homography @ np.diag([half_axes[0], half_axes[1], 1.0]))
    looks_round = shorter / longer > 0.93
    if (shape == "round") == looks_round:
        return ()
    return (shape, "oval" if shape == "round" else "round")


def span_of(path: TextPath, homography: Homography) -> float:
    """The narrowest character's narrower side, in pixels, of a path seen through a homography."""
    sides = [
        min(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[3] - quad[0]))
        for quad in (project(homography, character.quad) for character in path.characters)
    ]
    return float(min(sides))
