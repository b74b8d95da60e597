"""Diamond seals: lines across the middle, or a name along the upper sides."""

from __future__ import annotations

import numpy as np

from bench.generator import names
from bench.generator.design import Design
from bench.generator.designs.fitting import fitted_line, halves, seal_face
from bench.generator.designs.rims import frame
from bench.generator.emblems import star
from bench.generator.typography import Run


def diamond_design(rng: np.random.Generator, *, bundled_only: bool = False) -> Design:
    """A diamond as chance has it."""
    down = 1.0 if rng.random() < 0.35 else float(rng.uniform(0.55, 0.9))
    corners = np.array([[0.0, -down], [1.0, 0.0], [0.0, down], [-1.0, 0.0]])
    drawing, depth = frame(rng, corners)
    kind = rng.random()
    if kind < 0.4:
        runs = _lines(rng, [names.receipt_word(rng, 2, 5)], down, depth, bundled_only)
    elif kind < 0.75:
        runs = _lines(rng, list(halves(names.company(rng, 6, 10))), down, depth, bundled_only)
    else:
        runs = _sides(rng, down, depth, bundled_only)
        if rng.random() < 0.5:
            drawing.extend(star(0.2 * down, (0.0, 0.05)))
            runs = runs[:2] + runs[3:]
    return Design("diamond", (1.0, down), tuple(drawing), tuple(runs))


def room_at(y: float, height: float, down: float, depth: float) -> float:
    """Width free for a line of `height` at `y` inside the frame."""
    # the frame's thickness takes depth * sqrt(1 + 1 / down^2) of the half width
    half = 1 - depth * float(np.hypot(1, 1 / down)) - (abs(y) + height / 2) / down
    return max(0.1, 1.92 * half)


def _lines(
    rng: np.random.Generator, body: list[str], down: float, depth: float, bundled_only: bool
) -> list[Run]:
    """Main lines across the middle; sometimes a small line above and below."""
    height = min(0.42 * down, 1.1 / max(len(text) for text in body)) * (1.0 if len(body) == 1 else 0.85)
    leading = height * 1.15
    face = seal_face(rng, "".join(body), bundled_only)
    tops = [(number - (len(body) - 1) / 2) * leading for number in range(len(body))]
    runs = [
        fitted_line(
            rng,
            text,
            bundled_only,
            (0.0, y),
            height,
            room_at(y, height, down, depth),
            of_body=True,
            face=face,
        )
        for text, y in zip(body, tops, strict=True)
    ]
    edge = tops[-1] + leading / 2
    small = height * float(rng.uniform(0.5, 0.65))
    for side in (-1, 1):
        y = side * (edge + small * 0.7)
        room = room_at(y, small, down, depth)
        if rng.random() < 0.45 and room > 0.3:
            text = names.date_text(rng, "stamp") if rng.random() < 0.4 else f"{int(rng.integers(1, 1000))}"
            run = fitted_line(rng, text, bundled_only, (0.0, y), small, room)
            runs.append(run)
    return runs


def _sides(rng: np.random.Generator, down: float, depth: float, bundled_only: bool) -> list[Run]:
    """A name along the two upper sides, a word in the middle, perhaps another along the lower ones."""
    length = float(np.hypot(1, down))
    slope = float(np.degrees(np.arctan2(down, 1)))
    height = float(rng.uniform(0.17, 0.22))
    inward = (depth + 0.05 + height / 2) * np.array([down, 1.0]) / length
    first, second = halves(names.company(rng, 6, 12))
    face = seal_face(rng, first + second, bundled_only)
    room = length - 2.6 * height
    middle = np.array([0.5, down / 2]) - inward
    left, right = (-float(middle[0]), -float(middle[1])), (float(middle[0]), -float(middle[1]))
    runs = [
        fitted_line(rng, first, bundled_only, left, height, room, angle=-slope, of_body=True, face=face),
        fitted_line(rng, second, bundled_only, right, height, room, angle=slope, of_body=True, face=face),
    ]
    word = names.receipt_word(rng, 2, 4)
    runs.append(fitted_line(rng, word, bundled_only, (0.0, 0.08), 0.2, 0.8 * (1 - depth - height)))
    return runs
