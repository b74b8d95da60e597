"""Square name seals: characters in columns read from the right, red on white or white on red."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from bench.generator import names
from bench.generator.curves import rectangle_outline
from bench.generator.design import Design, Outline
from bench.generator.designs.fitting import seal_face
from bench.generator.designs.rims import Drawing, frame
from bench.generator.names.characters import pick
from bench.generator.typography import Run, set_column


def name_design(rng: np.random.Generator, *, person: str | None = None, bundled_only: bool = False) -> Design:
    """A square seal as chance has it; its whole text is the body, column by column from the right.

    `person` puts that name on it.
    """
    columns = [person[:1], person[1:]] if person else _columns(rng)
    half_width = 1.0 if len(columns) > 1 else float(rng.uniform(0.5, 0.62))
    half_height = 1.0 if len(columns) == 1 else float(rng.uniform(0.88, 1.0))
    inverted = bool(rng.random() < 0.35)
    drawing, pad = _ground(rng, half_width, half_height, inverted)
    text = "".join(columns)
    face = seal_face(rng, text, bundled_only)
    bold = float(rng.choice([0.0, 0.02, 0.035])) if face.weight < 7 else 0.0
    room = (2 * (half_width - pad), 2 * (half_height - pad))
    step = room[0] / len(columns)
    runs: list[Run] = []
    for number, column in enumerate(columns):
        x = half_width - pad - (number + 0.5) * step
        pitch = room[1] / len(column)
        fill = float(rng.uniform(0.86, 0.98))
        width = step * fill
        height = min(pitch * fill, width * 2.0)
        runs.append(set_column(column, face, (x, 0.0), height, width, pitch, of_body=True, bold=bold))
    return Design("rectangle", (half_width, half_height), tuple(drawing), tuple(runs), inverted)


def _columns(rng: np.random.Generator) -> list[str]:
    """What stands on the seal, its columns from the right."""
    kind = rng.random()
    if kind < 0.3:  # 1 + 2
        name = names.person(rng, 3)
        return [name[:1], name[1:]]
    if kind < 0.5:  # two characters and an ending of two
        text = names.person(rng, 2) + pick(rng, ("之印", "印章", "私印", "印信"))
    elif kind < 0.75:  # three and an ending
        text = names.person(rng, 3) + pick(rng, ("印", "章"))
    elif kind < 0.85:
        return [names.person(rng)]
    elif kind < 0.89:
        text = names.company(rng, 6, 6) if rng.random() < 0.5 else names.authority(rng, 6, 6)
        return [text[:3], text[3:]]
    else:
        text = names.authority(rng, 7, 16) if rng.random() < 0.5 else names.company(rng, 7, 16)
        return _in_columns(text, 3 if len(text) < 13 else int(rng.integers(3, 5)))
    return [text[:2], text[2:]]


def _in_columns(text: str, count: int) -> list[str]:
    """A long name in columns of nearly as many characters, the shorter ones first."""
    ends = [len(text) * number // count for number in range(count + 1)]
    return [text[first:last] for first, last in pairwise(ends)]


def _ground(
    rng: np.random.Generator, half_width: float, half_height: float, inverted: bool
) -> tuple[Drawing, float]:
    """The frame, or the ground of ink, and how deep the free inside begins."""
    corner = float(rng.uniform(0.03, 0.15)) if rng.random() < 0.35 else 0.0
    outline = rectangle_outline(half_width, half_height, corner)
    if inverted:
        return [Outline(outline)], float(rng.uniform(0.1, 0.17))
    thickness = float(rng.uniform(0.035, 0.11))
    drawing, depth = frame(rng, outline, 0.0, thickness)
    return drawing, depth + float(rng.uniform(0.03, 0.09))
