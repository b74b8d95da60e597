"""Strips of generated seals, cut as the seal reader cuts them, in several renderings."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.scenes import Scene
from bench.generator.truth import PathKind, SealTruth, TextPath
from sealstack.models.seal.detect.ring.fit import Ellipse
from sealstack.models.seal.ink.density import chroma, find_inks, optical_density, paper_colour
from sealstack.models.seal.ink.seal_crop import SealCrop, cut_out
from sealstack.models.text.detection.crop import crop_line
from sealstack.models.text.recognition.strips import resize
from sealstack.models.values import Image
from training.recognizer.arcs import Arc, unroll
from training.recognizer.renderings import pictures_of
from training.recognizer.ring_geometry import FADED, RingText, jittered, ring_text, shown_between, true_rim
from training.recognizer.strips import Strip

WIDEST = 1100
"""Wider strips are left out: they cost more than they teach."""

_LEGIBLE = 0.45  # mean legibility; below it training on several strips of a text would teach guessing

_FAINTEST_CHROMA = 0.05  # mean density of colour below which ink is taken for grey

_RENDERING_SHARES = {"colour": 0.7, "fused": 0.16, "grey": 0.14}
_LOWER_BANDS = ((0.97, 0.76), (0.96, 0.68))
_RING_SHAPES = {"round", "oval"}


def strips_of(
    scene: Scene,
    rng: np.random.Generator,
    titles: int = 4,
    lines: int | None = None,
    quick: bool = False,
) -> list[Strip]:
    """Cut strips out of a scene's seals.

    Args:
        scene: a picture with its truth.
        rng: which bands, renderings and small errors of the pose.
        titles: how many strips of each outer arc.
        lines: how many of each other text; None for one of an arc, and of a line one or, oftener, none.
        quick: tell the ink's hue from where the truth says it lies, and do not search the picture for inks.

    Returns:
        Strips with what is to be read in them; texts that are mostly illegible give none.
    """
    strips: list[Strip] = []
    for truth in scene.truths:
        crop = _view(scene.image, truth, rng, quick)
        pictures = pictures_of(crop)
        for path in truth.paths:
            strips += _strips_of_path(path, truth, crop, pictures, rng, titles, lines, scene.difficulty)
    return [strip for strip in strips if strip.text and 24 <= strip.width <= WIDEST]


def _strips_of_path(
    path: TextPath,
    truth: SealTruth,
    crop: SealCrop,
    pictures: Mapping[str, Image],
    rng: np.random.Generator,
    titles: int,
    lines: int | None,
    difficulty: str,
) -> list[Strip]:
    to_view = np.array([[1, 0, -crop.x], [0, 1, -crop.y], [0, 0, 1 / crop.scale]])
    moved = path.mapped(to_view)
    legible = np.mean([character.legibility for character in path.characters] or [0.0])
    if lines is not None and legible < _LEGIBLE:
        return []
    if path.kind in {PathKind.LINE, PathKind.COLUMN}:
        if lines is None:
            lines = 1 if rng.random() >= 0.6 else 0
        cut = _line if path.kind is PathKind.LINE else _cells
        cuts = (cut(moved, pictures, rng, difficulty) for _ in range(lines))
        return [strip for strip in cuts if strip is not None]
    rim = crop.from_page(true_rim(truth))
    made = []
    for _ in range(titles if path.kind is PathKind.ARC_OUTER else lines or 1):
        fitted = jittered(rim, rng)
        parallel = _is_long(fitted) and bool(rng.random() < (0.7 if truth.shape == "oval" else 0.35))
        text = ring_text(moved, fitted, parallel)
        if text is None or not text.readable or len(text.letters) < 2:
            break
        strip = _arc(text, _rendering(pictures, rng), fitted, parallel, rng, path.kind, difficulty)
        if strip is not None:
            made.append(strip)
    return made


def _is_long(rim: Ellipse) -> bool:
    """Whether it makes a difference how the rim is followed."""
    return max(rim.a, rim.b) > 1.12 * min(rim.a, rim.b)


def _view(image: Image, truth: SealTruth, rng: np.random.Generator, quick: bool) -> SealCrop:
    """The seal at the reader's standard size, in the ink that shows it best."""
    paper = paper_colour(image)
    ring = truth.shape in _RING_SHAPES
    rim = true_rim(truth) if ring else None
    x, y, width, height = rim.box if rim is not None else truth.box
    spare = rng.uniform(-0.02, 0.04) * max(width, height)
    box = (x - spare, y - spare, width + 2 * spare, height + 2 * spare)
    where = _sample_points(truth, rim, image.shape[:2])
    if quick:
        hue = None if rng.random() < 0.06 else _hue_at(image, paper, where)
    else:
        inks = find_inks(optical_density(image, paper))
        scores = [float(i.evidence[where].mean()) - (0.15 if i.hue is None else 0.0) for i in inks]
        hue = (inks[-1] if rng.random() < 0.06 else inks[int(np.argmax(scores))]).hue
    crop = cut_out(image, paper, box, hue)
    if crop is None:
        raise ValueError(f"the seal of {truth.body!r} lies beside its page")
    return crop


