"""Draws what the path network learns from: crops of generated seals, as the reader would cut them out."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.generator.scenes import Scene, make_scene
from bench.generator.truth import Homography, Points, SealTruth, TextPath, project
from training.course import Sample
from training.paths.samples import CLASSES, STRIDE, class_of, maps_of

SIDE = 288
"""Pixels of a crop's sides."""

KIND = "paths"
"""Kind of the samples."""

_SHAPES = {"round": 0.42, "oval": 0.19, "rectangle": 0.23, "diamond": 0.08, "triangle": 0.08}
_DIFFICULTIES = {"easy": 0.25, "medium": 0.4, "hard": 0.35}
_GREY = 0.2
_PAGES = 0.06
_BACKGROUNDS = 2  # crops of a page beside its seals
_RARE = ("other_arc",)  # classes that few seals have
_OFTENER = 3  # crops of such a seal for each of another
_NARROWEST = 24.0  # pixels of a scene: smaller seals are left out
_LEAST_SHOWN = 0.6  # share of a seal that its picture shows
_SHARES = (0.8, 1.1)  # of a crop's side that the seal's box takes
_SHIFT = 0.07  # of a crop's side, at most
_COARSE = 0.7  # scale below which a picture is made smaller first, so that strokes keep their ink


class PathArtist:
    """Draws crops with their maps; it holds nothing but how to draw."""

    def __init__(self, side: int = SIDE, views: int = 2, *, bundled_only: bool = False) -> None:
        """Say how to draw.

        Args:
            side: of the crops, pixels, divisible by 32.
            views: crops of each seal, each with its own turn, size and place; of seals with rare kinds of
                paths thrice as many.
            bundled_only: draw with the bundled font only, so that a seed gives the same crops everywhere.
        """
        if side <= 0 or side % 32:
            raise ValueError(f"a crop's side must be divisible by 32, not {side}")
        self._side, self._views, self._bundled_only = side, views, bundled_only

    def draw(self, seed: int) -> list[Sample]:
        """Draw the crops of one scene.

        Returns:
            Samples of kind `paths` with arrays `(picture, kernel, direction, half_height, centre)`: the crop,
            `(side, side, 3)` uint8 BGR, and the maps as in `Maps`. Crops of one scene follow each other.
        """
        rng = np.random.default_rng([seed, 61])
        kind = "page" if rng.random() < _PAGES else "crop"
        shape = None if rng.random() < 0.3 else str(rng.choice(list(_SHAPES), p=list(_SHAPES.values())))
        scene = make_scene(
            seed,
            str(rng.choice(list(_DIFFICULTIES), p=list(_DIFFICULTIES.values()))),
            kind,
            shape=shape,
            grey=bool(rng.random() < _GREY),
            bundled_only=self._bundled_only,
        )
        return list(self._crops(rng, scene, seed))

    def _crops(self, rng: np.random.Generator, scene: Scene, seed: int) -> Iterator[Sample]:
        for truth in scene.truths:
            if min(truth.box[2:]) < _NARROWEST or truth.in_picture < _LEAST_SHOWN:
                continue
            # of a neighbour that laps over, the text is text too; the seal itself is drawn last
            around = [path for other in scene.truths if other is not truth for path in other.paths]
            rare = any(CLASSES[class_of(path) - 1] in _RARE for path in truth.paths)
            for _ in range(self._views * (_OFTENER if rare else 1)):
                to_crop = _framing(rng, outline_of(truth), self._side)
                paths = [path.mapped(to_crop) for path in (*around, *truth.paths)]
                yield self._sample(rng, scene, to_crop, paths, seed, truth.shape)
        if not scene.truths or scene.kind == "page":
            for _ in range(_BACKGROUNDS):
                window = _window(rng, scene)
                if window is not None:
                    to_crop = _framing(rng, window, self._side)
                    paths = [path.mapped(to_crop) for truth in scene.truths for path in truth.paths]
                    yield self._sample(rng, scene, to_crop, paths, seed, "none")

    def _sample(
        self,
        rng: np.random.Generator,
        scene: Scene,
        to_crop: Homography,
        paths: list[TextPath],
        seed: int,
        shape: str,
    ) -> Sample:
        picture = _cut(rng, scene.image, to_crop, self._side)
        maps = maps_of(paths, (self._side, self._side))
        arrays = (picture, maps.kernel, maps.direction, maps.half_height, maps.centre)
        return Sample(KIND, arrays, {"seed": seed, "shape": shape, "difficulty": scene.difficulty})


