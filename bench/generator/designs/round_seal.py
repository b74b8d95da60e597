"""Round seals of companies and public bodies: title on the arc, emblem, purpose lines, serial number."""

from __future__ import annotations

import numpy as np

from bench.generator import names
from bench.generator.curves import Ellipse
from bench.generator.design import Design, Ring
from bench.generator.designs.fitting import arc_cell, arc_sweep, boldness, fitted_line, halves, seal_face
from bench.generator.designs.rims import Drawing, box, rings
from bench.generator.emblems import random_emblem
from bench.generator.truth import PathKind
from bench.generator.typography import Run, set_line, set_on_arc


def round_title(rng: np.random.Generator, longest: int = 26) -> str:
    """A name for the outer arc."""
    kind = rng.random()
    if kind < 0.5:
        return names.company(rng, 4, longest)
    if kind < 0.92:
        return names.authority(rng, 4, longest)
    return names.authority(rng, 4, min(8, longest))


def official_design(
    rng: np.random.Generator, *, title: str | None = None, bundled_only: bool = False
) -> Design:
    """The usual round seal: title on the outer arc, emblem in the middle, lines and serial as they come."""
    name = title or round_title(rng)
    drawing, depth = rings(rng)
    serial = names.serial_number(rng) if rng.random() < 0.4 else ""
    arc, inner = title_arc(rng, name, 1 - depth, bundled_only, widest=285.0 if serial else 312.0)
    runs: list[Run] = [arc]
    star_radius = min(float(rng.uniform(0.2, 0.36)), inner * 0.75)
    free = (inner, 1 - depth - (0.15 if serial else 0.05))
    lined = rng.random() < 0.58
    lines = _under_the_star(rng, drawing, arc, free, star_radius, bundled_only) if lined else []
    lift = float(rng.uniform(0.0, 0.1)) if lines else 0.0
    if rng.random() < 0.94:
        drawing.extend(random_emblem(rng, star_radius, (0.0, -lift)))
    if not lines and rng.random() < 0.08:
        drawing.append(Ring(inner - 0.03, inner - 0.03, 0.012))
    runs.extend(lines)
    if serial:
        runs.append(serial_arc(rng, serial, (1 - depth, 1 - depth), bundled_only))
    return Design("round", (1.0, 1.0), tuple(drawing), tuple(runs))


def title_arc(
    rng: np.random.Generator, name: str, free: float, bundled_only: bool, widest: float = 312.0
) -> tuple[Run, float]:
    """The title along the outer arc of a circle.

    Args:
        rng: where chance comes from.
        name: the title.
        free: radius that the rim leaves free.
        bundled_only: write with the bundled font only.
        widest: most degrees it may take.

    Returns:
        The title, and the radius that it leaves free.
    """
    face = seal_face(rng, name, bundled_only)
    height = float(rng.uniform(0.21, np.interp(len(name), [6, 14, 20], [0.36, 0.33, 0.29])))
    sweep = min(arc_sweep(rng, len(name)), widest)
    gap = float(rng.uniform(0.03, 0.09))
    radius = free - gap - height / 2
    height, width = arc_cell(rng, name, face, height, sweep, 2 * np.pi * radius)
    radius = free - gap - height / 2
    bold = boldness(rng, face, height)
    run = set_on_arc(name, face, (radius, radius), height, width, sweep, of_body=True, bold=bold)
    return run, radius - height / 2


