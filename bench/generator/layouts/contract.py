"""A contract's last page: clauses, and two parties who sign and seal."""

from __future__ import annotations

import numpy as np

from bench.generator import names
from bench.generator.layouts.canvas import Canvas, Place


def contract(rng: np.random.Generator, unit: float, bundled_only: bool = False) -> Canvas:
    """An A4 page; `unit` is pixels a millimetre."""
    canvas = Canvas(210, 297, unit, rng, bundled_only)
    canvas.text(
        105,
        30,
        str(rng.choice(["购销合同", "技术服务合同", "房屋租赁合同", "补充协议", "采购合同"])),
        7.8,
        face=canvas.bold,
        align="centre",
    )
    top = float(rng.uniform(150, 185))
    canvas.prose(25, 40, 160, top - 50, float(rng.uniform(3.7, 4.4)), float(rng.uniform(1.5, 1.9)))
    for number, x in enumerate((25.0, 112.0)):
        _party(canvas, rng, "甲乙"[number], x, top)
    return canvas


def _party(canvas: Canvas, rng: np.random.Generator, letter: str, x: float, top: float) -> None:
    """One party's block: name, representative, date."""
    company, person = names.company(rng, 6, 14), names.person(rng, 3)
    size = 4.2
    canvas.text(x, top, f"{letter}方（盖章）：", size)
    canvas.text(x, top + 9, company, size if len(company) < 12 else 3.6)
    canvas.text(x, top + 20, "法定代表人：", size)
    if rng.random() < 0.5:
        canvas.signature(x + 26, top + 19, 22)
    canvas.text(x, top + 31, f"开户行：{names.authority(rng, 6, 10)}", 3.6)
    canvas.text(x, top + 42, names.date_text(rng, "line"), size)
    canvas.places.append(
        Place(x + float(rng.uniform(25, 48)), top + float(rng.uniform(6, 24)), "round", company)
    )
    canvas.places.append(
        Place(x + float(rng.uniform(32, 55)), top + float(rng.uniform(16, 24)), "name", person=person)
    )
    if rng.random() < 0.2:
        canvas.places.append(Place(x + 40, top + 45, None))
