"""Emblems of states, parties, unions and offices: roundels at the head of licences, scales, shields."""

from __future__ import annotations

import cv2
import numpy as np

from bench.generator import emblems
from bench.generator.design import Outline
from training.locator.lookalikes.cutout import (
    Colour,
    Cutout,
    Drawing,
    Points,
    gold,
    grey,
    greyed,
    red,
    regular,
    star,
    vivid,
)
from training.locator.lookalikes.words import along_ring, chinese, latin, written


def emblem(rng: np.random.Generator, side: int) -> Cutout:
    """An emblem of any kind, `side` pixels."""
    kinds = (national, national, national, partisan, office, scales, shield)
    drawn = kinds[int(rng.integers(len(kinds)))](rng, side)
    return greyed(drawn) if rng.random() < 0.2 else drawn


def national(rng: np.random.Generator, side: int) -> Cutout:
    """A roundel of ears about a red field with stars over a gate, a gear and ribbons at its foot."""
    field, metal = _inks(rng)
    drawing = Drawing(round(side * float(rng.uniform(1.0, 1.12))), side)
    if rng.random() < 0.15:  # a plate behind it
        drawing.disc(0.5, 0.5, 0.5, metal if rng.random() < 0.5 else field)
    _ears(rng, drawing, field, metal)
    inner = float(rng.uniform(0.32, 0.37))
    drawing.disc(0.5, 0.45, inner, field)
    if rng.random() < 0.5:
        drawing.stroke(drawing.circle(0.5, 0.45, inner), metal, 0.012, closed=True)
    large = float(rng.uniform(0.09, 0.12))
    drawing.fill(star(0.5, float(rng.uniform(0.24, 0.29)), large), metal)
    for x, y in ((0.3, 0.4), (0.4, 0.44), (0.6, 0.44), (0.7, 0.4)):
        drawing.fill(star(x, y - 0.02, large * 0.36, float(rng.uniform(0, 1))), metal)
    _gate(drawing, field, metal)
    _foot(rng, drawing, field, metal)
    if rng.random() < 0.35:  # printed in lines of one ink
        edges = cv2.morphologyEx(drawing.alpha, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
        drawing.paint(np.asarray(edges, np.uint8), field)
    return drawing.cutout()


def partisan(rng: np.random.Generator, side: int) -> Cutout:
    """Hammer and sickle, a star in a ring, or a flag: on a disc, a flag, or alone."""
    drawing = Drawing(side, side)
    field, metal = _inks(rng)
    ground = int(rng.integers(4))
    if ground == 0:
        drawing.disc(0.5, 0.5, 0.49, field)
    elif ground == 1:
        edge = np.linspace(0, 1, 20)
        wave = 0.06 * np.sin(edge * 2 * np.pi * rng.uniform(0.5, 1.2) + rng.uniform(0, 6))
        upper, lower = np.stack([edge, 0.18 + wave], -1), np.stack([edge, 0.82 + wave], -1)
        drawing.fill(np.concatenate([upper, lower[::-1]]), field)
    elif ground == 2:
        drawing.disc(0.5, 0.5, 0.49, metal)
        drawing.disc(0.5, 0.5, 0.44, field)
    figure = metal if ground < 3 else field
    kind = int(rng.integers(3))
    if kind == 0:
        _laid(drawing, emblems.hammer_and_sickle(1.0), figure, 0.32)
    elif kind == 1:
        drawing.stroke(drawing.circle(0.5, 0.5, 0.27), figure, 0.05, closed=True)
        drawing.fill(star(0.5, 0.5, 0.2), figure)
        drawing.fill(np.array([[0.2, 0.68], [0.8, 0.68], [0.74, 0.82], [0.26, 0.82]]), figure)
    else:
        drawing.fill(star(0.3, 0.38, 0.15), figure)
        for x, y in ((0.5, 0.26), (0.58, 0.34), (0.58, 0.45), (0.5, 0.53)):
            drawing.fill(star(x, y, 0.05, float(rng.uniform(0, 1))), figure)
    return drawing.cutout()


def office(rng: np.random.Generator, side: int) -> Cutout:
    """A round sign of an office: a ring in one colour with its name, within it a gear, ears or a star."""
    drawing = Drawing(side, side)
    ring, core = vivid(rng), vivid(rng)
    letters: Colour = gold(rng) if rng.random() < 0.4 else (255, 255, 255)
    depth = float(rng.uniform(0.09, 0.15))
    drawing.disc(0.5, 0.5, 0.5, ring)
    text = latin(rng, 3) if rng.random() < 0.6 else chinese(rng, 6, 12)
    strip = written(rng, text, max(8, round(depth * side * 0.7)))
    sweep = min(5.5, strip.shape[1] / max(1.0, strip.shape[0]) * depth * 0.62 / 0.43)
    drawing.paint(along_ring(strip, side, 0.5 - 0.15 * depth, depth * 0.7, 0.0, sweep), letters)
    drawing.disc(0.5, 0.5, 0.5 - depth, core if rng.random() < 0.6 else (255, 255, 255))
    figure: Colour = gold(rng) if rng.random() < 0.6 else vivid(rng)
    kinds = (
        emblems.gear(1.0),
        emblems.sheaf(1.0),
        emblems.star(1.0),
        emblems.hammer_and_sickle(1.0),
        emblems.round_mark(1.0, kind=int(rng.integers(6))),
    )
    _laid(
        drawing, kinds[int(rng.integers(len(kinds)))], figure, (0.5 - depth) * float(rng.uniform(0.55, 0.85))
    )
    return drawing.cutout()


def scales(rng: np.random.Generator, side: int) -> Cutout:
    """Scales of justice before a column, within ears, or on a shield."""
    drawing = Drawing(side, side)
    field, metal = _inks(rng)
    if rng.random() < 0.6:
        drawing.fill(_shield_outline(float(rng.uniform(0.35, 0.48))), field)
        figure = metal
    else:
        _ears(rng, drawing, field, metal)
        figure = field
    drawing.fill(np.array([[0.47, 0.2], [0.53, 0.2], [0.54, 0.76], [0.46, 0.76]]), figure)
    drawing.fill(np.array([[0.36, 0.76], [0.64, 0.76], [0.68, 0.82], [0.32, 0.82]]), figure)
    drawing.stroke(np.array([[0.24, 0.3], [0.76, 0.3]]), figure, 0.03)
    for x in (0.26, 0.74):
        drawing.stroke(np.array([[x - 0.1, 0.52], [x, 0.3], [x + 0.1, 0.52]]), figure, 0.015)
        angle = np.linspace(0, np.pi, 16)
        drawing.fill(np.stack([x + 0.12 * np.cos(angle), 0.52 + 0.08 * np.sin(angle)], -1), figure)
    return drawing.cutout()


def shield(rng: np.random.Generator, side: int) -> Cutout:
    """A shield with bands, a star, ears or a word."""
    drawing = Drawing(side, side)
    field, metal, band = vivid(rng), gold(rng), vivid(rng)
    width = float(rng.uniform(0.33, 0.48))
    drawing.fill(_shield_outline(width), metal)
    drawing.fill((_shield_outline(width) - 0.5) * float(rng.uniform(0.84, 0.95)) + 0.5, field)
    if rng.random() < 0.5:
        drawing.fill(
            np.array(
                [
                    [0.5 - width * 0.8, 0.34],
                    [0.5 + width * 0.8, 0.34],
                    [0.5 + width * 0.75, 0.5],
                    [0.5 - width * 0.75, 0.5],
                ]
            ),
            band,
        )
    if rng.random() < 0.6:
        drawing.fill(star(0.5, float(rng.uniform(0.3, 0.6)), float(rng.uniform(0.08, 0.2))), metal)
    if rng.random() < 0.5:
        text = latin(rng) if rng.random() < 0.5 else chinese(rng, 2, 4)
        drawing.lay(written(rng, text, side // 6, round(side * width * 1.3)), (255, 255, 255), 0.5, 0.42)
    return drawing.cutout()


def _inks(rng: np.random.Generator) -> tuple[Colour, Colour]:
    """Field and figures: red and gold mostly; red and paper; greys; a paler second red."""
    chance = rng.random()
    if chance < 0.55:
        return red(rng), gold(rng)
    if chance < 0.75:
        return red(rng), (
            int(rng.integers(190, 256)),
            int(rng.integers(200, 256)),
            int(rng.integers(220, 256)),
        )
    if chance < 0.87:
        return grey(rng, 30, 150), grey(rng, 160, 255)
    blue, green, strong = red(rng)
    paler = int(rng.integers(60, 150))
    return (blue, green, strong), (min(255, blue + paler), min(255, green + paler), 255)


def _ears(rng: np.random.Generator, drawing: Drawing, field: Colour, metal: Colour) -> None:
    """Two ears of grain rising along the rim."""
    if rng.random() < 0.7:
        drawing.disc(0.5, 0.47, 0.47, metal)
        drawing.disc(0.5, 0.45, 0.39, field)
    leaf = np.array([[0, -0.055], [0.026, 0], [0, 0.055], [-0.026, 0]])
    for hand in (-1, 1):
        for step in np.linspace(12, 150, int(rng.integers(9, 15))):
            angle = np.radians(hand * step)
            lean = angle + hand * 0.6
            turn = np.array([[np.cos(lean), -np.sin(lean)], [np.sin(lean), np.cos(lean)]])
            place = np.array([0.5 + 0.43 * np.sin(angle), 0.47 - 0.43 * np.cos(angle)])
            drawing.fill(leaf @ turn.T + place, metal)


def _gate(drawing: Drawing, field: Colour, metal: Colour) -> None:
    """A gate tower: two roofs, a wall with arches."""
    drawing.fill(np.array([[0.4, 0.5], [0.6, 0.5], [0.64, 0.545], [0.36, 0.545]]), metal)
    drawing.fill(np.array([[0.37, 0.56], [0.63, 0.56], [0.67, 0.605], [0.33, 0.605]]), metal)
    drawing.fill(np.array([[0.28, 0.625], [0.72, 0.625], [0.74, 0.7], [0.26, 0.7]]), metal)
    for x in (0.36, 0.43, 0.5, 0.57, 0.64):
        drawing.fill(
            np.array([[x - 0.015, 0.7], [x - 0.015, 0.66], [x + 0.015, 0.66], [x + 0.015, 0.7]]), field
        )


def _foot(rng: np.random.Generator, drawing: Drawing, field: Colour, metal: Colour) -> None:
    """A gear, and ribbons knotted about it."""
    angle = np.arange(40) * 2 * np.pi / 40
    reach = np.where(np.arange(40) % 4 < 2, 0.11, 0.085)
    wheel = np.stack([0.5 + reach * np.sin(angle), 0.84 - reach * np.cos(angle)], -1)
    drawing.fill(wheel, metal)
    drawing.disc(0.5, 0.84, 0.05, field)
    drop = float(rng.uniform(0.84, 0.94))
    for hand in (-1, 1):
        ribbon = np.array(
            [
                [0.02, 0.8],
                [0.36, 0.72],
                [0.38, 0.8],
                [0.2, drop],
                [0.17, drop + 0.06],
                [0.12, drop - 0.03],
                [0.02, 0.86],
            ]
        )
        drawing.fill(ribbon * [hand, 1] + [0.5, 0], field)
        drawing.stroke(np.array([[0.04, 0.83], [0.37, 0.75]]) * [hand, 1] + [0.5, 0], metal, 0.012)


def _shield_outline(width: float) -> Points:
    angle = np.linspace(0, np.pi / 2, 12)
    right = np.stack([0.5 + width * np.cos(angle), 0.5 + 0.47 * np.sin(angle)], -1)
    left = right[::-1] * [-1, 1] + [1, 0]
    return np.concatenate([[[0.5 - width, 0.08], [0.5, 0.03], [0.5 + width, 0.08]], right, left])


def _laid(drawing: Drawing, figure: emblems.Drawing, colour: Colour, radius: float) -> None:
    """A figure of the seal generator, about the middle."""
    cover = np.zeros_like(drawing.alpha)
    for part in figure:
        if not isinstance(part, Outline):
            continue
        points = 0.5 + radius * part.points
        drawn = (
            drawing.line(points, part.thickness * radius, closed=True)
            if part.thickness
            else drawing.area(points)
        )
        cover = np.minimum(cover, 255 - drawn) if part.cut else np.maximum(cover, drawn)
    drawing.paint(cover, colour)


def plaque(rng: np.random.Generator, side: int) -> Cutout:
    """A many-cornered plaque of metal or glass with a star or a word."""
    drawing = Drawing(side, side)
    body = gold(rng) if rng.random() < 0.6 else vivid(rng)
    corners = int(rng.integers(6, 13))
    drawing.fill(regular(corners, 0.49), body)
    drawing.fill(regular(corners, 0.42), tuple(min(255, value + 35) for value in body))  # type: ignore[arg-type]
    drawing.lay(written(rng, chinese(rng, 2, 4), side // 6, side * 3 // 5), vivid(rng), 0.5, 0.5)
    return drawing.cutout()
