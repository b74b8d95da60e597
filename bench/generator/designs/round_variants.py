"""Rarer round seals: bilingual, with a date in the middle, with two arcs, richly ruled."""

from __future__ import annotations

import numpy as np

from bench.generator import names
from bench.generator.design import Design, Outline, Ring
from bench.generator.designs.fitting import arc_cell, boldness, fitted_line, halves, seal_face
from bench.generator.designs.rims import box, rings
from bench.generator.designs.round_seal import round_title, serial_arc, title_arc
from bench.generator.emblems import random_emblem, star
from bench.generator.truth import PathKind
from bench.generator.typography import Run, set_on_arc


def bilingual_design(rng: np.random.Generator, *, bundled_only: bool = False) -> Design:
    """A Chinese title above, an English one along the lower arc."""
    drawing, depth = rings(rng, double=0.35)
    title, inner = title_arc(rng, names.company(rng, 6, 14), 1 - depth, bundled_only, widest=180.0)
    english = names.english_company(rng)
    lower = _lower_arc(rng, english, 1 - depth, float(rng.uniform(0.1, 0.15)), 6.2, 138.0, bundled_only)
    if rng.random() < 0.5:
        drawing.append(Ring(inner - 0.02, inner - 0.02, 0.012))
    drawing.extend(random_emblem(rng, min(0.36, inner * 0.6)))
    return Design("round", (1.0, 1.0), tuple(drawing), (title, lower))


def english_ring_design(rng: np.random.Generator, *, bundled_only: bool = False) -> Design:
    """An English title all round between two rings, the Chinese name in lines in the middle."""
    drawing, depth = rings(rng, double=0.1)
    text = names.english_company(rng)
    face = seal_face(rng, text, bundled_only)
    height = float(rng.uniform(0.15, 0.2))
    radius = 1 - depth - 0.04 - height / 2
    sweep = float(np.clip(len(text) * rng.uniform(9.5, 12), 120, 310))
    height, width = arc_cell(rng, text, face, height * 1.3, sweep, 2 * np.pi * radius)
    height = min(height, 0.2)
    bold = boldness(rng, face, height / 0.73)
    title = set_on_arc(text, face, (radius, radius), height, width, sweep, of_body=True, bold=bold)
    inner = radius - height / 2 - 0.03
    drawing.append(Ring(inner, inner, 0.014))
    drawing.extend(star(0.06, (0.0, radius)))
    chinese = names.company(rng, 6, 12)
    face = seal_face(rng, chinese, bundled_only)
    runs = [title]
    for number, part in enumerate(halves(chinese)):
        y = (-0.14, 0.14)[number]
        runs.append(
            fitted_line(
                rng, part, bundled_only, (0.0, y), 0.24, 1.75 * inner, continues=number > 0, face=face
            )
        )
    return Design("round", (1.0, 1.0), tuple(drawing), tuple(runs))


def dated_design(rng: np.random.Generator, *, bundled_only: bool = False) -> Design:
    """A business stamp: title above, a date between two rules, the purpose below."""
    drawing, depth = rings(rng)
    title, inner = title_arc(rng, round_title(rng, 18), 1 - depth, bundled_only, widest=205.0)
    height = float(rng.uniform(0.13, 0.2))
    date = names.date_text(rng, "stamp")
    room = 1.9 * inner
    line = fitted_line(rng, date, bundled_only, (0.0, 0.0), height, room * 0.95)
    runs = [title, line]
    edge = height / 2 + 0.05
    half = float(np.sqrt(max(0.05, (inner + 0.02) ** 2 - edge**2)))
    if rng.random() < 0.7:
        for y in (-edge, edge):
            drawing.append(Outline(np.array([[-half, y], [half, y]]), 0.012))
    if rng.random() < 0.4:
        drawing.extend(star(0.12, (0.0, -edge - 0.18)))
    purpose = names.receipt_word(rng, 2, 4) if rng.random() < 0.5 else names.purpose(rng)
    if rng.random() < 0.5:
        runs.append(
            _lower_arc(rng, purpose, 1 - depth, float(rng.uniform(0.18, 0.25)), 16.0, 92.0, bundled_only)
        )
    else:
        y = edge + 0.2
        room = 2 * float(np.sqrt(max(0.03, inner**2 - (y + 0.05) ** 2)))
        runs.append(fitted_line(rng, purpose, bundled_only, (0.0, y), 0.2, room))
    return Design("round", (1.0, 1.0), tuple(drawing), tuple(runs))


