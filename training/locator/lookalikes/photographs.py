"""Something like photographs: textures of noise, light, leaves, skin, cloth, and round things in them."""

from __future__ import annotations

import cv2
import numpy as np

from bench.generator.noise import clouds, white
from sealstack.models.values import Image
from training.locator.lookalikes.cutout import Colour, Cutout, Drawing, paste, vivid


def photograph(rng: np.random.Generator, height: int, width: int) -> Image:
    """A photograph of no place, `(height, width, 3)` BGR."""
    grounds = (_light, _light, _cloth, _wood, _room)
    image = grounds[int(rng.integers(len(grounds)))](rng, (height, width))
    things = (_leaves, _balls, _balls, _plates, _figure)
    for _ in range(int(rng.integers(0, 4))):
        things[int(rng.integers(len(things)))](rng, image)
    if rng.random() < 0.5:
        light = 1 + 0.15 * clouds(rng, (height, width), float(rng.uniform(1, 4)))
        image = np.clip(image * light[..., None], 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        image = cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.5, 2.5))).astype(np.uint8)
    return np.ascontiguousarray(image)


def portrait(rng: np.random.Generator, side: int) -> Cutout:
    """A photograph for a pass: head and shoulders before a plain ground, in a thin frame."""
    drawing = Drawing(round(side * 1.35), side)
    ground: Colour = [(200, 110, 40), (40, 30, 200), (245, 245, 245)][int(rng.integers(3))]
    drawing.fill(np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]]), ground)
    skin = tuple(int(value * rng.uniform(0.6, 1.0)) for value in (170, 200, 240))
    hair = tuple(int(value) for value in rng.integers(10, 70, 3))
    _oval(drawing, 0.5, 1.02, 0.44, 0.36, vivid(rng))
    _oval(drawing, 0.5, 0.36, 0.25, 0.24, hair)  # type: ignore[arg-type]
    _oval(drawing, 0.5, 0.43, 0.2, 0.22, skin)  # type: ignore[arg-type]
    if rng.random() < 0.6:
        drawing.stroke(np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]]), (90, 90, 90), 0.015, closed=True)
    return drawing.cutout()


