"""Square seals to learn from: large ones alone on a ground, in rows and pairs, and any size on pages."""

from __future__ import annotations

import numpy as np

from bench.generator import names, poses
from bench.generator.degradations import degrade, random_degradation
from bench.generator.design import Design
from bench.generator.designs import design_of
from bench.generator.designs.name_seal import name_design
from bench.generator.layouts import LAYOUTS
from bench.generator.layouts.canvas import Canvas
from bench.generator.paper import bare_paper, paper_colour
from bench.generator.pressing import press, truth_of
from bench.generator.seals import SealSpec, draw_seal
from bench.generator.truth import SealTruth
from training.locator.scenes import Drawn, drawn_with
from training.locator.seal_script import script_design

_GREY = 0.12
_LONGEST = 1024
_SCRIPT, _NAME = 0.55, 0.35  # of the squares; the others are rectangles of any kind
_MILLIMETRES = (9.0, 70.0)  # across a square on a page
_APART = 1.05  # of the sum of two seals' half sides


def square_design(rng: np.random.Generator) -> Design:
    """A square seal in seal script, a name seal in print, or a rectangle."""
    chance = rng.random()
    if chance < _SCRIPT:
        return script_design(rng)
    return name_design(rng) if chance < _SCRIPT + _NAME else design_of(rng, "rectangle")


def squares(rng: np.random.Generator) -> Drawn:
    """A picture with square seals of any kind."""
    chance = rng.random()
    if chance < 0.5:
        return specimens(rng)
    return sealed_page(rng) if chance < 0.8 else writing(rng)


def specimens(rng: np.random.Generator) -> Drawn:
    """One to four seals side by side, which fill most of a bare or captioned ground."""
    count = int(rng.choice([1, 2, 3, 4], p=[0.4, 0.28, 0.24, 0.08]))
    radius = float(rng.uniform(60, 150))
    gap, margin = (float(rng.uniform(low, high)) * radius for low, high in ((0.1, 0.8), (0.04, 0.9)))
    columns = 2 if count == 4 and rng.random() < 0.6 else count
    step, lines = 2 * radius + gap, -(-count // columns)
    width = columns * step - gap + 2 * margin
    height = lines * step - gap + 2 * margin
    if rng.random() < 0.35:  # more ground on one side
        width, height = (width * float(rng.uniform(1, 1.8)), height * float(rng.uniform(1, 1.8)))
    canvas = Canvas(width, height, 1.0, rng)
    if rng.random() < 0.35:
        y = lines * step - gap + margin
        for column in range(columns):
            size = float(rng.uniform(0.14, 0.3)) * radius
            canvas.text(
                margin + radius + column * step,
                y + 1.2 * size,
                names.person(rng, 3),
                size,
                align="centre",
            )
    places = []
    for number in range(count):
        x, y = margin + radius + (number % columns) * step, margin + radius + (number // columns) * step
        places.append((x, y, radius * float(rng.uniform(0.88, 1.0))))
    return _pressed(rng, canvas, places, photographed=0.25, alike=rng.random() < 0.5)


def sealed_page(rng: np.random.Generator) -> Drawn:
    """A page of any layout with one to three squares, from a small name seal to a large seal of office."""
    kinds, shares = zip(*((kind, share) for kind, (_, share) in LAYOUTS.items()), strict=True)
    canvas = LAYOUTS[str(rng.choice(kinds, p=shares))][0](rng, float(rng.uniform(2.6, 3.6)), False)
    places: list[tuple[float, float, float]] = []
    for _ in range(int(rng.integers(1, 4))):
        radius = float(np.exp(rng.uniform(*np.log(_MILLIMETRES)))) / 2
        x = float(rng.uniform(radius, canvas.width - radius))
        y = float(rng.uniform(max(radius, 0.3 * canvas.height), canvas.height - radius))
        reach = radius * canvas.unit
        place = (x * canvas.unit, y * canvas.unit, reach)
        if all(
            max(abs(place[0] - a), abs(place[1] - b)) > _APART * 1.4 * (reach + other)
            for a, b, other in places
        ):
            places.append(place)
    return _pressed(rng, canvas, places, photographed=0.35, alike=False)


def writing(rng: np.random.Generator) -> Drawn:
    """Columns of large brushed characters with the seals of who wrote them, as on scrolls."""
    width, height = (float(side) for side in rng.uniform(300, 800, 2))
    canvas = Canvas(width, height, 1.0, rng)
    size = float(rng.uniform(0.08, 0.2)) * height
    x = width - size
    while x > size * 0.5:
        words = names.authority(rng, 4, 16) if rng.random() < 0.5 else names.company(rng, 6, 16)
        y = 1.2 * size + float(rng.uniform(0, 0.2)) * height
        for letter in words:
            if y > height:
                break
            canvas.text(x, y, letter, size, align="centre")
            y += 1.1 * size
        x -= size * float(rng.uniform(1.2, 2.2))
    places: list[tuple[float, float, float]] = []
    x, y = rng.uniform(0.1, 0.9) * width, rng.uniform(0.3, 0.85) * height
    radius = float(np.exp(rng.uniform(np.log(0.03), np.log(0.16)))) * max(width, height)
    for number in range(int(rng.choice([1, 2], p=[0.55, 0.45]))):
        places.append((x, y + number * radius * float(rng.uniform(2.15, 2.8)), radius))
    return _pressed(rng, canvas, places, photographed=0.7, alike=False)


def _pressed(
    rng: np.random.Generator,
    canvas: Canvas,
    places: list[tuple[float, float, float]],
    photographed: float,
    alike: bool,
) -> Drawn:
    """A canvas on paper with seals at `(x, y, half side)` in pixels, seen and kept.

    Args:
        rng: where chance comes from.
        canvas: what is printed.
        places: of the seals.
        photographed: how likely it is a photograph.
        alike: whether all seals have one ink.
    """
    height, width = canvas.sheet.shape[:2]
    severity = float(rng.uniform(0, 0.7))
    photo = bool(rng.random() < photographed)
    paper = bare_paper(rng, (height, width), paper_colour(rng, not photo), float(photo) * 0.8)
    picture = np.asarray(paper * (canvas.sheet / np.float32(255)), np.float32)
    colour = "red" if alike else None
    truths: list[SealTruth] = []
    for x, y, radius in places:
        spec = SealSpec(severity=severity, colour=colour)
        drawing = draw_seal(rng, spec, float(np.clip(radius * 1.1, 40, 200)), square_design(rng))
        pose = poses.similarity(x, y, radius, float(rng.normal(0, 3)))
        truths.append(truth_of(press(picture, drawing, pose, opaque=bool(rng.random() < 0.35))))
    how = random_degradation(rng, severity, photo, bool(rng.random() < _GREY), 8.0)
    return drawn_with(degrade(picture, how, rng), truths, _LONGEST)
