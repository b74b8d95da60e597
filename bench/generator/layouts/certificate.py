"""A certificate or licence: border, large title, a few lines, the authority's seal."""

from __future__ import annotations

import numpy as np

from bench.generator import names
from bench.generator.layouts import decor
from bench.generator.layouts.canvas import BROWN, RED, Canvas, Place
from bench.generator.paper import security_pattern

TITLES = (
    "荣誉证书",
    "营业执照",
    "毕业证书",
    "结业证书",
    "授权证书",
    "作品登记证书",
    "资质证书",
    "检验合格证",
    "聘书",
    "许可证",
)


def certificate(rng: np.random.Generator, unit: float, bundled_only: bool = False) -> Canvas:
    """An A4 page, upright or across; `unit` is pixels a millimetre."""
    width, height = (297.0, 210.0) if rng.random() < 0.6 else (210.0, 297.0)
    canvas = Canvas(width, height, unit, rng, bundled_only)
    if rng.random() < 0.35:
        security_pattern(rng, canvas.sheet)
    if rng.random() < 0.8:
        colour = (BROWN, RED, np.array([0.3, 0.5, 0.35], np.float32))[int(rng.integers(3))]
        decor.ornate_border(canvas, float(rng.uniform(6, 12)), colour)
    title = TITLES[int(rng.integers(len(TITLES)))]
    title_colour = RED if rng.random() < 0.6 else np.array([0.12, 0.12, 0.12], np.float32)
    spaced = "　".join(title) if rng.random() < 0.5 else title
    size = min(16.0, width * 0.62 / len(spaced))
    canvas.text(width / 2, height * 0.24, spaced, size, face=canvas.bold, colour=title_colour, align="centre")
    left = width * 0.16
    if rng.random() < 0.3:
        decor.picture(canvas, width * 0.7, height * 0.3, 25)
    y = height * 0.36
    for label in ("名　　称", "类　　型", "住　　所", "法定代表人", "成立日期", "经营范围")[
        : int(rng.integers(2, 7))
    ]:
        canvas.text(left, y, label, 4.2, face=canvas.bold)
        value = names.company(rng, 6, 16) if rng.random() < 0.5 else names.date_text(rng, "line")
        canvas.text(left + 32, y, value, 4.2)
        y += height * 0.045
    if y < height * 0.55:
        canvas.prose(left, y, width * 0.68, height * 0.62 - y, 5.0, 1.9)
    body = names.authority(rng, 5, 16)
    right, bottom = width * float(rng.uniform(0.66, 0.76)), height * float(rng.uniform(0.74, 0.82))
    canvas.text(right, bottom, body, 5.0 if len(body) < 12 else 4.0, align="centre")
    canvas.text(right, bottom + 9, names.date_text(rng, "line"), 4.6, align="centre")
    canvas.places.append(
        Place(right + float(rng.normal(0, 4)), bottom + float(rng.uniform(-6, 5)), "round", body)
    )
    if rng.random() < 0.25:
        canvas.places.append(Place(width * 0.3, bottom, None))
    return canvas
