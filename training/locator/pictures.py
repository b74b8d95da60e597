"""Pictures to learn from: seals on pages, crops, invoices, in squares, and what is no seal."""

from __future__ import annotations

import numpy as np

from bench.generator import poses
from bench.generator.degradations import degrade, random_degradation
from bench.generator.designs import design_of
from bench.generator.pressing import press, truth_of
from bench.generator.scenes import make_scene
from bench.generator.seals import SealSpec, draw_seal
from sealstack.models.values import Image
from training.locator.invoices import invoice
from training.locator.lookalikes.licences import licence
from training.locator.lookalikes.scenery import scenery
from training.locator.scenes import Drawn, drawn, drawn_with
from training.locator.squares import squares

_SHARES = {
    "page": 0.13,
    "crop": 0.2,
    "invoice": 0.12,
    "squares": 0.16,
    "licence": 0.14,
    "scenery": 0.25,
}
_MAKERS = {"licence": licence, "invoice": invoice, "squares": squares}
_SHAPES = {None: 0.4, "round": 0.1, "oval": 0.14, "rectangle": 0.24, "diamond": 0.07, "triangle": 0.05}
_GREY = 0.22
_SEALED = 0.3  # of scenery: what is about a seal shall not tell whether there is one
_LONGEST = {"crop": 640, "page": 1024}


def draw_picture(rng: np.random.Generator) -> Drawn:
    """A picture of any kind with the outlines of its seals, if it has any."""
    kind = str(rng.choice(list(_SHARES), p=list(_SHARES.values())))
    if kind in _MAKERS:
        return _MAKERS[kind](rng)
    if kind == "scenery":
        image = scenery(rng)
        if rng.random() < _SEALED:
            return _sealed(rng, image)
        return drawn_with(image, [], max(image.shape))
    scene = make_scene(
        int(rng.integers(2**31)),
        str(rng.choice(["easy", "medium", "hard"], p=[0.25, 0.35, 0.4])),
        kind,
        shape=_shape(rng),
        grey=bool(rng.random() < _GREY),
    )
    return drawn(scene, _LONGEST[kind])


def _shape(rng: np.random.Generator) -> str | None:
    return list(_SHAPES)[int(rng.choice(len(_SHAPES), p=list(_SHAPES.values())))]


def _sealed(rng: np.random.Generator, image: Image) -> Drawn:
    """Scenery with a seal or two pressed on it."""
    height, width = image.shape[:2]
    picture = np.asarray(image / np.float32(255), np.float32)
    truths = []
    severity = float(rng.uniform(0, 0.7))
    for _ in range(int(rng.integers(1, 3))):
        radius = float(np.exp(rng.uniform(np.log(0.06), np.log(0.22)))) * max(height, width)
        x, y = rng.uniform(0.1, 0.9, 2) * [width, height]
        design = design_of(rng, _shape(rng))
        drawing = draw_seal(rng, SealSpec(severity=severity), float(np.clip(radius * 1.1, 50, 200)), design)
        pose = poses.similarity(float(x), float(y), radius, float(rng.normal(0, 10)))
        _lightened(picture, float(x), float(y), radius)
        truths.append(truth_of(press(picture, drawing, pose, opaque=bool(rng.random() < 0.3))))
    how = random_degradation(rng, severity, True, bool(rng.random() < 0.1), 8.0)
    return drawn_with(degrade(picture, how, rng), truths, max(height, width))


def _lightened(picture: np.ndarray, x: float, y: float, radius: float) -> None:
    """Make dark ground pale about a place, in place: on a dark one no seal would be seen."""
    reach = 1.25 * radius
    rows = slice(max(0, int(y - reach)), max(0, int(y + reach)))
    columns = slice(max(0, int(x - reach)), max(0, int(x + reach)))
    part = picture[rows, columns]
    if part.size and part.mean() < 0.7:
        part[:] = 0.62 + 0.38 * part
