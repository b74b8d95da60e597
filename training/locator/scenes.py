"""Shards of small pictures with the outlines of their seals, drawn by the project's generator."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.scenes import Scene, make_scene
from bench.generator.truth import Points, SealTruth, project
from training.locator.maps import KINDS

_log = logging.getLogger(__name__)

POINTS = 48
"""Points of each outline; frames have their corners among them."""

_KIND_OF_SHAPE = {
    "round": "ring",
    "oval": "ring",
    "rectangle": "frame",
    "diamond": "frame",
    "triangle": "triangle",
}
_SCENES = 50  # a shard
_SIDES = {"crop": 640, "page": 1280}  # pixels of the longer side as kept, at most
_PAGES = 0.42
_SHAPES = {None: 0.5, "oval": 0.2, "rectangle": 0.16, "diamond": 0.08, "triangle": 0.06}
_GREY = 0.22
_QUALITY = 93


@dataclass(frozen=True, eq=False)
class Drawn:
    """A picture to learn from.

    Attributes:
        image: `(H, W, 3)` uint8 BGR.
        outlines: `(N, POINTS, 2)` float32 pixels, the outer edge of each seal's rim or frame.
        kinds: `(N,)` ints, places in `KINDS`.
    """

    image: NDArray[np.uint8]
    outlines: NDArray[np.float32]
    kinds: NDArray[np.int64]


def outline_of(truth: SealTruth) -> Points:
    """The outer edge of a drawn seal in the picture's pixels, `(POINTS, 2)`."""
    across, down = truth.half_axes
    if truth.shape in {"round", "oval"}:
        angle = np.arange(POINTS) * 2 * np.pi / POINTS
        return project(truth.homography, np.stack([across * np.cos(angle), down * np.sin(angle)], axis=-1))
    if truth.shape == "diamond":
        corners = np.array([[0.0, -down], [across, 0.0], [0.0, down], [-across, 0.0]])
    elif truth.shape == "triangle":
        corners = np.array([[0.0, -down], [across, down], [-across, down]])
        back = np.linalg.inv(truth.homography)
        places = [project(back, c.quad).mean(axis=0) for path in truth.paths for c in path.characters]
        # the text says which way up a triangle is: more of it lies towards its base
        if _inside(places, corners) < _inside(places, -corners):
            corners = -corners
    else:
        corners = np.array([[-across, -down], [across, -down], [across, down], [-across, down]])
    return project(truth.homography, along_sides(corners))


def along_sides(corners: Points) -> Points:
    """Points evenly along a polygon's sides, its corners among them, `(POINTS, 2)`."""
    share = np.arange(POINTS // len(corners))[:, None] * len(corners) / POINTS
    ahead = np.roll(corners, -1, axis=0)
    return np.concatenate([here + share * (there - here) for here, there in zip(corners, ahead, strict=True)])


def _inside(places: list[NDArray[np.float64]], corners: Points) -> int:
    outline = corners.astype(np.float32)
    return sum(cv2.pointPolygonTest(outline, (float(x), float(y)), False) > 0 for x, y in places)


def kind_of(truth: SealTruth) -> int:
    """The place of a seal's kind in `KINDS`."""
    return list(KINDS).index(_KIND_OF_SHAPE[truth.shape])


def drawn(scene: Scene, longest: int | None = None) -> Drawn:
    """A scene, made small: its longer side no longer than `longest` pixels, or as its kind usually is."""
    return drawn_with(scene.image, scene.truths, longest or _SIDES[scene.kind])


def drawn_with(image: NDArray[np.uint8], truths: Sequence[SealTruth], longest: int) -> Drawn:
    """A picture with its seals, its longer side no longer than `longest` pixels."""
    scale = min(1.0, longest / max(image.shape[:2]))
    size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    outlines = [outline_of(truth) * scale for truth in truths]
    return Drawn(
        np.asarray(small, np.uint8),
        np.asarray(outlines, np.float32).reshape(-1, POINTS, 2),
        np.array([kind_of(truth) for truth in truths], np.int64),
    )


def make_shard(path: Path, seed: int, only: str | None = None) -> int:
    """Draw one shard, of all shapes or of one; the same seed gives the same pictures. Returns how many."""
    rng = np.random.default_rng([seed, 43])
    kept: dict[str, NDArray[np.generic]] = {}
    shapes = list(_SHAPES)
    for number in range(_SCENES):
        kind = "page" if rng.random() < _PAGES else "crop"
        shape = only or shapes[int(rng.choice(len(shapes), p=list(_SHAPES.values())))]
        grey = bool(rng.random() < _GREY)
        difficulty = str(rng.choice(["easy", "medium", "hard"], p=[0.25, 0.35, 0.4]))
        one = drawn(make_scene(seed * 1000 + number, difficulty, kind, shape=shape, grey=grey))
        done, coded = cv2.imencode(".jpg", one.image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        if not done:
            raise OSError("a picture could not be coded")
        kept[f"image_{number}"] = coded.reshape(-1)
        kept[f"outlines_{number}"] = one.outlines
        kept[f"kinds_{number}"] = one.kinds
    half_done = path.with_suffix(".part")
    with half_done.open("wb") as file:
        np.savez(file, **kept)  # type: ignore[arg-type]
    half_done.rename(path)
    return _SCENES


def make_shards(directory: Path, first_seed: int, count: int, only: str | None = None) -> None:
    """Draw shards `first_seed`, `first_seed + 1`, ... that are not there yet.

    Args:
        directory: where they are kept.
        first_seed: of the first one.
        count: how many.
        only: the shape of all seals; mixed when None.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for seed in range(first_seed, first_seed + count):
        path = directory / f"scenes_{seed:07d}.npz"
        if not path.exists():
            _log.info("%s: %d pictures", path.name, make_shard(path, seed, only))


def load_shard(path: Path) -> list[tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.int64]]]:
    """A shard as `(coded picture, outlines, kinds)`; decode with `cv2.imdecode`."""
    with np.load(path) as held:
        count = sum(name.startswith("image_") for name in held.files)
        return [(held[f"image_{n}"], held[f"outlines_{n}"], held[f"kinds_{n}"]) for n in range(count)]
