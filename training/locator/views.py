"""Views of the drawn pictures to learn from: moved, tiled, recoloured, spoilt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sealstack.models.values import Image
from training.locator.lookalikes.cutout import Cutout, paste
from training.locator.scenes import POINTS, Drawn

_LARGEST, _SMALLEST = 0.98, 0.055  # of a view's longer side: how large a seal is shown
_WHOLE = 0.3  # share of views of a whole picture, as pages are looked at
_TILED = 0.2
_ENLARGED = 3.0
_STREWN = (0.3, 0.25, 0.2, 0.15, 0.1)  # chances of no thing, of one, of two, ...
_SMALLEST_THING, _LARGEST_THING = 0.05, 0.5  # of a view's longer side
_TRIES = 6


@dataclass(frozen=True, eq=False)
class View:
    """What the network is shown.

    Attributes:
        image: `(H, W, 3)` uint8 BGR.
        outlines: `(N, POINTS, 2)` float32 pixels.
        kinds: `(N,)` ints, places in `KINDS`.
        shown: `(N,)` share of each seal that the view shows, 0..1.
    """

    image: Image
    outlines: NDArray[np.float32]
    kinds: NDArray[np.int64]
    shown: NDArray[np.float32]


def make_view(
    rng: np.random.Generator,
    take: Callable[[], Drawn],
    size: tuple[int, int],
    thing: Callable[[], Cutout] | None = None,
) -> View:
    """A view made up by chance.

    Args:
        rng: where chance comes from.
        take: gives a picture, another each time; one is shown, or up to four side by side.
        size: height and width of the view.
        thing: gives something that is no seal; none to several are laid where there is none.
    """
    height, width = size
    cells = [(0, 0, width, height)]
    if rng.random() < _TILED:
        across, down = (int(rng.uniform(0.3, 0.7) * side) for side in (width, height))
        cells = [(0, 0, across, height), (across, 0, width - across, height)]
        if rng.random() < 0.6:
            cells = [
                (x, y, w, h)
                for x, w in ((0, across), (across, width - across))
                for y, h in ((0, down), (down, height - down))
            ]
    canvas = np.empty((height, width, 3), np.uint8)
    outlines, kinds, shown = [], [], []
    for x, y, w, h in cells:
        picture = take()
        image, moved = _moved(rng, picture, (h, w))
        canvas[y : y + h, x : x + w] = image
        shown += [_share(outline, (0, 0, w, h)) for outline in moved]
        outlines += [outline + np.float32([x, y]) for outline in moved]
        kinds += picture.kinds.tolist()
    if rng.random() < 0.3:
        _scribbled(rng, canvas)
    if thing is not None:
        strewn(rng, canvas, thing, outlines)
    image = spoilt(rng, _recoloured(rng, canvas))
    return View(
        image,
        np.asarray(outlines, np.float32).reshape(-1, POINTS, 2),
        np.array(kinds, np.int64),
        np.array(shown, np.float32),
    )


def _share(outline: NDArray[np.float32], cell: tuple[int, int, int, int]) -> float:
    x, y, w, h = cell
    corners = np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], np.float32)
    whole = max(1e-3, float(cv2.contourArea(outline)))
    return float(cv2.intersectConvexConvex(cv2.convexHull(outline), corners)[0]) / whole


def _moved(
    rng: np.random.Generator, picture: Drawn, size: tuple[int, int]
) -> tuple[Image, list[NDArray[np.float32]]]:
    """A part of a picture, enlarged, turned and tilted, in a view of `size`; and where its seals went."""
    image = picture.image
    height, width = size
    rows, columns = image.shape[:2]
    fit = min(height / rows, width / columns)
    if not len(picture.outlines) or rng.random() < _WHOLE:
        scale = fit * float(np.exp(rng.uniform(np.log(0.75), np.log(1.02 if len(picture.outlines) else 3))))
        centre, place = np.array([columns / 2, rows / 2]), np.array([width / 2, height / 2])
        place = place + rng.uniform(-0.5, 0.5, 2) * np.maximum(
            [width - columns * scale, height - rows * scale], 0
        )
    else:
        outline = picture.outlines[int(rng.integers(len(picture.outlines)))]
        extent = float(np.ptp(outline, axis=0).max())
        wanted = max(height, width) * float(np.exp(rng.uniform(np.log(_SMALLEST), np.log(_LARGEST))))
        scale = float(np.clip(wanted / extent, 0.02, _ENLARGED))
        centre = outline.mean(axis=0)
        room = np.maximum(np.array([width, height]) - 0.8 * extent * scale, 0) / 2
        place = np.array([width, height]) / 2 + rng.uniform(-1, 1, 2) * room
    if scale < 0.7:  # sampling a much larger picture would leave holes in strokes
        smaller = (max(1, round(columns * scale)), max(1, round(rows * scale)))
        image = np.asarray(cv2.resize(image, smaller, interpolation=cv2.INTER_AREA), np.uint8)
    turn = float(rng.choice([0, 90, 180, 270])) if rng.random() < 0.3 else 0.0
    turn += float(rng.uniform(-180, 180)) if rng.random() < 0.2 else float(rng.normal(0, 4))
    angle = np.radians(turn)
    spin = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    stretch = np.diag(np.exp(rng.normal(0, 0.06, 2)))
    if rng.random() < 0.5:
        stretch[0, 0] *= -1  # mirrored seals lie where they lie
    linear = spin @ stretch
    to_view = np.eye(3)
    to_view[:2, :2], to_view[:2, 2] = linear, place - linear @ centre
    if rng.random() < 0.3:
        slant = np.eye(3)
        slant[2, :2] = rng.normal(0, 0.25, 2) / max(height, width)
        middle = np.array([[1, 0, width / 2], [0, 1, height / 2], [0, 0, 1]])
        to_view = middle @ slant @ np.linalg.inv(middle) @ to_view
    taken = np.diag([columns / image.shape[1], rows / image.shape[0], 1.0])
    border = int(
        rng.choice([cv2.BORDER_CONSTANT, cv2.BORDER_CONSTANT, cv2.BORDER_REPLICATE, cv2.BORDER_REFLECT])
    )
    ground = image[0, 0].tolist() if rng.random() < 0.5 else rng.integers(0, 256, 3).tolist()
    view = cv2.warpPerspective(
        image, to_view @ taken, (width, height), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=ground
    )
    if border == cv2.BORDER_REFLECT and len(picture.outlines):
        border = cv2.BORDER_CONSTANT  # reflected seals would be seals without a truth
        view = cv2.warpPerspective(
            image,
            to_view @ taken,
            (width, height),
            flags=cv2.INTER_LINEAR,
            borderMode=border,
            borderValue=ground,
        )
    moved = [cv2.perspectiveTransform(outline[None], to_view)[0] for outline in picture.outlines]
    return np.asarray(view, np.uint8), moved


def _scribbled(rng: np.random.Generator, image: Image) -> None:
    """Plain figures that are no seals: discs, rings, boxes, grids, blots; in place."""
    height, width = image.shape[:2]
    for _ in range(int(rng.integers(1, 4))):
        colour = rng.integers(0, 256, 3).tolist()
        if rng.random() < 0.5:
            colour = [int(rng.integers(0, 90)), int(rng.integers(0, 90)), int(rng.integers(150, 256))]
        reach = float(np.exp(rng.uniform(np.log(6), np.log(max(height, width) / 4))))
        x, y = int(rng.uniform(0, width)), int(rng.uniform(0, height))
        thickness = -1 if rng.random() < 0.4 else max(1, round(reach * float(rng.uniform(0.02, 0.2))))
        kind = int(rng.integers(4))
        axes = (max(2, round(reach)), max(2, round(reach * rng.uniform(0.4, 1))))
        if kind == 0:
            cv2.ellipse(
                image, (x, y), axes, float(rng.uniform(0, 180)), 0, 360, colour, thickness, cv2.LINE_AA
            )
        elif kind == 1:
            turned = cv2.boxPoints(((x, y), (2.0 * axes[0], 2.0 * axes[1]), float(rng.normal(0, 5))))
            if thickness < 0:
                cv2.fillPoly(image, [turned.astype(np.int32)], colour, cv2.LINE_AA)
            else:
                cv2.polylines(image, [turned.astype(np.int32)], True, colour, thickness, cv2.LINE_AA)
        elif kind == 2:
            step = max(3, round(reach / rng.uniform(1.5, 4)))
            for line in range(int(rng.integers(2, 6))):
                cv2.line(image, (x, y + line * step), (x + 4 * step, y + line * step), colour, 1, cv2.LINE_AA)
                cv2.line(image, (x + line * step, y), (x + line * step, y + 4 * step), colour, 1, cv2.LINE_AA)
        else:
            points = (rng.uniform(-1, 1, (5, 2)) * reach + [x, y]).astype(np.int32)
            cv2.polylines(image, [points], bool(rng.random() < 0.5), colour, abs(thickness), cv2.LINE_AA)


def strewn(
    rng: np.random.Generator,
    image: Image,
    thing: Callable[[], Cutout],
    outlines: list[NDArray[np.float32]],
) -> None:
    """Lay things that are no seals beside the seals, as large as seals are, in place.

    Args:
        rng: where chance comes from.
        image: `(H, W, 3)` uint8 BGR.
        thing: gives something that is no seal.
        outlines: of the seals, `(N, 2)` pixels each.
    """
    height, width = image.shape[:2]
    free = np.ones((height, width), np.uint8)
    for outline in outlines:
        cv2.fillPoly(free, [np.round(outline).astype(np.int32)], 0)
    for _ in range(int(rng.choice(len(_STREWN), p=_STREWN))):
        cutout = thing()
        longest = np.log(_LARGEST_THING if rng.random() < 0.9 else 0.95)
        wanted = max(height, width) * float(np.exp(rng.uniform(np.log(_SMALLEST_THING), longest)))
        scale = float(min(wanted / max(cutout.shape[:2]), _ENLARGED))
        turn = float(rng.normal(0, 5)) if rng.random() < 0.8 else float(rng.uniform(-180, 180))
        reach = (np.array(cutout.shape[1::-1]) * scale / 2).astype(int)
        for _ in range(_TRIES):
            x, y = int(rng.uniform(0, width)), int(rng.uniform(0, height))
            rows = slice(max(0, y - reach[1]), y + reach[1] + 1)
            columns = slice(max(0, x - reach[0]), x + reach[0] + 1)
            if free[rows, columns].all():
                paste(image, cutout, (float(x), float(y)), scale, turn)
                break


def _recoloured(rng: np.random.Generator, image: Image) -> Image:
    """Other inks and lights: channels exchanged, greyed, dimmed, fogged, tinted."""
    if rng.random() < 0.18:
        image = np.ascontiguousarray(image[..., rng.permutation(3)])
    if rng.random() < 0.15:
        weights = rng.dirichlet([2, 2, 2]).astype(np.float32)
        grey = cv2.transform(image, weights[None])
        image = np.asarray(cv2.merge([grey, grey, grey]), np.uint8)
    steps = np.arange(256, dtype=np.float32) / 255
    table = np.empty((1, 256, 3), np.uint8)
    gamma, fog = float(np.exp(rng.normal(0, 0.25))), float(rng.uniform(0, 0.45)) ** 2 * 2
    tint = np.exp(rng.normal(0, 0.06, 3)) * rng.uniform(0.6, 1.05)
    for channel in range(3):
        value = (steps**gamma * (1 - fog) + fog) * tint[channel] * 255
        table[0, :, channel] = np.clip(value, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(image, table), np.uint8)


def spoilt(rng: np.random.Generator, image: Image) -> Image:
    """A picture, `(H, W, 3)` uint8, with shadows, blur, noise, covered places and traces of coding."""
    height, width = image.shape[:2]
    if rng.random() < 0.2:
        light = cv2.resize(rng.uniform(0.55, 1.1, (3, 3)).astype(np.float32), (width, height))
        image = np.clip(image * light[..., None], 0, 255).astype(np.uint8)
    if rng.random() < 0.2:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.4, 1.3))), np.uint8)
    if rng.random() < 0.25:
        noise = np.empty(image.shape, np.int8)
        cv2.setRNGSeed(int(rng.integers(2**31)))
        cv2.randn(noise, 0, float(rng.uniform(2, 14)))
        image = np.asarray(cv2.add(image, noise, dtype=cv2.CV_8U), np.uint8)
    if rng.random() < 0.1:
        x, y = int(rng.uniform(0, width)), int(rng.uniform(0, height))
        reach = rng.uniform(0.02, 0.12, 2) * [width, height]
        cv2.rectangle(
            image, (x, y), (int(x + reach[0]), int(y + reach[1])), rng.integers(0, 256, 3).tolist(), -1
        )
    if rng.random() < 0.25:
        coded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 90))])[1]
        image = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)
    return image
