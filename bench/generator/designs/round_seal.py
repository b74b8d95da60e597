"""Round seals: companies and public bodies, with star, purpose lines, serial number, rings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.generator import names
from bench.generator.curves import Ellipse
from bench.generator.design import Design, Outline, Ring
from bench.generator.designs.fitting import arc_cell, arc_sweep, boldness, line_cell, seal_face
from bench.generator.emblems import random_emblem
from bench.generator.truth import PathKind
from bench.generator.typography import Run, set_line, set_on_arc


@dataclass(frozen=True)
class _Band:
    """The ring between two radii."""

    inner: float
    outer: float

    @property
    def middle(self) -> float:
        return (self.inner + self.outer) / 2


def round_design(rng: np.random.Generator, *, bundled_only: bool = False) -> Design:
    """A round seal as chance has it."""
    kind = rng.random()
    if kind < 0.45:
        name = names.company(rng)
    elif kind < 0.9:
        name = names.authority(rng)
    else:
        name = names.authority(rng, 4, 8)
    return _official(rng, name, bundled_only)


def _rings(rng: np.random.Generator) -> tuple[list[Ring | Outline], float]:
    """The rim, and the radius that is free inside it."""
    thickness = float(rng.choice([rng.uniform(0.012, 0.03), rng.uniform(0.03, 0.065)]))
    drawing: list[Ring | Outline] = [Ring(1 - thickness / 2, 1 - thickness / 2, thickness)]
    free = 1 - thickness
    if rng.random() < 0.18:
        gap, thin = float(rng.uniform(0.015, 0.05)), float(rng.uniform(0.008, 0.025))
        radius = free - gap - thin / 2
        drawing.append(Ring(radius, radius, thin))
        free = radius - thin / 2
    return drawing, free


def _official(rng: np.random.Generator, name: str, bundled_only: bool) -> Design:
    """Title on the outer arc, emblem in the middle, lines and a serial number as they come."""
    drawing, free = _rings(rng)
    face = seal_face(rng, name, bundled_only)
    height = float(rng.uniform(0.21, np.interp(len(name), [6, 14, 20], [0.36, 0.33, 0.29])))
    serial = names.serial_number(rng) if rng.random() < 0.4 else ""
    sweep = arc_sweep(rng, len(name))
    if serial:
        sweep = min(sweep, 285.0)
    radius = free - float(rng.uniform(0.03, 0.09)) - height / 2
    height, width = arc_cell(rng, name, face, height, sweep, 2 * np.pi * radius)
    title = set_on_arc(
        name, face, (radius, radius), height, width, sweep, of_body=True, bold=boldness(rng, face)
    )
    runs: list[Run] = [title]
    inner = radius - height / 2
    star_radius = min(float(rng.uniform(0.2, 0.36)), inner * 0.75)
    lines = _inner_lines(rng, inner, star_radius, bundled_only) if rng.random() < 0.55 else []
    lift = float(rng.uniform(0.0, 0.1)) if lines else 0.0
    if rng.random() < 0.94:
        drawing.extend(random_emblem(rng, star_radius, (0.0, -lift)))
    if len(lines) == 0 and rng.random() < 0.08:
        drawing.append(Ring(inner - 0.03, inner - 0.03, 0.012))
    runs.extend(lines)
    if serial:
        runs.append(_serial(rng, serial, free, bundled_only))
    return Design("round", (1.0, 1.0), tuple(drawing), tuple(runs))


def _inner_lines(rng: np.random.Generator, inner: float, star_radius: float, bundled_only: bool) -> list[Run]:
    """One or two lines under the star."""
    text = names.purpose(rng) if rng.random() < 0.75 else names.department_line(rng)
    face = seal_face(rng, text, bundled_only)
    height = float(rng.uniform(0.15, 0.25))
    top = star_radius * 0.82 + 0.03
    y = float(np.clip(rng.uniform(0.42, 0.6), top + height / 2, 0.66))
    room = 2 * np.sqrt(max(0.04, (inner + 0.05) ** 2 - (y + height * 0.3) ** 2))
    height, width, pitch = line_cell(rng, text, face, height, float(room))
    bold = boldness(rng, face)
    runs = [set_line(text, face, (0.0, y), height, width, pitch, bold=bold)]
    if rng.random() < 0.15:
        number = f"({int(rng.integers(1, 30))})" if rng.random() < 0.7 else f"{int(rng.integers(1, 100)):02d}"
        small = height * float(rng.uniform(0.5, 0.75))
        if y + height / 2 + small < 0.9:
            below = (0.0, y + height / 2 + small * 0.75)
            runs.append(set_line(number, face, below, small, small, small * 1.05))
    return runs


def _serial(rng: np.random.Generator, text: str, free: float, bundled_only: bool) -> Run:
    """The serial number along the lower arc, upright."""
    face = seal_face(rng, text, bundled_only)
    height = float(rng.uniform(0.065, 0.1))
    radius = free - float(rng.uniform(0.02, 0.05)) - height / 2
    perimeter = Ellipse(radius, radius).perimeter
    sweep = float(np.clip(len(text) * rng.uniform(4.5, 7.5), 25, 100))
    pitch = sweep / 360 * perimeter / len(text)
    width = min(height / 0.73, pitch / 0.55)
    return set_on_arc(text, face, (radius, radius), height, width, sweep, kind=PathKind.ARC_LOWER)
