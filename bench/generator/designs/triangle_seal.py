"""Triangle seals: lines above the base, or a name along two sides."""

from __future__ import annotations

import numpy as np

from bench.generator import names
from bench.generator.design import Design
from bench.generator.designs.fitting import fitted_line, halves, seal_face
from bench.generator.designs.rims import frame
from bench.generator.emblems import star
from bench.generator.truth import Points
from bench.generator.typography import Run


def triangle_design(rng: np.random.Generator, *, bundled_only: bool = False) -> Design:
    """A triangle as chance has it, point up in most cases."""
    down = float(rng.choice([0.866, rng.uniform(0.75, 1.0)]))
    upside = bool(rng.random() < 0.12)
    corners = np.array([[0.0, -down], [1.0, down], [-1.0, down]])
    if upside:
        corners = -corners
    drawing, depth = frame(rng, corners, 0.2, float(rng.uniform(0.025, 0.06)))
    kind = rng.random()
    if kind < 0.45 or upside:
        runs = _lines(rng, [names.receipt_word(rng, 2, 5)], corners, depth, bundled_only)
    elif kind < 0.72:
        first, second = names.receipt_word(rng, 2, 3), names.receipt_word(rng, 3, 6)
        runs = _lines(rng, [first, second], corners, depth, bundled_only)
    else:
        runs = _sides(rng, down, depth, bundled_only)
        if rng.random() < 0.4:
            drawing.extend(star(0.16, (0.0, down * 0.3)))
            runs = runs[:2] + runs[3:]
    return Design("triangle", (1.0, down), tuple(drawing), tuple(runs))


def room_at(y: float, height: float, corners: Points, depth: float) -> float:
    """Width free for a line of `height` at `y` inside the frame."""
    down = float(np.abs(corners[:, 1]).max())
    point_up = corners[0, 1] < 0
    # the narrower end of the line is the one nearer to the point
    near = y - height / 2 if point_up else -(y + height / 2)
    half = (near + down) / (2 * down) - depth * float(np.hypot(1, 1 / (2 * down)))
    return max(0.1, 1.9 * half)


def _lines(
    rng: np.random.Generator, body: list[str], corners: Points, depth: float, bundled_only: bool
) -> list[Run]:
    """Main lines near the base, sometimes a small line or number towards the point or under them."""
    down = float(np.abs(corners[:, 1]).max())
    toward_base = 1.0 if corners[0, 1] < 0 else -1.0
    height = float(rng.uniform(0.32, 0.46)) if len(body) == 1 else float(rng.uniform(0.26, 0.33))
    face = seal_face(rng, "".join(body), bundled_only)
    last = toward_base * (down - depth - float(rng.uniform(0.08, 0.3)) - height / 2)
    places = [last - (len(body) - 1 - number) * height * 1.2 for number in range(len(body))]
    if toward_base < 0:
        places = [last + number * height * 1.2 for number in range(len(body))]
    runs = [
        fitted_line(
            rng,
            text,
            bundled_only,
            (0.0, y),
            height,
            room_at(y, height, corners, depth),
            of_body=True,
            face=face,
        )
        for text, y in zip(body, places, strict=True)
    ]
    small = height * 0.6
    y = (
        (min(places) - height / 2 - small * 0.8)
        if toward_base > 0
        else (max(places) + height / 2 + small * 0.8)
    )
    if rng.random() < 0.55 and room_at(y, small, corners, depth) > 0.25:
        text = f"{int(rng.integers(1, 1000))}" if rng.random() < 0.6 else names.receipt_word(rng, 2, 2)
        run = fitted_line(rng, text, bundled_only, (0.0, y), small, room_at(y, small, corners, depth))
        runs.append(run)
    return runs


def _sides(rng: np.random.Generator, down: float, depth: float, bundled_only: bool) -> list[Run]:
    """A name along the two sides up to the point, a word in the middle, a line along the base."""
    length = float(np.hypot(1, 2 * down))
    slope = float(np.degrees(np.arctan2(2 * down, 1)))
    height = float(rng.uniform(0.17, 0.22))
    # unit normal of the left side, pointing inward
    inward = np.array([2 * down, 1.0]) / length * (depth + 0.04 + height / 2)
    first, second = halves(names.company(rng, 6, 12))
    face = seal_face(rng, first + second, bundled_only)
    room = length - 4.2 * height
    x, y = float(-0.5 + inward[0] - 0.05), float(inward[1] + 0.1)
    runs = [
        fitted_line(rng, first, bundled_only, (x, y), height, room, angle=-slope, of_body=True, face=face),
        fitted_line(rng, second, bundled_only, (-x, y), height, room, angle=slope, of_body=True, face=face),
    ]
    word = names.receipt_word(rng, 2, 3)
    runs.append(fitted_line(rng, word, bundled_only, (0.0, down * 0.3), 0.19, 0.55))
    base = down - depth - 0.05 - height / 2
    runs.append(fitted_line(rng, names.purpose(rng), bundled_only, (0.0, base), height, 1.15))
    return runs
