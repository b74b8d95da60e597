"""Charts and tables, in colours, with red headings."""

from __future__ import annotations

import numpy as np

from training.locator.lookalikes.cutout import Colour, Cutout, Drawing, grey, vivid
from training.locator.lookalikes.words import any_words, chinese, written


def chart(rng: np.random.Generator, side: int) -> Cutout:
    """A chart of any kind, `side` pixels."""
    kinds = (pie, columns, dial, table, table)
    return kinds[int(rng.integers(len(kinds)))](rng, side)


def pie(rng: np.random.Generator, side: int) -> Cutout:
    """A pie or a ring in sectors."""
    drawing = Drawing(side, side)
    edges = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(2, 7))))
    for start, end in zip(edges, [*edges[1:], edges[0] + 2 * np.pi], strict=True):
        angle = np.linspace(start, end, 40)
        arc = np.stack([0.5 + 0.48 * np.cos(angle), 0.5 + 0.48 * np.sin(angle)], -1)
        drawing.fill(np.concatenate([[[0.5, 0.5]], arc]), vivid(rng))
    if rng.random() < 0.5:
        hole = drawing.area(drawing.circle(0.5, 0.5, float(rng.uniform(0.2, 0.4))))
        drawing.paint(hole, (255, 255, 255)) if rng.random() < 0.5 else drawing.cut(hole)
    if rng.random() < 0.6:
        drawing.lay(written(rng, any_words(rng), side // 7, side // 2), vivid(rng), 0.5, 0.5)
    return drawing.cutout()


def columns(rng: np.random.Generator, side: int) -> Cutout:
    """Bars over an axis."""
    drawing = Drawing(side, side)
    count, colour = int(rng.integers(3, 10)), vivid(rng)
    for number in range(count):
        left, right, top = number / count, (number + 0.7) / count, float(rng.uniform(0.05, 0.85))
        if rng.random() < 0.3:
            colour = vivid(rng)
        drawing.fill(np.array([[left, top], [right, top], [right, 0.95], [left, 0.95]]), colour)
    drawing.stroke(np.array([[0, 0], [0, 0.95], [1, 0.95]]), (60, 60, 60), 0.01)
    return drawing.cutout()


def dial(rng: np.random.Generator, side: int) -> Cutout:
    """A clock, a compass or a gauge: a ring with marks, figures and hands."""
    drawing = Drawing(side, side)
    colour = vivid(rng)
    if rng.random() < 0.6:
        drawing.disc(0.5, 0.5, 0.49, (250, 250, 250) if rng.random() < 0.6 else vivid(rng))
    drawing.stroke(drawing.circle(0.5, 0.5, 0.47), colour, float(rng.uniform(0.01, 0.06)), closed=True)
    marks = int(rng.choice([8, 12, 24, 60]))
    inner = float(rng.uniform(0.36, 0.42))
    for angle in np.arange(marks) * 2 * np.pi / marks:
        ray = np.array([np.sin(angle), -np.cos(angle)])
        drawing.stroke(0.5 + np.outer([inner, 0.44], ray), colour, 0.012)
        if marks <= 12 and rng.random() < 0.7:
            number = written(rng, str(rng.integers(1, 13)), side // 12)
            x, y = 0.5 + 0.3 * ray
            drawing.lay(number, colour, float(x), float(y))
    for _ in range(int(rng.integers(0, 3))):
        angle = rng.uniform(0, 2 * np.pi)
        tip = np.array([0.5 + 0.28 * np.sin(angle), 0.5 - 0.28 * np.cos(angle)])
        drawing.stroke(np.array([[0.5, 0.5], tip]), vivid(rng), 0.02)
    return drawing.cutout()


def table(rng: np.random.Generator, side: int) -> Cutout:
    """A ruled table with a filled heading, its rules red as often as not."""
    drawing = Drawing(round(side * float(rng.uniform(0.3, 1.0))), side)
    rules: Colour = vivid(rng) if rng.random() < 0.6 else grey(rng, 10, 120)
    rows, across = int(rng.integers(2, 8)), int(rng.integers(1, 6))
    if rng.random() < 0.4:
        drawing.fill(np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]]), (255, 255, 255))
    filled = rng.random() < 0.5
    if filled:
        drawing.fill(np.array([[0, 0], [1, 0], [1, 1 / rows], [0, 1 / rows]]), rules)
    for row in range(rows + 1):
        drawing.stroke(np.array([[0, row / rows], [1, row / rows]]), rules, 0.008)
    for column in range(across + 1):
        drawing.stroke(np.array([[column / across, 0], [column / across, 1]]), rules, 0.008)
    size = round(drawing.alpha.shape[0] / rows * float(rng.uniform(0.3, 0.6)))
    for row in range(rows):
        for column in range(across):
            if rng.random() < 0.7:
                text = chinese(rng, 2, 6) if rng.random() < 0.5 else f"{rng.uniform(0, 9999):.2f}"
                letters: Colour = (255, 255, 255) if filled and row == 0 else (40, 40, 40)
                if rng.random() < 0.2 and row:
                    letters = rules
                place = ((column + 0.5) / across, (row + 0.5) / rows)
                drawing.lay(written(rng, text, size, round(side / across * 0.85)), letters, *place)
    return drawing.cutout()