def ruled_design(rng: np.random.Generator, *, bundled_only: bool = False) -> Design:
    """A seal made online: many rings, framed lines, a serial number in its own band."""
    drawing, depth = rings(rng, double=0.8)
    title, inner = title_arc(rng, round_title(rng, 16), 1 - depth, bundled_only, widest=235.0)
    drawing.append(Ring(inner - 0.03, inner - 0.03, 0.01))
    drawing.extend(random_emblem(rng, inner * 0.4, (0.0, -inner * 0.35)))
    runs: list[Run] = [title]
    y = inner * 0.18
    for text in (names.purpose(rng), names.department_line(rng))[: int(rng.integers(1, 3))]:
        height = float(rng.uniform(0.13, 0.17))
        room = 1.8 * float(np.sqrt(max(0.03, inner**2 - (y + height / 2) ** 2)))
        run = fitted_line(rng, text, bundled_only, (0.0, y), height, room)
        half = np.abs(run.path.polygon - [0.0, y]).max(axis=0)
        if rng.random() < 0.6:
            drawing.append(box(half[0] + 0.025, half[1] + 0.02, (0.0, y), 0.012))
        runs.append(run)
        y += height + 0.08
    if rng.random() < 0.8:
        runs.append(serial_arc(rng, names.serial_number(rng), (1 - depth, 1 - depth), bundled_only))
    return Design("round", (1.0, 1.0), tuple(drawing), tuple(runs))


def footed_design(rng: np.random.Generator, *, bundled_only: bool = False) -> Design:
    """A title above; at the foot one or two straight lines, as large as the title, that reach to the rim."""
    drawing, depth = rings(rng, double=0.25)
    free = 1 - depth
    title, inner = title_arc(
        rng, round_title(rng, 15), free, bundled_only, widest=float(rng.uniform(190, 250))
    )
    tall = free - inner
    height = tall * float(rng.uniform(0.75, 1.1))
    text = names.department_line(rng) if rng.random() < 0.3 else names.purpose(rng)
    text = text[-int(rng.integers(4, 8)) :]
    lowest = free - height / 2 - float(rng.uniform(0.03, 0.12))
    below_title = float(title.path.polygon[:, 1].max())
    y = float(np.clip(rng.uniform(0.42, 0.68), min(below_title + height / 2, lowest), lowest))
    parts = [text]
    if rng.random() < 0.3:
        height *= 0.8
        parts = [names.authority(rng, 5, 7), text[-3:]]
        y = min(y, free - 1.9 * height)
    runs = [title]
    for number, part in enumerate(parts):
        middle = y + number * 1.12 * height
        reach = free if middle - height / 2 >= below_title else inner + 0.03
        room = 2 * float(np.sqrt(max(0.05, reach**2 - (middle + 0.48 * height) ** 2)))
        runs.append(fitted_line(rng, part, bundled_only, (0.0, middle), height, 0.95 * room))
    top = y - height / 2
    drawing.extend(random_emblem(rng, float(np.clip(0.8 * top, 0.12, min(0.36, 0.7 * inner)))))
    return Design("round", (1.0, 1.0), tuple(drawing), tuple(runs))


def two_arc_design(rng: np.random.Generator, *, bundled_only: bool = False) -> Design:
    """A title on the outer arc, a second name on an inner arc under it."""
    drawing, depth = rings(rng)
    title, inner = title_arc(rng, round_title(rng, 16), 1 - depth, bundled_only, widest=270.0)
    second = names.department_line(rng) if rng.random() < 0.5 else names.authority(rng, 5, 10)
    face = seal_face(rng, second, bundled_only)
    height = float(rng.uniform(0.14, 0.19))
    radius = inner - float(rng.uniform(0.05, 0.1)) - height / 2
    sweep = float(np.clip(len(second) * rng.uniform(20, 27), 60, 260))
    height, width = arc_cell(rng, second, face, height, sweep, 2 * np.pi * radius)
    bold = boldness(rng, face, height)
    inner_arc = PathKind.ARC_INNER
    arc = set_on_arc(second, face, (radius, radius), height, width, sweep, kind=inner_arc, bold=bold)
    drawing.extend(random_emblem(rng, min(0.2, radius * 0.5)))
    runs = [title, arc]
    if rng.random() < 0.4:
        runs.append(fitted_line(rng, names.purpose(rng), bundled_only, (0.0, 0.45), 0.15, 0.9 * inner))
    return Design("round", (1.0, 1.0), tuple(drawing), tuple(runs))


def _lower_arc(
    rng: np.random.Generator,
    text: str,
    free: float,
    height: float,
    each: float,
    widest: float,
    bundled_only: bool,
) -> Run:
    """Upright text along the lower arc, about `each` degrees a character and `widest` at most."""
    face = seal_face(rng, text, bundled_only)
    radius = free - float(rng.uniform(0.03, 0.06)) - height / 2
    sweep = min(len(text) * each * float(rng.uniform(0.85, 1.1)), widest)
    height, width = arc_cell(rng, text, face, height, sweep, 2 * np.pi * radius)
    bold = boldness(rng, face, height)
    return set_on_arc(text, face, (radius, radius), height, width, sweep, kind=PathKind.ARC_LOWER, bold=bold)
