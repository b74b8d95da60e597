"""Oval seals: invoices, tax supervision, companies, business stamps with a date."""

from __future__ import annotations

import numpy as np

from bench.generator import names
from bench.generator.curves import Ellipse
from bench.generator.design import Design, Outline
from bench.generator.designs.fitting import arc_cell, arc_sweep, boldness, fitted_line, seal_face
from bench.generator.designs.rims import Drawing, rings
from bench.generator.designs.round_seal import round_title, serial_arc
from bench.generator.emblems import random_emblem
from bench.generator.names.places import place
from bench.generator.truth import PathKind
from bench.generator.typography import Run, set_on_arc


def oval_design(rng: np.random.Generator, *, bundled_only: bool = False) -> Design:
    """An oval seal as chance has it."""
    kind = rng.random()
    if kind < 0.5:
        return invoice_design(rng, bundled_only=bundled_only)
    if kind < 0.62:
        return supervision_design(rng, bundled_only=bundled_only)
    if kind < 0.85:
        return _emblem(rng, bundled_only)
    return _dated(rng, bundled_only)


def invoice_design(
    rng: np.random.Generator, *, title: str | None = None, bundled_only: bool = False
) -> Design:
    """An invoice seal, 40 by 30 mm: name on the arc, tax number in the middle, the purpose below it."""
    down, drawing, depth = _oval_rim(rng, 0.7, 0.8, 0.4)
    arc, inner = _title(rng, title or names.company(rng, 6, 22), down, depth, bundled_only, 235.0)
    number = names.tax_number(rng) if rng.random() < 0.85 else names.numbers.digits(rng, 15)
    height = float(rng.uniform(0.11, 0.16))
    y = float(rng.uniform(-0.06, 0.05))
    runs = [arc, fitted_line(rng, number, bundled_only, (0.0, y), height, 1.86 * inner[0])]
    purpose = "发票专用章" if rng.random() < 0.8 else names.purpose(rng)
    below = y + height / 2 + float(rng.uniform(0.12, 0.18))
    runs.append(fitted_line(rng, purpose, bundled_only, (0.0, below), float(rng.uniform(0.13, 0.19)), 1.1))
    if rng.random() < 0.2:
        runs.append(
            fitted_line(rng, f"({int(rng.integers(1, 10))})", bundled_only, (0.0, below + 0.16), 0.1, 0.3)
        )
    return Design("oval", (1.0, down), tuple(drawing), tuple(runs))


def supervision_design(rng: np.random.Generator, *, bundled_only: bool = False) -> Design:
    """A tax supervision seal: arc above, the authority in the middle, a place on the lower arc."""
    down, drawing, depth = _oval_rim(rng, 0.66, 0.76, 0.8)
    text = "全国统一发票监制章" if rng.random() < 0.6 else names.authority(rng, 6, 12)
    title, inner = _title(rng, text, down, depth, bundled_only, 180.0)
    middle = "国家税务总局" if rng.random() < 0.6 else names.authority(rng, 4, 8)
    line = fitted_line(rng, middle, bundled_only, (0.0, 0.0), float(rng.uniform(0.14, 0.2)), 1.6 * inner[0])
    lower = _lower(rng, place(rng) + "税务局", down, depth, bundled_only)
    return Design("oval", (1.0, down), tuple(drawing), (title, line, lower))


def _emblem(rng: np.random.Generator, bundled_only: bool) -> Design:
    """A company's oval seal: title on the arc, emblem, a purpose below, sometimes a serial number."""
    down, drawing, depth = _oval_rim(rng, 0.66, 0.84, 0.25)
    title, inner = _title(rng, round_title(rng, 20), down, depth, bundled_only, 250.0)
    drawing.extend(random_emblem(rng, min(0.2, inner[1] * 0.5), (0.0, float(rng.uniform(-0.08, 0.0)))))
    runs: list[Run] = [title]
    kind = rng.random()
    if kind < 0.5:
        y = float(rng.uniform(0.3, 0.36))
        runs.append(fitted_line(rng, names.purpose(rng), bundled_only, (0.0, y), 0.16, 1.25 * inner[0]))
    elif kind < 0.75:
        runs.append(_lower(rng, names.purpose(rng), down, depth, bundled_only))
    if kind >= 0.75 or (kind < 0.5 and rng.random() < 0.3):
        serial = names.serial_number(rng)
        runs.append(serial_arc(rng, serial, (1 - depth, down - depth), bundled_only))
    return Design("oval", (1.0, down), tuple(drawing), tuple(runs))


def _dated(rng: np.random.Generator, bundled_only: bool) -> Design:
    """A business stamp: arc, date between rules, purpose below."""
    down, drawing, depth = _oval_rim(rng, 0.68, 0.82, 0.15)
    title, inner = _title(rng, round_title(rng, 16), down, depth, bundled_only, 200.0)
    height = float(rng.uniform(0.13, 0.18))
    date = fitted_line(rng, names.date_text(rng, "stamp"), bundled_only, (0.0, 0.0), height, 1.7 * inner[0])
    edge = height / 2 + 0.04
    if rng.random() < 0.6:
        for y in (-edge, edge):
            drawing.append(Outline(np.array([[-inner[0], y], [inner[0], y]]), 0.012))
    purpose = names.receipt_word(rng, 2, 5)
    if rng.random() < 0.5:
        last = fitted_line(rng, purpose, bundled_only, (0.0, edge + 0.17), 0.19, 1.2 * inner[0])
    else:
        last = _lower(rng, purpose, down, depth, bundled_only)
    return Design("oval", (1.0, down), tuple(drawing), (title, date, last))


def _oval_rim(
    rng: np.random.Generator, low: float, high: float, double: float
) -> tuple[float, Drawing, float]:
    """Half height, rings, and how deep the free inside begins."""
    down = float(rng.uniform(low, high))
    drawing, depth = rings(rng, (1.0, down), double)
    return down, drawing, depth


def _title(
    rng: np.random.Generator, name: str, down: float, depth: float, bundled_only: bool, widest: float
) -> tuple[Run, tuple[float, float]]:
    """The title on the outer arc, and the half axes it leaves free."""
    face = seal_face(rng, name, bundled_only)
    height = float(rng.uniform(0.15, 0.22))
    gap = float(rng.uniform(0.02, 0.055))
    sweep = min(arc_sweep(rng, len(name)) * 0.92, widest)
    middle = depth + gap + height / 2
    perimeter = Ellipse(1 - middle, down - middle).perimeter
    height, width = arc_cell(rng, name, face, height, sweep, perimeter)
    middle = depth + gap + height / 2
    axes = (1 - middle, down - middle)
    run = set_on_arc(name, face, axes, height, width, sweep, of_body=True, bold=boldness(rng, face, height))
    return run, (axes[0] - height / 2, axes[1] - height / 2)


def _lower(rng: np.random.Generator, text: str, down: float, depth: float, bundled_only: bool) -> Run:
    """Upright text along the lower arc."""
    face = seal_face(rng, text, bundled_only)
    height = float(rng.uniform(0.14, 0.19))
    middle = depth + float(rng.uniform(0.03, 0.06)) + height / 2
    ellipse = Ellipse(1 - middle, down - middle)
    sweep = float(np.clip(len(text) * rng.uniform(12, 16), 30, 110))
    height, width = arc_cell(rng, text, face, height, sweep, ellipse.perimeter)
    axes = (ellipse.half_width, ellipse.half_height)
    bold = boldness(rng, face, height)
    return set_on_arc(text, face, axes, height, width, sweep, kind=PathKind.ARC_LOWER, bold=bold)