def _under_the_star(
    rng: np.random.Generator,
    drawing: Drawing,
    title: Run,
    free: tuple[float, float],
    star_radius: float,
    bundled_only: bool,
) -> list[Run]:
    """What stands under the star: a straight purpose line, a phrase in two lines, or an upright inner arc.

    `free` is the radius inside the title, and the radius below the title's ends.
    """
    kind = rng.random()
    inner, lowest = free
    text = names.purpose(rng) if rng.random() < 0.75 else names.department_line(rng)
    if kind < 0.1:
        height = float(rng.uniform(0.16, 0.24))
        radius = inner - float(rng.uniform(-0.02, 0.1)) - height / 2
        face = seal_face(rng, text, bundled_only)
        sweep = float(np.clip(len(text) * rng.uniform(13, 19), 40, 120))
        height, width = arc_cell(rng, text, face, height, sweep, 2 * np.pi * radius)
        bold = boldness(rng, face, height)
        kind_of_path = PathKind.ARC_LOWER
        return [set_on_arc(text, face, (radius, radius), height, width, sweep, kind=kind_of_path, bold=bold)]
    height = float(rng.uniform(0.15, 0.25))
    if (kind < 0.28 and len(text) >= 6) or kind < 0.16:
        return _phrase_in_two_lines(
            rng, text if len(text) >= 6 else names.authority(rng, 6, 11), inner, bundled_only
        )
    top = star_radius * 0.82 + 0.03
    y = float(np.clip(rng.uniform(0.42, 0.6), top + height / 2, 0.66))
    below_title = float(title.path.polygon[:, 1].max()) + 0.02
    y = min(y, lowest - height / 2 - 0.06)
    if below_title + height / 2 < lowest - 0.2 and rng.random() < 0.7:
        y = max(y, below_title + height / 2)
    # a line lower than the ends of the title may reach out to the rim
    reach = lowest if y - height / 2 >= below_title else inner + 0.03
    room = 2 * float(np.sqrt(max(0.04, reach**2 - (y + height * 0.35) ** 2)))
    runs = [fitted_line(rng, text, bundled_only, (0.0, y), height, room)]
    if rng.random() < 0.07:
        outline = runs[0].path.polygon
        half = np.abs(outline - [0.0, y]).max(axis=0)
        drawing.append(box(half[0] + 0.02, half[1] + 0.02, (0.0, y), 0.014))
    if rng.random() < 0.17:
        number = f"({int(rng.integers(1, 30))})" if rng.random() < 0.7 else f"{int(rng.integers(1, 100)):02d}"
        small = height * float(rng.uniform(0.5, 0.75))
        if y + height / 2 + small * 1.25 < lowest:
            below = (0.0, y + height / 2 + small * 0.75)
            bold = boldness(rng, runs[0].face, small)
            runs.append(set_line(number, runs[0].face, below, small, small, small * 1.05, bold=bold))
    return runs


def _phrase_in_two_lines(rng: np.random.Generator, text: str, inner: float, bundled_only: bool) -> list[Run]:
    """A phrase parted into two lines under a small emblem."""
    first, second = halves(text)
    height = float(rng.uniform(0.14, 0.19))
    y = float(rng.uniform(0.28, 0.36))
    face = seal_face(rng, text, bundled_only)
    runs = []
    for number, part in enumerate((first, second)):
        centre = (0.0, y + number * height * 1.12)
        room = 2 * float(np.sqrt(max(0.03, inner**2 - (abs(centre[1]) + height * 0.2) ** 2)))
        runs.append(
            fitted_line(rng, part, bundled_only, centre, height, room, continues=number > 0, face=face)
        )
    return runs


def serial_arc(rng: np.random.Generator, text: str, free: tuple[float, float], bundled_only: bool) -> Run:
    """The serial number along the lower arc, upright; `free` is the half axes that the rim leaves."""
    face = seal_face(rng, text, bundled_only)
    height = float(rng.uniform(0.065, 0.1))
    depth = float(rng.uniform(0.02, 0.05)) + height / 2
    ellipse = Ellipse(free[0] - depth, free[1] - depth)
    sweep = float(np.clip(len(text) * rng.uniform(4.5, 7.5), 25, 100))
    pitch = sweep / 360 * ellipse.perimeter / len(text)
    width = min(height / 0.73, pitch / 0.55)
    axes = (ellipse.half_width, ellipse.half_height)
    bold = boldness(rng, face, height / 0.73)
    return set_on_arc(text, face, axes, height, width, sweep, kind=PathKind.ARC_LOWER, bold=bold)