def _hue_at(image: Image, paper: NDArray[np.float32], where: tuple[np.ndarray, np.ndarray]) -> float | None:
    """The hue of the ink at some points, degrees; None where its colour cannot be determined."""
    u, v = chroma(optical_density(image[where][None], paper[where][None]))
    strength = np.hypot(u, v)
    # the paler half of the points lies on gaps of the ink
    inked = strength >= np.median(strength)
    across, along = float(u[inked].mean()), float(v[inked].mean())
    if np.hypot(across, along) < _FAINTEST_CHROMA:
        return None
    return float(np.degrees(np.arctan2(along, across)) % 360)


def _sample_points(
    truth: SealTruth, rim: Ellipse | None, shape: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns where the seal's ink should be: its rim, else its characters."""
    if rim is not None:
        points = rim.points(np.linspace(0, 2 * np.pi, 120), 0.985).astype(np.float64)
    else:
        quads = np.concatenate([c.quad for path in truth.paths for c in path.characters])
        points = np.concatenate([quads, quads.reshape(-1, 4, 2).mean(axis=1)])
    columns = np.clip(np.round(points[:, 0]).astype(int), 0, shape[1] - 1)
    rows = np.clip(np.round(points[:, 1]).astype(int), 0, shape[0] - 1)
    return rows, columns


def _rendering(pictures: Mapping[str, Image], rng: np.random.Generator) -> Image:
    names = [name for name in _RENDERING_SHARES if name in pictures]
    shares = np.array([_RENDERING_SHARES[name] for name in names])
    return pictures[str(rng.choice(names, p=shares / shares.sum()))]


def _arc(
    text: RingText,
    picture: Image,
    rim: Ellipse,
    parallel: bool,
    rng: np.random.Generator,
    kind: PathKind,
    difficulty: str,
) -> Strip | None:
    """One strip of a text around the ring."""
    outer, inner = _band(text, kind, rng)
    for _ in range(6):
        if text.outward:
            start, turns = _outward_extent(text, rng)
            label = shown_between(text, start, start + turns)
        else:
            start, turns = _inward_extent(text, rng)
            label = None if text.faded.any() else text.text
        if label is not None:
            break
    else:
        return None
    arc = Arc(outer, inner, start, turns, heads_inward=not text.outward, parallel=parallel)
    stretch = float(rng.uniform(0.85, 1.2))
    strip = unroll(picture, rim, arc, height=int(rng.integers(48, 65)), stretch=stretch)
    names = {PathKind.ARC_OUTER: "arc", PathKind.ARC_INNER: "inner", PathKind.ARC_LOWER: "lower"}
    return Strip(resize(strip), label, names[kind], difficulty)


def _band(text: RingText, kind: PathKind, rng: np.random.Generator) -> tuple[float, float]:
    """Outer and inner edge: one of the usual bands where the text fits in, else one fitted to the text."""
    farthest, nearest = max(text.heads, text.feet), min(text.heads, text.feet)
    slack = 0.1 * text.height
    if kind is PathKind.ARC_OUTER and rng.random() < 0.55:
        outer, inner = float(rng.uniform(0.92, 0.98)), float(rng.uniform(0.54, 0.68))
        if outer >= farthest - slack and inner <= nearest + slack:
            return outer, inner
    if kind is PathKind.ARC_LOWER and rng.random() < 0.7:
        outer, inner = _LOWER_BANDS[int(rng.integers(2))]
        if outer >= farthest - slack and inner <= nearest + slack:
            return outer, inner
    above, below = rng.uniform(-0.03, 0.3, 2) * text.height
    return min(farthest + float(above), 1.02), max(nearest - float(below), 0.12)


def _outward_extent(text: RingText, rng: np.random.Generator) -> tuple[float, float]:
    """Start and length in turns of a strip of a text with its heads outward."""
    first, last, pitch = text.turns[0], text.turns[-1], text.pitch
    gap = max(0.0, 1 - (last - first) - pitch)
    kind = rng.random()
    if kind < 0.34:  # the whole ring, cut somewhere in the gap
        return float(last + pitch / 2 + rng.uniform(0.08, 0.92) * gap - 1), 1.0
    if kind < 0.42:  # a first look before the gap is known
        return float(first + rng.uniform(0, 1)), 1.3
    if kind < 0.53 and len(text.turns) > 5:  # a closer look at a part
        begin = int(rng.integers(0, len(text.turns) - 2))
        end = min(begin + int(rng.integers(1, 8)), len(text.turns) - 1)
        return float(text.turns[begin] - pitch / 2), float(text.turns[end] - text.turns[begin] + pitch)
    margins = np.minimum(rng.uniform(0.05, 2.0, 2) * pitch, gap / 2)
    return float(first - pitch / 2 - margins[0]), float(last - first + pitch + margins.sum())


def _inward_extent(text: RingText, rng: np.random.Generator) -> tuple[float, float]:
    """Start and length in turns of a strip read counter-clockwise."""
    first, last, pitch = text.turns[0], text.turns[-1], text.pitch
    spare = max(0.0, 1 - (first - last) - 2 * pitch)
    margins = np.minimum(rng.uniform(0.3, 8.0, 2) * pitch, spare / 2)
    return float(first + pitch / 2 + margins[0]), float(first - last + pitch + margins.sum())


def _line(
    path: TextPath, pictures: Mapping[str, Image], rng: np.random.Generator, difficulty: str
) -> Strip | None:
    """A straight line, cut as a line detector's box would be."""
    label = _label(path)
    upper_left, upper_right, lower_right, lower_left = path.polygon
    along, down = upper_right - upper_left, lower_left - upper_left
    tall = float(np.linalg.norm(down))
    if label is None or np.linalg.norm(along) < 1.2 * tall or tall < 4:
        return None
    ends = along / np.linalg.norm(along) * tall * rng.uniform(0.0, 0.5, (2, 1))
    above, below = down * rng.uniform(-0.04, 0.3, (2, 1))
    quad = np.array(
        [
            upper_left - above - ends[0],
            upper_right - above + ends[1],
            lower_right + below + ends[1],
            lower_left + below - ends[0],
        ]
    )
    quad += rng.normal(0, 0.03 * tall, (4, 2))
    strip, _ = crop_line(_rendering(pictures, rng), quad.astype(np.float32))
    return Strip(resize(strip), label, "line", difficulty)


def _cells(
    path: TextPath, pictures: Mapping[str, Image], rng: np.random.Generator, difficulty: str
) -> Strip | None:
    """A column, its characters put side by side."""
    label = _label(path)
    if label is None or not 2 <= len(path.characters) <= 8:
        return None
    picture = _rendering(pictures, rng)
    wide = int(48 * rng.uniform(0.75, 1.1))
    cells = []
    for character in path.characters:
        middle = character.quad.mean(axis=0)
        quad = middle + (character.quad - middle) * rng.uniform(1.0, 1.2) + rng.normal(0, 1.0, 2)
        target = np.array([[0, 0], [wide, 0], [wide, 48], [0, 48]], np.float32)
        warp = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
        cells.append(cv2.warpPerspective(picture, warp, (wide, 48), borderMode=cv2.BORDER_REPLICATE))
    return Strip(np.asarray(np.hstack(cells), dtype=np.uint8), label, "cells", difficulty)


def _label(path: TextPath) -> str | None:
    """What a straight path says; None when some of it has faded."""
    faded = any(character.legibility < FADED for character in path.characters)
    return None if faded else path.text.strip()