def ball(rng: np.random.Generator, side: int) -> Cutout:
    """A round or oval thing under light: a fruit, a lamp, a ball, a lid."""
    drawing = Drawing(round(side * float(rng.uniform(0.7, 1.2))), side)
    colour = np.array(vivid(rng), np.float32)
    rows = np.linspace(-1, 1, drawing.alpha.shape[0], dtype=np.float32)[:, None]
    across = np.linspace(-1, 1, side, dtype=np.float32)[None]
    depth = np.sqrt(np.clip(1 - rows**2 - across**2, 0, 1))
    heading = rng.uniform(-0.7, 0.7, 2)
    light = np.clip(0.35 + 0.7 * (depth + heading[0] * rows + heading[1] * across), 0.1, 1.2)
    shine = np.clip(light - 0.95, 0, 1)[..., None] * 500
    drawing.image = np.clip(light[..., None] * colour + shine, 0, 255).astype(np.uint8)
    drawing.alpha = np.clip((1 - np.hypot(rows, across)) * side * 128, 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        leaf = np.array(
            [[0.5, 0.02], [0.6, 0.15], [0.85, 0.1], [0.62, 0.24], [0.5, 0.3], [0.38, 0.24], [0.15, 0.1]]
        )
        drawing.fill(leaf, (40, int(rng.integers(90, 180)), 40))
    return drawing.cutout()


def snippet(rng: np.random.Generator, side: int) -> Cutout:
    """A small photograph: a portrait, a ball, or a piece of a scene, square, round or framed."""
    chance = rng.random()
    if chance < 0.25:
        return portrait(rng, side)
    if chance < 0.55:
        return ball(rng, side)
    drawing = Drawing(round(side * float(rng.uniform(0.6, 1.2))), side)
    image = photograph(rng, *drawing.alpha.shape)
    if rng.random() < 0.4:
        drawing.fill(drawing.circle(0.5, 0.5, 0.49), (0, 0, 0))
    else:
        drawing.alpha[:] = 255
    drawing.image = image
    if rng.random() < 0.3:
        drawing.stroke(drawing.circle(0.5, 0.5, 0.47), vivid(rng), 0.03, closed=True)
    return drawing.cutout()


def _oval(drawing: Drawing, x: float, y: float, across: float, down: float, colour: Colour) -> None:
    angle = np.linspace(0, 2 * np.pi, 40)
    drawing.fill(np.stack([x + across * np.cos(angle), y + down * np.sin(angle)], -1), colour)


def _light(rng: np.random.Generator, shape: tuple[int, int]) -> Image:
    """Soft fields of two or three colours."""
    image = np.empty((*shape, 3), np.float32)
    image[:] = _muted(rng)
    for _ in range(int(rng.integers(1, 4))):
        share = np.clip(
            0.5 + float(rng.uniform(0.3, 2)) * clouds(rng, shape, float(rng.uniform(1, 14))), 0, 1
        )
        image += share[..., None] * (_muted(rng) - image)
    image += white(rng, shape)[..., None] * float(rng.uniform(0, 8))
    return np.clip(image, 0, 255).astype(np.uint8)


def _cloth(rng: np.random.Generator, shape: tuple[int, int]) -> Image:
    """A weave or a print that repeats."""
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    step, turn = float(rng.uniform(4, 60)), float(rng.uniform(0, np.pi))
    along = (columns * np.cos(turn) + rows * np.sin(turn)) * np.float32(2 * np.pi / step)
    across = (rows * np.cos(turn) - columns * np.sin(turn)) * np.float32(
        2 * np.pi / step * rng.uniform(0.5, 2)
    )
    share = 0.5 + 0.25 * (np.sin(along) + np.sin(across) * (rng.random() < 0.6))
    if rng.random() < 0.4:
        share = (share > 0.6).astype(np.float32)
    first, second = _muted(rng), _muted(rng)
    return np.asarray(np.clip(first + share[..., None] * (second - first), 0, 255), np.uint8)


def _wood(rng: np.random.Generator, shape: tuple[int, int]) -> Image:
    """Grain along one way."""
    grain = cv2.resize(
        white(rng, (max(4, shape[0] // 3), 5)), (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR
    )
    colour = np.array([70, 110, 160], np.float32) * float(rng.uniform(0.5, 1.3))
    image = colour * (1 + 0.12 * grain[..., None])
    if rng.random() < 0.5:
        image = np.ascontiguousarray(cv2.resize(np.rot90(image), (shape[1], shape[0])))
    return np.clip(image, 0, 255).astype(np.uint8)


def _room(rng: np.random.Generator, shape: tuple[int, int]) -> Image:
    """Flat faces of walls and boxes."""
    image = _light(rng, shape)
    for _ in range(int(rng.integers(3, 12))):
        middle, reach = rng.uniform(0, 1, 2), rng.uniform(0.05, 0.4, 2)
        corners = middle + reach * rng.uniform(0.6, 1, (4, 2)) * [[-1, -1], [1, -1], [1, 1], [-1, 1]]
        cv2.fillPoly(image, [(corners * shape[::-1]).astype(np.int32)], _muted(rng).tolist(), cv2.LINE_AA)
    return image


def _leaves(rng: np.random.Generator, image: Image) -> None:
    height, width = image.shape[:2]
    middle = rng.uniform(0, 1, 2) * [width, height]
    long = float(rng.uniform(0.02, 0.09)) * max(height, width)
    tone = np.array([50, 120, 60]) * float(rng.uniform(0.4, 1.4))
    for _ in range(int(rng.integers(15, 90))):
        place = middle + rng.normal(0, 0.18, 2) * [width, height]
        colour = np.clip(tone + rng.normal(0, 22, 3), 0, 255).tolist()
        axes = (max(2, round(long * rng.uniform(0.5, 1.2))), max(1, round(long * rng.uniform(0.15, 0.4))))
        cv2.ellipse(
            image,
            np.round(place).astype(int).tolist(),
            axes,
            float(rng.uniform(0, 360)),
            0,
            360,
            colour,
            -1,
            cv2.LINE_AA,
        )


def _balls(rng: np.random.Generator, image: Image) -> None:
    for _ in range(int(rng.integers(1, 6))):
        side = max(10, round(float(np.exp(rng.uniform(np.log(0.04), np.log(0.4)))) * min(image.shape[:2])))
        x, y = rng.uniform(0, 1, 2) * image.shape[1::-1]
        paste(image, ball(rng, side), (float(x), float(y)), 1.0)


def _plates(rng: np.random.Generator, image: Image) -> None:
    """Rings and discs seen at a slant: plates, cups, wheels, lids."""
    height, width = image.shape[:2]
    for _ in range(int(rng.integers(1, 5))):
        middle = (rng.uniform(0, 1, 2) * [width, height]).astype(int).tolist()
        radius = float(np.exp(rng.uniform(np.log(0.04), np.log(0.35)))) * min(height, width)
        slant, turn = float(rng.uniform(0.3, 1)), float(rng.normal(0, 10))
        for share in sorted(rng.uniform(0.3, 1, int(rng.integers(1, 5))), reverse=True):
            axes = (max(2, round(radius * share)), max(2, round(radius * share * slant)))
            thickness = -1 if rng.random() < 0.7 else max(1, round(radius * 0.05))
            colour = vivid(rng) if rng.random() < 0.4 else _muted(rng).tolist()
            cv2.ellipse(image, middle, axes, turn, 0, 360, colour, thickness, cv2.LINE_AA)


def _figure(rng: np.random.Generator, image: Image) -> None:
    """People from afar: heads over shoulders, in a row."""
    height, width = image.shape[:2]
    size, count = float(rng.uniform(0.03, 0.2)) * height, int(rng.integers(1, 9))
    y, first = float(rng.uniform(0.3, 0.8)) * height, float(rng.uniform(0, 0.5)) * width
    for number in range(count):
        x = round(first + number * size * 2.2)
        body = vivid(rng) if rng.random() < 0.6 else _muted(rng).tolist()
        cv2.ellipse(
            image,
            (x, round(y + 2.6 * size)),
            (round(size), round(2 * size)),
            0,
            0,
            360,
            body,
            -1,
            cv2.LINE_AA,
        )
        cv2.circle(image, (x, round(y)), max(2, round(0.55 * size)), (40, 40, 45), -1, cv2.LINE_AA)
        skin = (np.array([150, 180, 225]) * float(rng.uniform(0.6, 1.1))).clip(0, 255).tolist()
        cv2.circle(image, (x, round(y + 0.15 * size)), max(2, round(0.45 * size)), skin, -1, cv2.LINE_AA)


def _muted(rng: np.random.Generator) -> np.ndarray:
    """A colour as things have it; reds and skins too."""
    if rng.random() < 0.3:
        return np.array(vivid(rng), np.float32)
    if rng.random() < 0.3:
        return np.array([150, 180, 225], np.float32) * np.float32(rng.uniform(0.3, 1.1))
    value = rng.uniform(20, 245)
    return np.clip(value + rng.normal(0, 25, 3), 0, 255).astype(np.float32)