def sample_bytes(side: int = SIDE) -> int:
    """Bytes of one sample's arrays."""
    return side * side * 3 + (side // STRIDE) ** 2 * (1 + 2 + 2 + 1)


def outline_of(truth: SealTruth) -> Points:
    """Points around a seal in its picture's pixels, `(N, 2)`: its rim, or its frame's corners."""
    across, down = truth.half_axes
    if truth.shape in {"round", "oval"}:
        angle = np.arange(32) * np.pi / 16
        own = np.stack([across * np.cos(angle), down * np.sin(angle)], axis=-1)
    elif truth.shape == "diamond":
        own = np.array([[0.0, -down], [across, 0.0], [0.0, down], [-across, 0.0]])
    else:
        own = np.array([[-across, -down], [across, -down], [across, down], [-across, down]])
    return project(truth.homography, own)


def _framing(rng: np.random.Generator, outline: Points, side: int) -> Homography:
    """From a picture to a crop: turned, sized so that the outline's box nearly fills it, a little moved."""
    turn = float(rng.choice([0, 90, 180, 270])) if rng.random() < 0.12 else 0.0
    turn += float(rng.uniform(-180, 180)) if rng.random() < 0.3 else float(rng.normal(0, 5))
    angle = np.radians(turn)
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    spin = spin @ np.diag(np.exp(rng.normal(0, 0.03, 2)))
    turned = outline @ spin.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    scale = side * float(rng.uniform(*_SHARES)) / float((high - low).max())
    place = np.full(2, side / 2) + rng.uniform(-_SHIFT, _SHIFT, 2) * side
    to_crop = np.eye(3)
    to_crop[:2, :2] = scale * spin
    to_crop[:2, 2] = place - scale * (low + high) / 2
    return to_crop


def _cut(
    rng: np.random.Generator, image: NDArray[np.uint8], to_crop: Homography, side: int
) -> NDArray[np.uint8]:
    """The crop `(side, side, 3)`; beyond the picture its edge goes on, or paper."""
    rows, columns = image.shape[:2]
    scale = float(np.sqrt(abs(np.linalg.det(to_crop[:2, :2]))))
    if scale < _COARSE:
        smaller = (max(1, round(columns * scale)), max(1, round(rows * scale)))
        image = np.asarray(cv2.resize(image, smaller, interpolation=cv2.INTER_AREA), np.uint8)
    across, down = columns / image.shape[1], rows / image.shape[0]
    # pixels are squares whose middles have whole coordinates
    taken = np.array([[across, 0, (across - 1) / 2], [0, down, (down - 1) / 2], [0, 0, 1]])
    border = cv2.BORDER_REPLICATE if rng.random() < 0.5 else cv2.BORDER_CONSTANT
    paper = np.median(image[:: max(1, len(image) // 16)].reshape(-1, 3), axis=0).tolist()
    method = cv2.INTER_LINEAR if rng.random() < 0.7 else cv2.INTER_CUBIC
    cut = cv2.warpPerspective(
        image, to_crop @ taken, (side, side), flags=method, borderMode=border, borderValue=paper
    )
    return np.asarray(cut, np.uint8)


def _window(rng: np.random.Generator, scene: Scene) -> Points | None:
    """The corners of a square of a picture clear of all its seals; None when none was found."""
    rows, columns = scene.image.shape[:2]
    for _ in range(8):
        side = float(rng.uniform(0.12, 0.45)) * min(rows, columns)
        if len(scene.truths) == 0:
            side = float(rng.uniform(0.5, 0.95)) * min(rows, columns)
        x, y = rng.uniform(0, columns - side), rng.uniform(0, rows - side)
        apart = [_apart((x, y, side, side), truth.box, 0.3 * side) for truth in scene.truths]
        if all(apart):
            return np.array([[x, y], [x + side, y], [x + side, y + side], [x, y + side]])
    return None


def _apart(one: tuple[float, float, float, float], other: tuple[int, int, int, int], margin: float) -> bool:
    """Whether two boxes `(x, y, width, height)` are more than `margin` apart."""
    return any(
        one[axis] - margin > other[axis] + other[axis + 2] or other[axis] - margin > one[axis] + one[axis + 2]
        for axis in (0, 1)
    )
