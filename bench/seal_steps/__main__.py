"""Draw how a seal is read: the seal, what the path network sees in it, its text paths, and their strips.

    python -m bench.seal_steps docs/images/seal_paths.png [--seed 3]

The seal is drawn by `bench.generator` with the bundled font: a seed gives the same picture everywhere.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from bench.generator.scenes import make_scene
from sealstack.models import weights
from sealstack.models.runtime import RuntimeOptions
from sealstack.models.seal.paths.network import PathNetwork
from sealstack.models.seal.paths.text_path import PathKind, TextPath
from sealstack.models.seal.rectify.path import Margins, cells_down, strip_along
from sealstack.models.values import Image

_SIDE = 360  # pixels of each picture
_MARGIN = 0.12  # of the seal's longer side
_STRIP_HEIGHT = 40
_GAP = 12
_COLOURS = {
    PathKind.TITLE_ARC: (40, 40, 200),
    PathKind.OTHER_ARC: (20, 130, 230),
    PathKind.LOWER_ARC: (180, 60, 180),
    PathKind.LINE: (60, 140, 40),
    PathKind.COLUMN: (190, 110, 30),
}
"""BGR of each kind of path."""


def draw(seed: int, shape: str) -> Image:
    """The seal of a seed as it is, its text paths upon it, and below them the strips that are read."""
    scene = make_scene(seed, "easy", "crop", shape=shape, bundled_only=True)
    crop = _cut_out(scene.image, scene.truths[0].box)
    paths = PathNetwork.load(weights.seal_paths(), RuntimeOptions("cpu", 1)).find(crop)
    pictures = np.hstack([_fitted(crop), _gap(_SIDE), _fitted(_with_paths(crop, paths))])
    rows = [pictures]
    for path in paths:
        strip = (
            cells_down(crop, path, 2)
            if path.is_column
            else strip_along(crop, path, Margins(0.1, 0.1), beyond=0.2)
        )
        rows += [_gap(_GAP, pictures.shape[1]), _row(strip, path.kind, pictures.shape[1])]
    return np.asarray(np.vstack(rows), np.uint8)


def _cut_out(image: Image, box: tuple[int, int, int, int]) -> Image:
    x, y, width, height = box
    margin = round(_MARGIN * max(width, height))
    top, left = max(0, y - margin), max(0, x - margin)
    return np.ascontiguousarray(image[top : y + height + margin, left : x + width + margin])


def _with_paths(crop: Image, paths: Sequence[TextPath]) -> Image:
    faded = np.asarray(255 - (255 - crop.astype(np.int16)) // 3, np.uint8)
    shown = np.ascontiguousarray(faded)
    for path in paths:
        colour = _COLOURS[path.kind]
        cv2.polylines(shown, [np.round(path.polygon).astype(np.int32)], True, colour, 2, cv2.LINE_AA)
        start, after = (tuple(int(v) for v in np.round(point)) for point in path.centre_line[[0, -1]])
        cv2.circle(shown, start, 5, colour, -1, cv2.LINE_AA)
        cv2.circle(shown, after, 5, colour, 1, cv2.LINE_AA)
        for centre in path.centres:
            cv2.circle(shown, (round(float(centre[0])), round(float(centre[1]))), 2, colour, -1, cv2.LINE_AA)
    return shown


def _fitted(picture: Image) -> Image:
    """A picture on a white square."""
    scale = _SIDE / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    square = np.full((_SIDE, _SIDE, 3), 255, np.uint8)
    square[: small.shape[0], : small.shape[1]] = small[:_SIDE, :_SIDE]
    return square


def _gap(height: int, width: int = _GAP) -> Image:
    return np.full((height, width, 3), 255, np.uint8)


def _row(strip: Image, kind: PathKind, width: int) -> Image:
    """A strip beside a mark in its path's colour, on white."""
    scale = min(_STRIP_HEIGHT / strip.shape[0], (width - 2 * _GAP) / strip.shape[1])
    small = cv2.resize(strip, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    row = _gap(_STRIP_HEIGHT, width)
    row[:, : _GAP // 2] = _COLOURS[kind]
    row[: small.shape[0], _GAP : _GAP + small.shape[1]] = small
    return row


def main(arguments: list[str] | None = None) -> None:
    """Write the picture.

    Args:
        arguments: of the command line; the process's own when None.
    """
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path, help="the picture to write")
    parser.add_argument("--seed", type=int, default=3, help="of the seal (default 3)")
    parser.add_argument("--shape", default="round", help="of the seal (default round)")
    options = parser.parse_args(arguments)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(options.out), draw(options.seed, options.shape))


if __name__ == "__main__":
    main()
